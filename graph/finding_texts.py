"""The sentence of a finding: a template with the names and numbers of one row of its check.

In: a template such as `{document1} noemt {lo1..hi1}` and the row's terms. Out: the sentence, in
Dutch or English. Names come from the graph; text of a document never stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from ontology.terms import DCT, RDFS, SKOS, XSD

Row = Mapping[str, NamedNode | Literal]
_FIELD: Final = re.compile(r"\{(\w+)(?:\.\.(\w+))?\}")
_OPEN: Final = Decimal("1e14")  # checks write an open end as a number beyond this
_NUMBERS: Final = frozenset({XSD.integer, XSD.decimal, XSD.double})
_DATES: Final = frozenset({XSD.date, XSD.gYearMonth})
_MONTHS: Final = {
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
        *("augustus", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
}
_NAMES: Final = (SKOS.prefLabel, DCT.title, RDFS.label)
_WORDS: Final = {
    "nl": ("minstens {}", "hoogstens {}", "{} tot {}", "onbekend"),
    "en": ("at least {}", "at most {}", "{} to {}", "unknown"),
}


class Wording:
    """Fills templates in one language ('nl' or 'en') with names from one store."""

    def __init__(self, store: Store, language: str) -> None:
        self._store = store
        self._language = language
        self._name = lru_cache(maxsize=50_000)(self._find_name)

    def sentence(self, template: str, row: Row) -> str:
        """`{x}` becomes the name or number in column x, `{a..b}` the interval between two.

        An unbound column reads as 'onbekend' or 'unknown'.
        """
        return _FIELD.sub(lambda field: self._field(field[1], field[2], row), template)

    def _field(self, first: str, last: str | None, row: Row) -> str:
        if last is None:
            return self._text(row.get(first))
        low, high = _bound(row.get(first)), _bound(row.get(last))
        at_least, at_most, between, unknown = _WORDS[self._language]
        match low, high:
            case None, None:
                return unknown
            case Decimal(), None:
                return at_least.format(self._number(low))
            case None, Decimal():
                return at_most.format(self._number(high))
            case Decimal(), Decimal() if low == high:
                return self._number(low)
            case Decimal(), Decimal():
                return between.format(self._number(low), self._number(high))
        return unknown

    def _text(self, term: NamedNode | Literal | None) -> str:
        if term is None:
            return _WORDS[self._language][3]
        if isinstance(term, NamedNode):
            return self._name(term.value)
        if term.datatype.value in _NUMBERS:
            return self._number(Decimal(term.value))
        if term.datatype.value in _DATES:
            return self._date(term.value)
        return term.value

    def _date(self, value: str) -> str:
        """`2031-05-03` as `3 mei 2031`, `2031-05` as `mei 2031`; what is no such date as it is."""
        year, month, *day = value.split("-", 2)
        if not (month.isdigit() and 1 <= int(month) <= len(_MONTHS["nl"])):
            return value
        words = [day[0][:2].lstrip("0")] if day else []
        return " ".join([*words, _MONTHS[self._language][int(month) - 1], year])

    def _number(self, value: Decimal) -> str:
        """With thousands marked as the language does; at most two decimals, none that are 0."""
        text = f"{value:,.2f}".rstrip("0").rstrip(".")
        return text.translate(str.maketrans(",.", ".,")) if self._language == "nl" else text

    def _find_name(self, iri: str) -> str:
        """The name of a thing, of the document of a version, or else the end of its IRI."""
        node = NamedNode(iri)
        for predicate in _NAMES:
            names = self._literals(node, predicate)
            if names:
                return names.get(self._language) or names.get("nl") or next(iter(names.values()))
        for quad in self._store.quads_for_pattern(
            node, NamedNode(DCT.isVersionOf), None, DefaultGraph()
        ):
            if isinstance(quad.object, NamedNode):
                return self._name(quad.object.value)
        return re.split(r"[/#]", iri.rstrip("/#"))[-1].replace("-", " ")

    def _literals(self, node: NamedNode, predicate: str) -> dict[str, str]:
        found = self._store.quads_for_pattern(node, NamedNode(predicate), None, DefaultGraph())
        values = [quad.object for quad in found if isinstance(quad.object, Literal)]
        return {v.language or "": v.value for v in sorted(values, key=lambda v: v.value)}


def fields(template: str) -> set[str]:
    """The columns that a template names."""
    return {name for found in _FIELD.findall(template) for name in found if name}


def _bound(term: NamedNode | Literal | None) -> Decimal | None:
    """A number as one end of an interval; None for an open end."""
    if not isinstance(term, Literal):
        return None
    try:
        value = Decimal(term.value)
    except InvalidOperation:
        return None
    return value if abs(value) < _OPEN else None
