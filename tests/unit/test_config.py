"""Settings from the environment and from options, and the page that describes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ontology.errors import InputError
from service.config import (
    PREFIX,
    Settings,
    build_settings,
    find_unknown_variables,
    model_environment,
)

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in find_unknown_variables():
        monkeypatch.delenv(name)
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def test_environment_sets_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable with our prefix becomes a typed setting."""
    monkeypatch.setenv("BELEIDSGRAAF_QUERY_TIMEOUT_S", "2.5")

    assert 2.5 == build_settings().query_timeout_s


def test_option_wins_over_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command is told beats what the environment says."""
    monkeypatch.setenv("BELEIDSGRAAF_PORT", "9000")

    assert 9001 == build_settings(port=9001).port


def test_an_absent_option_leaves_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """None stands for 'not given'."""
    monkeypatch.setenv("BELEIDSGRAAF_PORT", "9000")

    assert 9000 == build_settings(port=None).port


def test_a_wrong_value_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the variable, its value and what is allowed."""
    monkeypatch.setenv("BELEIDSGRAAF_PORT", "many")

    with pytest.raises(InputError, match=r"^BELEIDSGRAAF_PORT is 'many': .*integer[^\n]*$"):
        build_settings()


def test_a_wrong_option_names_the_option() -> None:
    """A faulty option is told by the name the user typed."""
    with pytest.raises(InputError, match=r"^--query-timeout-s is '-1.0'"):
        build_settings(query_timeout_s=-1.0)


def test_an_unknown_setting_is_refused() -> None:
    """A misspelt setting does not pass in silence."""
    with pytest.raises(InputError, match="unknown setting 'prot'"):
        build_settings(prot=1)


def test_unknown_variables_are_found() -> None:
    """A misspelt variable is found, a known one and a foreign one are not."""
    environment = {"BELEIDSGRAAF_PROT": "1", "BELEIDSGRAAF_PORT": "1", "PATH": "x"}

    assert ("BELEIDSGRAAF_PROT",) == find_unknown_variables(environment)


def test_a_task_gets_the_model_and_no_token() -> None:
    """Of our settings only those of the language model go along to a process that reads."""
    ours = {
        "BELEIDSGRAAF_MODEL_KEY": "k",
        "beleidsgraaf_model_url": "http://127.0.0.1:1",
        "BELEIDSGRAAF_UPDATE_TOKEN": "t",
        "BELEIDSGRAAF_STORE_PASSWORD": "p",
        "OTHER_KEY": "o",
        "SSL_CERT_FILE": "c",
    }

    expected = {"BELEIDSGRAAF_MODEL_KEY", "beleidsgraaf_model_url", "SSL_CERT_FILE"}
    assert expected == set(model_environment(ours))


def test_settings_are_frozen() -> None:
    """Nobody changes a setting after the start."""
    with pytest.raises(ValueError, match="frozen"):
        build_settings().port = 1  # type: ignore[misc]


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_each_setting_is_documented(name: str) -> None:
    """docs/settings.md has a row for the setting with its variable and its default."""
    row = next(
        (r for r in DOCS.read_text("utf-8").splitlines() if f"`{PREFIX}{name.upper()}`" in r), ""
    )
    default = Settings.model_fields[name].default

    assert ("–" if default is None else f"`{default}`") in row
