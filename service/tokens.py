"""The file of tokens in the data folder: who may write, kept as hashes only.

In: `tokens.json`, `{"<sha256 of the token>": {"role": …, "name": …, "created": …}}`; the short form
`{"<sha256>": "editor"}` is read too. Out: records. A token itself is given once, by `create_token`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, Final

from ontology.errors import InputError, NotFoundError, StoreError

TOKENS: Final = "tokens.json"
_SHOWN: Final = 8  # digits of the hash that name a token to people
_MAX_NAME: Final = 60


class Role(IntEnum):
    """What a token is good for; a higher role may all that a lower one may."""

    REVIEWER = 1  # judge claims and findings
    EDITOR = 2  # change any graph, add documents


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """What is kept of a token. `created` is a day, or empty when it is not known."""

    digest: str
    role: Role
    name: str = ""
    created: str = ""

    @property
    def id(self) -> str:
        """What people call it by: the first digits of its hash."""
        return self.digest[:_SHOWN]


def hash_token(token: str) -> str:
    """The hash under which a token is kept, in hex."""
    return sha256(token.encode()).hexdigest()


def read_tokens(path: Path) -> dict[str, TokenRecord]:
    """The records of a file by their hash; none when it is not there.

    Raises:
        InputError: when the file is not as it should be.
    """
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        records = [_record(str(digest).lower(), value) for digest, value in found.items()]
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise InputError(
            f"{path} cannot be used: it maps the sha256 of a token to reviewer or editor "
            f"({type(error).__name__})"
        ) from None
    return {record.digest: record for record in records}


def create_token(path: Path, role: Role, name: str = "") -> tuple[str, TokenRecord]:
    """A new token with its record; the file holds its hash from now on.

    Raises:
        InputError: when the file cannot be used, or the name is too long or taken.
        StoreError: when the file cannot be written.
    """
    known = read_tokens(path)
    name = " ".join(name.split())
    if len(name) > _MAX_NAME:
        raise InputError(f"--name: at most {_MAX_NAME} characters, found {len(name)}")
    if name and any(record.name == name for record in known.values()):
        raise InputError(f"--name '{name}' is taken; revoke that token first, or choose another")
    token = token_urlsafe(32)
    record = TokenRecord(hash_token(token), role, name, date.today().isoformat())
    _write(path, {**known, record.digest: record})
    return token, record


def revoke_token(path: Path, which: str) -> TokenRecord:
    """Take a token away; `which` is its name, or the first digits of its hash.

    Raises:
        NotFoundError: when there is none, or more than one begins with these digits.
        StoreError: when the file cannot be written.
    """
    known = read_tokens(path)
    found = [
        record
        for record in known.values()
        if record.name == which or (len(which) >= 4 and record.digest.startswith(which.lower()))
    ]
    if len(found) != 1:
        many = "more than one token is" if found else "no token is"
        raise NotFoundError(f"{many} called '{which}'; `beleidsgraaf token list` shows them")
    _write(path, {digest: record for digest, record in known.items() if record is not found[0]})
    return found[0]


def _record(digest: str, value: object) -> TokenRecord:
    if isinstance(value, str):
        return TokenRecord(digest, Role[value.upper()])
    if not isinstance(value, dict):
        raise TypeError("a role, or a mapping with a role")
    role = Role[str(value["role"]).upper()]
    return TokenRecord(digest, role, str(value.get("name", "")), str(value.get("created", "")))


def _write(path: Path, records: Mapping[str, TokenRecord]) -> None:
    """Replace the file in one step; only its owner may read it."""
    content: dict[str, dict[str, Any]] = {
        digest: {"role": one.role.name.lower(), "name": one.name, "created": one.created}
        for digest, one in records.items()
    }
    aside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(json.dumps(content, indent=1) + "\n")
        aside.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}") from None
