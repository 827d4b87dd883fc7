"""Who may write: bearer tokens and their roles.

In: settings, perhaps `tokens.json` in the data folder, and the Authorization header of a request.
Out: nothing when the caller may, else an HTTPException: 401 without a known token, 403 with one
whose role does not reach. Tokens are held and compared as hashes, in constant time, and never
written to a log or an answer.

Source: RFC 6750 on bearer tokens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Final

from starlette.exceptions import HTTPException

from service.config import Settings
from service.tokens import TOKENS as TOKENS, Role as Role, hash_token, read_tokens

_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="beleidsgraaf"'}


@dataclass(frozen=True, slots=True)
class Grants:
    """The roles by sha256 of the token, in hex. Not shown when printed."""

    roles: Mapping[str, Role] = field(default_factory=dict, repr=False)

    def __bool__(self) -> bool:
        return bool(self.roles)

    def find_role(self, token: str) -> Role | None:
        """The role of a token; takes the same time whichever it is."""
        digest = hash_token(token)
        found = [role for known, role in self.roles.items() if compare_digest(known, digest)]
        return found[0] if found else None

    def require(self, authorization: str | None, role: Role) -> None:
        """Return when the header carries a token of at least this role.

        Raises:
            HTTPException: 401 or 403, saying what is missing.
        """
        if not self.roles:
            raise HTTPException(
                403,
                "writing is switched off; set BELEIDSGRAAF_UPDATE_TOKEN, or make a token with "
                "`beleidsgraaf token create`",
            )
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
    known = read_tokens(settings.data / TOKENS)
    roles = {digest: record.role for digest, record in known.items()}
    if settings.update_token is not None:
        given = settings.update_token.get_secret_value()
        roles[hash_token(given)] = Role.EDITOR
    return Grants(roles)
