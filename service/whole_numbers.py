"""Whole numbers in an address: figures only, so that one page has one spelling.

pydantic also takes `+0.0`, `1_000` and ` 7 ` for a whole number, which the description of the
interface does not allow.
"""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

_FIGURES: Final = re.compile(r"-?[0-9]{1,18}")


def _figures_only(value: object) -> object:
    if isinstance(value, str) and not _FIGURES.fullmatch(value):
        raise PydanticCustomError("whole_number", "must be a whole number, in figures only")
    return value


WholeNumber = Annotated[int, BeforeValidator(_figures_only)]
