"""Every text of the pages in Dutch and English.

In: `templates/texts.yml`, one key with `nl` and `en` each. Out: a translator for one language, and
numbers and dates as that language writes them. Never falls back in silence: an unknown key raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

from ontology.plain_yaml import load_yaml

Language = Literal["nl", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
TEXTS_FILE: Final = Path(__file__).parent / "templates" / "texts.yml"

_MONTHS: Final[Mapping[Language, str]] = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}


@cache
def load_texts(path: Path = TEXTS_FILE) -> Mapping[str, Mapping[str, str]]:
    """The table: key → language → text."""
    content = load_yaml(path.read_text(encoding="utf-8"))
    return {str(key): dict(value) for key, value in content.items()}


@dataclass(frozen=True, slots=True)
class Translator:
    """Texts, numbers and dates in one language."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, with `{name}` filled in from the values.

        Raises:
            KeyError: for a key that is not in the table.
        """
        text = load_texts()[key][self.language]
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        """Whether the table holds this key."""
        return key in load_texts()

    def count(self, key: str, n: int) -> str:
        """`key.one` for 1, else `key.many`, with `{n}` written as a number."""
        return self(f"{key}.{'one' if n == 1 else 'many'}", n=self.number(n))

    def number(self, value: int | float | str) -> str:
        """`69.000` and `0,5` in Dutch, `69,000` and `0.5` in English; other text as it is."""
        text = str(value)
        whole, point, rest = text.partition(".")
        if not whole.lstrip("-").isdigit() or (point and not rest.isdigit()):
            return text
        thousands, decimal = (",", ".") if self.language == "en" else (".", ",")
        grouped = f"{int(whole):,}".replace(",", thousands)
        rest = rest.rstrip("0")
        return f"{grouped}{decimal}{rest}" if rest else grouped

    def date(self, value: str) -> str:
        """`2024-11-07` as `7 november 2024`, `2024-11` as `november 2024`, a year as it is."""
        parts = value[:10].split("-")
        if not all(part.isdigit() for part in parts) or len(parts) not in (2, 3):
            return value
        month = int(parts[1])
        if not 1 <= month <= 12:
            return value
        words = [_MONTHS[self.language].split()[month - 1], parts[0]]
        return " ".join([str(int(parts[2])), *words] if len(parts) == 3 else words)


def choose_language(asked: str | None, cookie: str | None, usual: Language) -> Language:
    """The language asked for in the address, else the cookie's, else the usual one."""
    for wish in (asked, cookie):
        for language in LANGUAGES:
            if wish == language:
                return language
    return usual
