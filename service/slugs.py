"""The last parts of addresses: what may stand in an IRI that we mint."""

from __future__ import annotations

import re
from typing import Final

from ontology.errors import NotFoundError

_PART: Final = re.compile(r"[\w.~-]{1,200}")


def check_slug(text: str) -> str:
    """The text itself, when it can be a part of an IRI.

    Raises:
        NotFoundError: when it cannot, so that nothing can be there.
    """
    if not _PART.fullmatch(text):
        shown = "".join(sign if sign.isprintable() else "?" for sign in text[:80])
        raise NotFoundError(f"there is nothing named '{shown}' here")
    return text
