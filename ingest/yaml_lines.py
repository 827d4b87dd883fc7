"""YAML that remembers on which line each value stands, so an error can say where.

In: a path. Out: a tree of `Node`. Only plain data is built (no tags, no objects); size and number
of values are bounded, so a file cannot blow up by aliases. Dates stay text.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from ontology.errors import InputError
from ontology.plain_yaml import LOADER

MAX_BYTES: Final = 5_000_000
MAX_NODES: Final = 300_000
MAX_DEPTH: Final = 20

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML value with its line (from 1). `raw` is a scalar as written, '' for the rest."""

    value: Scalar | dict[str, Node] | list[Node]
    line: int
    raw: str = ""

    @property
    def kind(self) -> str:
        """What it is, in words for an error message."""
        if isinstance(self.value, dict):
            return "a mapping"
        if isinstance(self.value, list):
            return "a list"
        return "nothing" if self.value is None else f"'{self.raw[:60]}'"


def read_yaml(path: Path, error: type[InputError]) -> Node:
    """The file as a tree of nodes.

    Raises:
        InputError: of the given class, when the file cannot be read, is no UTF-8 YAML, repeats a
            key or is larger than MAX_BYTES or MAX_NODES.
    """
    return _Reader(path.name, error).build(_compose(path, error))


def _compose(path: Path, error: type[InputError]) -> yaml.Node:
    try:
        data = path.read_bytes()
    except OSError as problem:
        reason = problem.strerror or "unknown reason"
        raise error(f"{path}: cannot be read ({reason.lower()})") from problem
    if len(data) > MAX_BYTES:
        raise error(f"{path.name}: larger than {MAX_BYTES} bytes; split it over documents")
    try:
        text = data.decode("utf-8")
        _refuse_depth(text, path.name, error)
        node = yaml.compose(text, Loader=LOADER)
    except UnicodeDecodeError as problem:
        raise error(f"{path.name}: not UTF-8 at byte {problem.start}; save it as UTF-8") from None
    except (yaml.YAMLError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        detail = getattr(problem, "problem", None) or "too deep, or a character YAML forbids"
        raise error(f"{path.name}:{line}: not valid YAML: {detail}") from None
    if node is None:
        raise error(f"{path.name}: empty; see docs/curated.md for what belongs in it")
    return node


def _refuse_depth(text: str, name: str, error: type[InputError]) -> None:
    """Look at the nesting event by event: composing recurses, and in C that can end the process."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise error(f"{name}:{line}: too many or too deeply nested values")


class _Reader:
    """Turns composed YAML into nodes, counting as it goes."""

    def __init__(self, name: str, error: type[InputError]) -> None:
        self._name = name
        self._error = error
        self._count = 0
        self._constructor = yaml.constructor.SafeConstructor()

    def build(self, node: yaml.Node, depth: int = 0) -> Node:
        line = node.start_mark.line + 1
        self._count += 1
        if self._count > MAX_NODES or depth > MAX_DEPTH:
            raise self._error(f"{self._name}:{line}: too many or too deeply nested values")
        if isinstance(node, yaml.MappingNode):
            return Node(self._mapping(node, depth), line)
        if isinstance(node, yaml.SequenceNode):
            return Node([self.build(item, depth + 1) for item in node.value], line)
        if isinstance(node, yaml.ScalarNode):
            return Node(self._scalar(node), line, str(node.value))
        raise self._error(f"{self._name}:{line}: a value of a kind YAML files here may not hold")

    def _mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise self._error(f"{self._name}:{line}: a key must be a word")
            if key.value in found:
                raise self._error(f"{self._name}:{line}: key '{key.value}' stands here twice")
            found[key.value] = self.build(value, depth + 1)
        return found

    def _scalar(self, node: yaml.ScalarNode) -> Scalar:
        kind = str(node.tag).rsplit(":", 1)[-1]
        try:
            if kind == "null":
                return None
            if kind == "bool":
                return bool(self._constructor.construct_yaml_bool(node))
            if kind == "int":
                return int(self._constructor.construct_yaml_int(node))
            if kind == "float":
                return float(self._constructor.construct_yaml_float(node))
        except (ValueError, KeyError):
            return str(node.value)
        return str(node.value)
