"""Tokens and roles: who may write, and that no token is ever shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.exceptions import HTTPException

from ontology.errors import InputError
from service.access import TOKENS, Grants, Role, load_grants
from service.config import build_settings

SECRET = "a-long-enough-secret"


def test_the_token_of_the_settings_is_an_editors(tmp_path: Path) -> None:
    """BELEIDSGRAAF_UPDATE_TOKEN may change any graph."""
    grants = load_grants(build_settings(data=tmp_path, update_token=SECRET))

    assert Role.EDITOR == grants.find_role(SECRET)


def test_without_tokens_nobody_may(tmp_path: Path) -> None:
    """Writing is off, whoever asks."""
    grants = load_grants(build_settings(data=tmp_path))
    with pytest.raises(HTTPException) as caught:
        grants.require(f"Bearer {SECRET}", Role.REVIEWER)

    assert (403, False) == (caught.value.status_code, bool(grants))


def test_a_token_is_never_shown(tmp_path: Path) -> None:
    """Neither settings nor grants print it, nor its hash."""
    settings = build_settings(data=tmp_path, update_token=SECRET)
    grants = load_grants(settings)

    assert not any(text in f"{settings!r} {grants!r}" for text in (SECRET, *grants.roles))


@pytest.mark.parametrize("text", ["[]", "{", '{"ab": "king"}', '{"ab": 1}'])
def test_a_faulty_file_of_tokens_is_refused(tmp_path: Path, text: str) -> None:
    """One line says what the file should hold."""
    (tmp_path / TOKENS).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"tokens\.json"):
        load_grants(build_settings(data=tmp_path))


def test_a_higher_role_may_what_a_lower_one_may() -> None:
    """An editor may review."""
    grants = load_grants(build_settings(update_token=SECRET))

    assert grants.require(f"bearer  {SECRET} ", Role.REVIEWER) is None
    assert isinstance(grants, Grants)
