"""Who may write: bearer tokens and their roles.

In: settings, perhaps `tokens.json` in the data folder, and the Authorization header of a request.
Out: nothing when the caller may, else an HTTPException: 401 without a known token, 403 with one
whose role does not reach. Tokens are held and compared as hashes, in constant time, and never
written to a log or an answer.

Source: RFC 6750 on bearer tokens.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException

from ontology.errors import InputError
from service.config import Settings

TOKENS: Final = "tokens.json"  # {"<sha256 of the token>": "reviewer" | "editor"}
_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="beleidsgraaf"'}


class Role(IntEnum):
    """What a token is good for; a higher role may all that a lower one may."""

    REVIEWER = 1  # judge claims and findings
    EDITOR = 2  # change any graph


@dataclass(frozen=True, slots=True)
class Grants:
    """The roles by sha256 of the token, in hex. Not shown when printed."""

    roles: Mapping[str, Role] = field(default_factory=dict, repr=False)

    def __bool__(self) -> bool:
        return bool(self.roles)

    def find_role(self, token: str) -> Role | None:
        """The role of a token; takes the same time whichever it is."""
        digest = sha256(token.encode()).hexdigest()
        found = [role for known, role in self.roles.items() if compare_digest(known, digest)]
        return found[0] if found else None

    def require(self, authorization: str | None, role: Role) -> None:
        """Return when the header carries a token of at least this role.

        Raises:
            HTTPException: 401 or 403, saying what is missing.
        """
        if not self.roles:
            raise HTTPException(403, "writing is switched off; set BELEIDSGRAAF_UPDATE_TOKEN")
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise HTTPException(401, "writing needs a bearer token", _CHALLENGE)
        found = self.find_role(token.strip())
        if found is None:
            challenge = {
                "WWW-Authenticate": _CHALLENGE["WWW-Authenticate"] + ', error="invalid_token"'
            }
            raise HTTPException(401, "this token is not known here", challenge)
        if found < role:
            raise HTTPException(
                403, f"this token is for a {found.name.lower()}; this needs an {role.name.lower()}"
            )


def load_grants(settings: Settings) -> Grants:
    """The tokens of the settings and of the data folder.

    Raises:
        InputError: when tokens.json is not as it should be.
    """
    roles = _read_tokens(settings.data / TOKENS)
    if settings.update_token is not None:
        given = settings.update_token.get_secret_value()
        roles[sha256(given.encode()).hexdigest()] = Role.EDITOR
    return Grants(roles)


def _read_tokens(path: Path) -> dict[str, Role]:
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {str(digest).lower(): Role[str(name).upper()] for digest, name in found.items()}
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise InputError(
            f"{path} cannot be used: it maps the sha256 of a token to reviewer or editor "
            f"({type(error).__name__})"
        ) from None
