"""The project as a whole: names, locks, languages, and what Python may not know."""

import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from graph.register import DEFAULT_REGION, load_region
from service.cli import app
from service.config import Settings

ROOT = Path(__file__).parents[2]
PACKAGES = ("ontology", "ingest", "graph", "queries", "service")
LOCKS = ("requirements.txt", "requirements-dev.txt")


def python_files() -> list[Path]:
    """Every Python file of the five packages."""
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


@pytest.mark.parametrize("package", PACKAGES)
def test_no_installed_package_shadows_ours(package: str) -> None:
    """No other distribution brings a package with the name of one of ours."""
    assert {"beleidsgraaf"} >= set(packages_distributions().get(package, []))


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_hashes_and_no_address(lock: str) -> None:
    """Every pinned package has a hash, and no line names a host."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9._-]+==.*?(?=^[a-z0-9._-]+==|\Z)", text, re.M | re.S)

    assert len(pins) > 20
    assert [] == [pin.split("==")[0] for pin in pins if "--hash=sha256:" not in pin]
    assert "://" not in text


def test_every_dependency_has_its_reason() -> None:
    """Each dependency line of pyproject.toml carries a comment that says why."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    lines = text.splitlines()

    assert [] == [
        name for name in wanted if not any(f'"{name}",' in line and "# " in line for line in lines)
    ]


def test_python_knows_no_region() -> None:
    """No Python file of the packages holds the name of a place, actor or document of the region."""
    region = load_region(DEFAULT_REGION)
    names = {
        entry.preferred
        for entry in region.entries.values()
        if entry.kind in {"place", "actor", "project", "document", "programme"}
        and len(entry.preferred) > 4
        and entry.preferred[0].isupper()
    }
    general = {
        *("Nederland", "Europa", "Duitsland", "Rijksoverheid"),
        *("Omgevingswet", "Klimaatakkoord"),
    }
    pattern = re.compile(
        r"\b(" + "|".join(re.escape(name) for name in sorted(names - general)) + r")\b"
    )
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in python_files()
        if (match := pattern.search(path.read_text(encoding="utf-8")))
    ]

    assert len(names) > 50
    assert [] == found


def test_readme_has_the_two_commands() -> None:
    """The README starts with make run and make test, and both are targets."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    for target in ("run", "test"):
        assert f"\nmake {target}\n" in readme
        assert re.search(rf"^{target}:", makefile, re.M)


def test_docs_name_every_setting_command_and_route() -> None:
    """Each setting, command and route appears in the documentation."""
    docs = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    settings = [f"BELEIDSGRAAF_{name.upper()}" for name in Settings.model_fields]
    commands = [
        f"beleidsgraaf {command.name or command.callback.__name__}"
        for command in app.registered_commands
        if command.callback
    ]

    assert [] == [name for name in settings + commands if name not in docs]
