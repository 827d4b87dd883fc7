"""region.yml: what a region is called, its base IRI and which file goes to which named graph.

In: a folder. Out: a RegionCard whose paths exist. Reads no Turtle.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from ontology.errors import RegisterError
from ontology.iris import Names
from ontology.plain_yaml import load_yaml

FILE_NAME: Final = "region.yml"
_KEYS: Final = ("slug", "title", "base", "languages", "sources", "graphs")
_NAME: Final = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class RegionCard:
    """The checked content of a region.yml; `turtle` keeps the order of the file."""

    slug: str
    title: Mapping[str, str]
    base: str
    languages: tuple[str, ...]
    sources_folder: Path
    turtle: Mapping[str, tuple[Path, ...]]


def load_region_card(folder: Path) -> RegionCard:
    """Read and check the region.yml of a folder.

    Raises:
        RegisterError: naming the file and the key that is missing, unknown or of a wrong form.
    """
    path = folder / FILE_NAME
    values = _load_mapping(path)
    _check_keys(path, values)
    return RegionCard(
        slug=_slug(path, values["slug"]),
        title=_titles(path, values["title"]),
        base=_base(path, values["base"]),
        languages=_languages(path, values["languages"]),
        sources_folder=(folder / _text(path, "sources", values["sources"])).resolve(),
        turtle=_graphs(path, values["graphs"]),
    )


def _load_mapping(path: Path) -> dict[str, object]:
    try:
        values = load_yaml(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RegisterError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise RegisterError(f"{path}: not UTF-8 at byte {error.start}") from error
    except yaml.YAMLError as error:
        raise RegisterError(f"{path}: not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(values, dict):
        raise RegisterError(f"{path}: expected keys with values: {', '.join(_KEYS)}")
    return values


def _check_keys(path: Path, values: dict[str, object]) -> None:
    missing = [key for key in _KEYS if key not in values]
    unknown = sorted(str(key) for key in values if key not in _KEYS)
    if missing:
        raise RegisterError(f"{path}: missing key {', '.join(missing)}")
    if unknown:
        raise RegisterError(f"{path}: unknown key {', '.join(unknown)}; use {', '.join(_KEYS)}")


def _text(path: Path, key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise RegisterError(f"{path}: {key} must be a text")
    return value


def _slug(path: Path, value: object) -> str:
    slug = _text(path, "slug", value)
    if not _NAME.fullmatch(slug):
        raise RegisterError(f"{path}: slug '{slug}' must be lower-case letters, digits and hyphens")
    return slug


def _titles(path: Path, value: object) -> dict[str, str]:
    if not isinstance(value, dict) or "nl" not in value:
        raise RegisterError(f"{path}: title needs at least a text for nl")
    return {str(key): _text(path, f"title.{key}", text) for key, text in value.items()}


def _base(path: Path, value: object) -> str:
    base = _text(path, "base", value)
    try:
        return Names(base).base
    except ValueError as error:
        raise RegisterError(f"{path}: base: {error}") from error


def _languages(path: Path, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise RegisterError(f"{path}: languages must be a list such as [nl, en]")
    return tuple(_text(path, "languages", item) for item in value)


def _graphs(path: Path, value: object) -> dict[str, tuple[Path, ...]]:
    if not isinstance(value, dict) or not value:
        raise RegisterError(f"{path}: graphs must map a graph name to a list of files")
    graphs: dict[str, tuple[Path, ...]] = {}
    for name, files in value.items():
        if not _NAME.fullmatch(str(name)):
            raise RegisterError(f"{path}: '{name}' is no name for a graph")
        if not isinstance(files, list) or not files:
            raise RegisterError(f"{path}: graphs.{name} must be a list of files")
        graphs[str(name)] = tuple(_turtle_file(path, file) for file in files)
    return graphs


def _turtle_file(path: Path, value: object) -> Path:
    file = path.parent / _text(path, "graphs", value)
    if not file.is_file():
        raise RegisterError(f"{path}: the file {value} is not there")
    return file
