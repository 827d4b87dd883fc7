"""Which projects a row names: entries of the register, else proposals under the row's own words.

Counts: entries named in the row whose own name does not lie in another municipality; an entry
whose name is spread over the row and the item above; else the words up to a bracket, remark or
number, several of them when each between commas or `en` is written as a name.
Does not count: a row without a word; `78 woningen` is named after the item above and the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.document import Document
from ingest.folding import fold_label
from ingest.once import Register
from ingest.place_names import find_place_names
from ingest.project_rows import Row
from ontology.records import Iri, Mention, RegisterEntry, Span

_AFTER_NAME: Final = re.compile(
    r"\s*(?:\(|:|;|\bminimaal\b|\bcirca\b|\bca\.|\s[-–]\s|(?<!\d)\d[\d.]*\s+[a-zà-ÿ]{3})"
    r"|\s*,(?!\s+(?:(?:de|het)\s+)?[A-ZÀ-Þ])"
)
_DIVIDES: Final = re.compile(r"\s*,\s+|\s+en\s+(?=(?:(?:de|het|een)\s+)?[A-ZÀ-Þ0-9])")
_PAIR: Final = re.compile(r"([^,;:()]+?)\s+en\s+([^,;:()]+?)\s*")
_ARTICLE: Final = re.compile(r"(?:de|het|een|en)\s+(?=\S)")
_MAX_NAME_WORDS: Final = 8
_MAX_PART_WORDS: Final = 5
_MAX_LOW_WORDS: Final = 6  # of a name without a capital
_MAX_PARTS: Final = 12
_MAX_HALF: Final = 3  # words
_MIN_WORD: Final = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A project as named in a row."""

    iri: Iri
    span: Span
    label: str | None = None  # for a project the register lacks


def name_projects(document: Document, row: Row) -> list[Name]:
    """The projects of a row, in text order."""
    found: list[Name] = []
    for body in row.bodies:
        found += _in_body(document, row, body)
    return found


def find_misplaced(document: Document, row: Row) -> Iterator[Mention]:
    """Entries a row seems to name, though by its own name the entry lies somewhere else."""
    for body in row.bodies:
        for mention in document.mentions_in(body, {"project"}):
            if _lies_elsewhere(document, document.register[mention.entity], row.place):
                yield mention


def _in_body(document: Document, row: Row, body: Span) -> list[Name]:
    refused = set(find_misplaced(document, row))
    mentions = [one for one in document.mentions_in(body, {"project"}) if one not in refused]
    special = None if row.told else _special(document, row, mentions)
    if special is not None and [special.iri] != [one.entity for one in mentions]:
        span = mentions[0].span if mentions else _name_span(document, body)
        return [Name(special.iri, span)]
    names = {mention.entity: Name(mention.entity, mention.span) for mention in mentions}
    own = [
        Name(document.names.proposal(document.id, label), one.span, label)
        for one in sorted(refused, key=lambda one: one.span)
        if body.contains(one.span) and (label := " ".join(document.quote(one.span).split()))
    ]
    if names or own:
        return [*names.values(), *own, *_beside(document, row, body, mentions)]
    return _proposals(document, row, body)


def _beside(document: Document, row: Row, body: Span, mentions: Sequence[Mention]) -> list[Name]:
    """The one other name in `A en B` when the register has only the other."""
    halves = _PAIR.fullmatch(document.text, body.start, body.end)
    if halves is None or row.told or len(mentions) != 1:
        return []
    pair = [Span(*halves.span(1)), Span(*halves.span(2))]
    known = [one for one in pair if one.contains(mentions[0].span)]
    other = [one for one in pair if not one.overlaps(mentions[0].span)]
    words = document.quote(other[0]).split() if len(known) == len(other) == 1 else []
    if not 0 < len(words) <= _MAX_HALF or not any(word[0].isupper() for word in words):
        return []
    label = " ".join(words)
    return [Name(document.names.proposal(document.id, label), other[0], label)]


def _proposals(document: Document, row: Row, body: Span) -> list[Name]:
    span = _name_span(document, body)
    label = re.sub(r"\s+", " ", document.quote(span))
    if not re.search(r"[^\W\d_]", label) or (
        label[0].islower() and len(label.split()) > _MAX_LOW_WORDS
    ):
        return []
    if label[0].isdigit():  # a number of something, not a name
        place = document.register.get(row.place)
        label = " ".join([row.above, place.preferred if place else ""]).strip()
        if not row.above:
            return []
        return [Name(document.names.proposal(document.id, label), span, label)]
    return [
        Name(document.names.proposal(document.id, own), part, own)
        for part in _parts(document, span)
        if (own := re.sub(r"\s+", " ", document.quote(part)))
    ]


def _parts(document: Document, span: Span) -> list[Span]:
    """The names in an enumeration of names; the whole span when it is no such thing."""
    text = document.text
    bounds = [span.start]
    for match in list(_DIVIDES.finditer(text, span.start, span.end))[:_MAX_PARTS]:
        bounds += [match.start(), match.end()]
    bounds.append(span.end)
    spans = [Span(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=True) if a < b]
    if text[span.end : span.end + 1] == ":":  # 'Kop van Oost, Dorp: 40 woningen' is one
        return spans[:1]
    parts = [_without_article(text, one) for one in spans]
    if len(parts) < 2 or not all(_is_name(document.quote(part)) for part in parts):
        return [span]
    comma = "," in document.quote(span)
    if not comma and all(len(document.quote(part).split()) == 1 for part in spans):
        return [span]  # 'Brug en Plein' is as likely one name
    places = {one.span for one in document.mentions_in(span, {"place"})}
    kept = [part for part in parts if part not in places]
    return kept or [span]


def _without_article(text: str, span: Span) -> Span:
    match = _ARTICLE.match(text, span.start, span.end)
    return Span(match.end(), span.end) if match and match.end() < span.end else span


def _is_name(quote: str) -> bool:
    return quote[:1].isupper() and len(quote.split()) <= _MAX_PART_WORDS


def _special(document: Document, row: Row, mentions: Sequence[Mention]) -> RegisterEntry | None:
    """A project whose name is spread over the row and the item above it."""
    if len(mentions) > 1:
        return None
    own = fold_label(document.quote(row.span)).split()
    words = [*own, *fold_label(row.above).split()]
    named = [word for one in mentions for word in fold_label(document.quote(one.span)).split()]
    found: list[tuple[int, Iri, RegisterEntry]] = []
    candidates = document.register.once(_names_by_opening)
    for opening in {_bare(word)[:_MIN_WORD] for word in words}:
        for content, entry in candidates.get(opening, ()):
            if not all(_has(words, word) for word in content):
                continue
            if mentions and not all(_has(content, word) for word in named if len(word) > _MIN_WORD):
                continue  # the name in the row is the whole name of another
            if not _lies_elsewhere(document, entry, row.place):
                found.append((len(content), entry.iri, entry))
    return max(found, key=lambda item: item[:2])[2] if found else None


def _names_by_opening(register: Register) -> dict[str, list[tuple[list[str], RegisterEntry]]]:
    """The longer words of every project's name, by the first letters of the first of them."""
    names: dict[str, list[tuple[list[str], RegisterEntry]]] = {}
    for entry in register.of_kind("project"):
        content = [word for word in fold_label(entry.preferred).split() if len(word) >= _MIN_WORD]
        if len(content) > 1:
            names.setdefault(content[0][:_MIN_WORD], []).append((content, entry))
    return names


def _has(words: Sequence[str], wanted: str) -> bool:
    return any(_bare(word).startswith(wanted) for word in words)


def _bare(word: str) -> str:
    return word.strip("(),.:;")


def _lies_elsewhere(document: Document, entry: RegisterEntry, place: Iri) -> bool:
    """Whether the preferred name of a project holds a place that is not in, or around, this one."""
    named = find_place_names(document.register, entry.preferred)
    return bool(named) and not any(_touch(document, one, place) for one in named)


def _touch(document: Document, one: RegisterEntry, place: Iri) -> bool:
    other = document.register.get(place)
    return (
        one.iri == place or place in one.within or (other is not None and one.iri in other.within)
    )


def _name_span(document: Document, body: Span) -> Span:
    """The name that opens a row: up to a bracket, remark or number, at most eight words."""
    cut = _AFTER_NAME.search(document.text, body.start + 1, body.end)
    end = cut.start() if cut else body.end
    words = list(re.finditer(r"\S+", document.text[body.start : end]))
    names = (
        words if len(_DIVIDES.findall(document.text[body.start : end])) else words[:_MAX_NAME_WORDS]
    )
    if not re.search(r"[^\W\d_]", document.text[body.start : end]):
        return body
    end = body.start + names[-1].end() if names else body.end
    while end - 1 > body.start and document.text[end - 1] in " .,;":
        end -= 1
    return Span(body.start, max(end, body.start + 1))
