"""Where a document lists its projects, and for each row the place, category and words for names.

In: a Document. Out: `Row` records in text order. Rows are items of a list, rows of a table, lines
`place: names`, and sentences that tell what is worked on where.
Counts: a list below a lead-in or heading that names projects, areas or locations, or whose words
are a category of the region; everything of these forms in a section about projects.
A place that the register lacks counts before a colon or in brackets when another row has a place
there or the text says `in` or `gemeente` before it, and in a column of places: it is proposed.
Does not count: a row without a place, in itself or above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from graph.entries import Concept
from ingest.document import Document
from ingest.folding import fold_label
from ingest.guarded import guard
from ingest.place_names import find_place_names
from ingest.project_prose import find_told
from ingest.project_tables import find_cells
from ingest.segment import sentences
from ontology.records import Iri, MentionKind, Passage, Span

_SCHEME: Final = "projectcategorie"
_LEAD: Final = guard(r"(?:projecten|gebieden|locaties)(?:\W*|\b[^.:;?!]{0,60}:\s*)$", re.IGNORECASE)
_TITLE: Final = guard(r"\b\w*(?:projecten|projectenlijst|locaties)\b|^\W*[\d.]*\s*gebieden\b", re.I)
_ASIDE: Final = frozenset({"footnote", "furniture"})
_PLACES: Final = frozenset[MentionKind](("place", "actor"))
_NO_PLACES: Final = frozenset[MentionKind](
    ("project", "body", "document", "programme", "instrument", "theme", "indicator")
)
_NAMES: Final = _NO_PLACES - {"theme", "indicator"}
_AND: Final = re.compile(r",[ \t]+|[ \t]+(?:en|&)[ \t]+|[ \t]+(?:samen|gezamenlijk)\s*$")
_MARKER: Final = re.compile(r"\s*[-–•*o\uf0b7]\s+|\s*(?:[a-z]|\d{1,2})[.)]\s+|\s+")
_SIGN: Final = re.compile(r":|(?<=\s)[–—-](?=\s)")
_NUMBER: Final = re.compile(r"^[\d.]+\s+")
_NOTE: Final = re.compile(r"(?<=[a-z])\d{1,2}\s*$")
_RUN_IN: Final = re.compile(
    r"(?P<name>[A-ZÀ-Þ0-9][\w’'&/-]*(?:[ \t]+[\w’'&/-]+){0,4}):\s+(?=[^\W\d_])"
)
_PLACE_WORDS: Final = (
    r"[A-ZÀ-Þ’'][\w’'-]+(?:[ \t](?:(?:aan|op|bij|van)[ \t])?(?:(?:de|den|der|het)[ \t])?"
    r"[A-ZÀ-Þ][\w-]+){0,2}"
)
_LOCATED: Final = guard(
    r"\b(?:[Ii]n|[Tt]e|[Gg]emeente|[Dd]orp|[Kk]ern|[Ss]tad|[Nn]abij)[ \t]"
    rf"(?P<name>{_PLACE_WORDS})(?!\w)"
)
_IS_PLACE: Final = re.compile(rf"(?:[Gg]emeente[ \t])?(?P<name>{_PLACE_WORDS})")
_LOCATED_TAIL: Final = re.compile(
    rf"\s*\((?:gemeente\s)?(?P<bracket>{_PLACE_WORDS})(?=[,;)])"
    rf"|\s(?:in|te)\s(?P<tail>{_PLACE_WORDS})(?=\s*(?:$|[,;.(]))"
)
_SHORT_NAME: Final = re.compile(r"[A-ZÀ-Þ0-9][^\s,;:]*(?:[ \t]+[^\s,;:]+){0,5}\s*")
_OPENING: Final = 4  # passages in which a letter says whom it is to
_MAX_PLACE_WORDS: Final = 8
_MAX_TITLE: Final = 200
_MAX_LINE: Final = 160
_MAX_LIST: Final = 8_000  # code points of lines `place: names`
_MAX_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One place where projects are listed, with what stands above it."""

    span: Span  # the item, line, row of a table, or sentence
    bodies: tuple[Span, ...]  # where the names stand
    place: Iri
    category: Concept | None = None
    above: str = ""  # words of the upper item
    count: Span | None = None  # the cell with a number of what `counted` names
    counted: Iri | None = None  # the indicator at the head of that column
    told: bool = False  # in running text
    proposed: Span | None = None  # where the place is named, when the register lacks it


@dataclass(frozen=True, slots=True)
class _Above:
    """What the headings above a passage say."""

    titles: tuple[Passage, ...] = ()

    def under(self, passage: Passage) -> _Above:
        """The headings with one more, which closes those of its own depth and deeper."""
        kept = [title for title in self.titles if title.level < passage.level]
        return _Above((*kept, passage))


def find_rows(document: Document) -> Iterator[Row]:
    """Every row, at most 500."""
    finder = _Finder(document)
    for number, row in enumerate(finder.rows()):
        if number == _MAX_ROWS:
            return
        yield row


def find_own_place(document: Document) -> Iri | None:
    """The one municipality a document is from: its publisher's, else that of its first lines."""
    publishers = [document.register.get(iri) for iri in document.card.publisher]
    given = {entry.place for entry in publishers if entry is not None and entry.place is not None}
    if not given and not publishers:
        opening = document.passages[:_OPENING]
        end = opening[-1].span.end if opening else 1
        for actor in document.mentions_in(Span(0, end), {"actor"}):
            entry = document.register.get(actor.entity)
            if entry is not None and entry.place is not None:
                given.add(entry.place)
            elif entry is not None:
                given |= {one.iri for one in find_place_names(document.register, entry.preferred)}
    return given.pop() if len(given) == 1 else None


def _all_unknown(document: Document) -> frozenset[str]:
    """Capitalised names before which the text says `in`, `te` or what kind of place they are."""
    return frozenset(match["name"] for match in _LOCATED.finditer(document.text))


class _Finder:
    """One pass over the passages; holds the headings above and the category of the list."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.main = [one for one in document.passages if one.kind not in _ASIDE]
        self.above = _Above()
        self.beside = False  # whether another item of the list opens with a place
        self.led = False  # the lead-in of lists that each have a place as their title
        self.labels = [
            (fold_label(label.text), concept)
            for concept in document.concepts
            if any(scheme.rsplit("/", 1)[-1] == _SCHEME for scheme in concept.schemes)
            for label in concept.labels
        ]

    def rows(self) -> Iterator[Row]:
        """Rows in text order."""
        index = 0
        while index < len(self.main):
            passage = self.main[index]
            size = self._list_size(index)
            if size:
                yield from self._list(index, size)
            elif passage.kind == "row" or self._is_below_title(index):
                size = self._table_size(index)
                yield from self._table(index, size)
            elif passage.kind in {"heading", "paragraph"}:
                yield from self._line_or_text(passage)
                self.led = self._goes_on(index) or self._leads(passage)
                if passage.kind == "heading":
                    self.above = self.above.under(passage)
            index += max(1, size)

    def _goes_on(self, index: int) -> bool:
        """Whether lists of projects go on: below a place, or what stands between title and list."""
        passage = self.main[index]
        if not self.led:
            return False
        between = passage.kind == "paragraph" and self.main[index - 1].kind == "heading"
        placed = self._is_place(passage.span) or self._unknown_title(passage) is not None
        return placed or (between and self._leads(self.main[index - 1]))

    def _list_size(self, index: int) -> int:
        return self._run(index, "item")

    def _table_size(self, index: int) -> int:
        return self._run(index, self.main[index].kind)

    def _is_below_title(self, index: int) -> bool:
        """Whether a paragraph stands right below the caption of a table of projects."""
        above = self.main[index - 1] if index else None
        paragraph = self.main[index].kind == "paragraph"
        return paragraph and above is not None and self._is_titled(above)

    def _is_titled(self, passage: Passage) -> bool:
        return passage.kind == "caption" and self._is_title(passage)

    def _run(self, index: int, kind: str) -> int:
        size = 0
        while index + size < len(self.main) and self.main[index + size].kind == kind:
            size += 1
        return min(size, _MAX_ROWS)

    # --- what stands above --------------------------------------------------------------

    def _in_section(self) -> bool:
        return self.led or any(self._is_title(title) for title in self.above.titles)

    def _is_title(self, passage: Passage) -> bool:
        short = passage.span.end - passage.span.start <= _MAX_TITLE
        return short and bool(_TITLE.search(self.document.quote(passage.span)))

    def _leads(self, passage: Passage) -> bool:
        """Whether a passage says that projects follow."""
        span = passage.span
        last = self._last_line(span)
        if last.start > span.start and self._is_place(last):
            span = Span(span.start, last.start - 1)  # the title of the first list
        sentence = self.document.quote(sentences(self.document.text, span)[-1])
        return bool(_LEAD.search(sentence)) or self._is_category(span)

    def _last_line(self, span: Span) -> Span:
        start = self.document.text.rfind("\n", span.start, span.end) + 1
        return Span(max(start, span.start), span.end)

    def _is_category(self, span: Span) -> bool:
        """Whether the words are the label of a category and nothing else."""
        if span.end - span.start > _MAX_TITLE:
            return False
        words = _folded(self.document, span)
        if not any(words == label for label, _ in self.labels):
            return False
        found = self._category(span)
        return found is not None and words in {fold_label(label.text) for label in found.labels}

    def _place_above(self) -> Iri | None:
        """The place that a heading below the title of the section names."""
        for title in reversed(self.above.titles):
            place = self._place(title.span)
            if place is not None or self._is_title(title):
                return place
        return None

    def _category_above(self, lead: Passage | None) -> Concept | None:
        nearest = self.above.titles[-1:]
        spans = [*(title.span for title in nearest), *([lead.span] if lead else [])]
        spans += [title.span for title in reversed(self.above.titles[:-1])]
        found = (self._category(span) for span in spans)
        return next((concept for concept in found if concept is not None), None)

    # --- lists --------------------------------------------------------------------------

    def _list(self, index: int, size: int) -> Iterator[Row]:
        lead = self.main[index - 1] if index else None  # the passage right above
        if lead is not None and lead.kind not in {"paragraph", "heading"}:
            lead = None
        if not self._in_section() and (lead is None or not self._leads(lead)):
            return
        category, place = self._category_above(lead), self._place_above()
        place = place or (self._place(lead.span) if lead and self._in_section() else None)
        named = self._unknown_title(lead) if lead is not None and place is None else None
        place = self._propose(named) if named is not None else place
        items = self.main[index : index + size]
        self.beside = any(self._head_place(item) for item in items) or (
            sum(self._has_place_behind(item) for item in items) > 1
        )
        top: Passage | None = None
        level = items[0].level
        for number, item in enumerate(items):
            has_children = number + 1 < len(items) and items[number + 1].level > item.level
            if item.level <= level:
                top = item
            if item.level > level or not has_children:
                row = self._row(item, top, category, place)
                if row is not None and row.place == place and row.proposed is None:
                    row = replace(row, proposed=named)
                if row is not None:
                    yield row
            next_title = self._title_at_end(item.span)
            if next_title is not None:
                category = self._category(next_title) or category
                place = self._place(next_title) or place

    def _row(
        self, item: Passage, top: Passage | None, category: Concept | None, place: Iri | None
    ) -> Row | None:
        title = self._title_at_end(item.span)
        words = Span(item.span.start, title.start - 1) if title else item.span
        head, body = self._split(words)
        own = self._place(head) if head and self._opens_with_place(head) else None
        if own is not None and place is not None and self._lies_in(own, place):
            own = None  # the village in the name of a project
        above = ""
        if own is None:
            body = _unmarked(self.document, words)
        place = own or place
        if top is not None and top is not item:
            above = _NOTE.sub("", _plain(self.document, top.span))
            category = self._category(top.span, category) or category
            upper = self._place(top.span)
            if upper is not None:
                place, body = upper, _unmarked(self.document, words)
        proposed = None
        if place is None:
            place, proposed, body = self._elsewhere(words, head, self._split(words)[1], body)
        if place is None or body is None:
            return None
        return Row(item.span, (body,), place, category, above, proposed=proposed)

    def _head_place(self, item: Passage) -> Iri | None:
        head = self._split(item.span)[0]
        return self._place(head) if head and self._opens_with_place(head) else None

    def _has_place_behind(self, item: Passage) -> bool:
        tail = _LOCATED_TAIL.search(self.document.text, item.span.start, item.span.end)
        if tail is None:
            return False
        name = tail[tail.lastgroup or 0]
        span = Span(*tail.span(tail.lastgroup or 0))
        return self._place(span) is not None or name in self.document.once(_all_unknown)

    def _elsewhere(
        self, words: Span, head: Span | None, rest: Span | None, body: Span | None
    ) -> tuple[Iri | None, Span | None, Span | None]:
        """The place of an item in brackets, behind `in` or a dash, or one the register lacks."""
        text = self.document.text
        if head is not None and rest is not None:
            if self._is_place(rest):
                return self._place(rest), None, head
            unknown = self._unknown(head)
            if unknown is not None:
                return self._propose(unknown), unknown, rest
        whole = _unmarked(self.document, words)
        tail = _LOCATED_TAIL.search(text, whole.start, whole.end)
        if tail is not None and _SHORT_NAME.fullmatch(text, whole.start, tail.start()):
            span = Span(*tail.span(tail.lastgroup or 0))
            known = self._place(span)
            name = Span(whole.start, tail.start())
            if known is not None:
                return known, None, name
            if self._unknown(span) is not None:
                return self._propose(span), span, name
        return None, None, body

    def _unknown(self, span: Span) -> Span | None:
        """The name of a place that the register lacks, and nothing else."""
        match = _IS_PLACE.fullmatch(self.document.text, span.start, span.end)
        if match is None:
            return None
        located = match["name"] in self.document.once(_all_unknown)
        others = _NAMES if located else _NO_PLACES  # a place may have the word of a theme in it
        if self.document.mentions_in(span, others):
            return None
        return Span(*match.span("name")) if self.beside or located else None

    def _unknown_title(self, passage: Passage) -> Span | None:
        """The place that the register lacks, when a heading is its name, alone or with another."""
        if passage.kind != "heading" or passage.span.end - passage.span.start > _MAX_LINE:
            return None
        first: Span | None = None
        unknown = self.document.once(_all_unknown)
        start = passage.span.start
        for sign in [*_AND.finditer(self.document.text, start, passage.span.end), None]:
            end = sign.start() if sign else passage.span.end
            match = _IS_PLACE.fullmatch(self.document.text, start, end)
            if match is None or match["name"] not in unknown:
                return None
            first = first or Span(*match.span("name"))
            start = sign.end() if sign else end
            if start >= passage.span.end:
                break
        return first

    def _propose(self, span: Span) -> Iri:
        name = " ".join(self.document.quote(span).split())
        return self.document.names.proposal(self.document.id, f"plaats {name}")

    def _title_at_end(self, span: Span) -> Span | None:
        """The last line of an item, when it is a category or place: the title of the next list."""
        last = self._last_line(span)
        if last.start == span.start:
            return None
        placed = self._is_place(last) and self._titles_are_places()
        return last if placed or self._is_category(last) else None

    def _titles_are_places(self) -> bool:
        """Whether the nearest heading ends in a line that is a place."""
        if not self.above.titles:
            return False
        return self._is_place(self._last_line(self.above.titles[-1].span))

    def _is_place(self, span: Span) -> bool:
        """Whether the words are a place, or the party that governs it, and nothing else."""
        words = _folded(self.document, span).removeprefix("gemeente ")
        named = self.document.mentions_in(span, _PLACES)
        return any(
            fold_label(self.document.quote(one.span)).removeprefix("gemeente ") == words
            for one in named
        )

    def _split(self, span: Span) -> tuple[Span | None, Span | None]:
        """What stands before and after the first colon, or dash between spaces."""
        whole = _unmarked(self.document, span)
        sign = _SIGN.search(self.document.text, whole.start, whole.end)
        if sign is None or sign.start() <= whole.start:
            return None, whole
        colon = sign.end() - 1
        start = colon + 1
        while start < whole.end and self.document.text[start].isspace():
            start += 1
        body = Span(start, whole.end) if start < whole.end else None
        return Span(whole.start, sign.start()), body

    # --- tables, lines and running text ---------------------------------------------------

    def _table(self, index: int, size: int) -> Iterator[Row]:
        rows = self.main[index : index + size]
        caption = self.main[index - 1] if index and self.main[index - 1].kind == "caption" else None
        titled = self._in_section() or (caption is not None and self._is_title(caption))
        for cells in find_cells(self.document, rows, titled=titled):
            place, proposed = self._place(cells.place), None
            if place is None and cells.headed:
                proposed = self._named_place(cells.place)
                place = self._propose(proposed) if proposed else None
            if place is not None:
                category = self._category(cells.category) if cells.category else None
                yield Row(
                    span=cells.row,
                    bodies=(cells.name,),
                    place=place,
                    category=category or self._category_above(caption),
                    count=cells.count,
                    counted=cells.counted,
                    proposed=proposed,
                )

    def _named_place(self, span: Span) -> Span | None:
        """What stands in a column of places, when it is written as a name."""
        match = _IS_PLACE.fullmatch(self.document.text, span.start, span.end)
        return Span(*match.span("name")) if match else None

    def _line_or_text(self, passage: Passage) -> Iterator[Row]:
        lines = list(self._lines(passage)) if self._in_section() else []
        if lines:
            category = self._category_above(None)
            for line, place, body in lines:
                yield Row(line, (body,), place, category)
        elif passage.kind == "paragraph":
            yield from self._run_in(passage)
            for told in find_told(self.document, passage.span, listed=self._in_section()):
                yield Row(told.sentence, told.names, told.place, told=True)

    def _run_in(self, passage: Passage) -> Iterator[Row]:
        """A paragraph that opens with the name of a project: it lies where the document is from."""
        match = _RUN_IN.match(self.document.text, passage.span.start, passage.span.end)
        if match is None or not self._in_section():
            return
        name = Span(*match.span("name"))
        place = self.document.once(find_own_place)
        if place is not None and self._place(name) is None:
            yield Row(name, (name,), place, self._category_above(None), told=True)

    def _lines(self, passage: Passage) -> Iterator[tuple[Span, Iri, Span]]:
        """Printed lines `place: names`."""
        if passage.span.end - passage.span.start > _MAX_LIST:
            return
        text = self.document.text
        for match in re.finditer(r"[^\r\n\f]*\S", text[passage.span.start : passage.span.end]):
            start = passage.span.start + match.start()
            if match.end() - match.start() > _MAX_LINE:
                continue
            line = Span(start, passage.span.start + match.end())
            head, body = self._split(line)
            place = self._place(head) if head else None
            if place is not None and body is not None:
                yield line, place, body

    # --- words ----------------------------------------------------------------------------

    def _place(self, span: Span) -> Iri | None:
        """The municipality or other place a few words name."""
        if len(self.document.quote(span).split()) > _MAX_PLACE_WORDS:
            return None
        for mention in self.document.mentions_in(span, _PLACES):
            entry = self.document.register.get(mention.entity)
            if entry is not None and entry.place is not None:
                return entry.place
        return None

    def _opens_with_place(self, head: Span) -> bool:
        """Whether the words before a colon are a place, with at most one word before it."""
        named = self.document.mentions_in(head, _PLACES)
        before = self.document.text[head.start : named[0].span.start] if named else ""
        return bool(named) and len(before.split()) <= 1 and "," not in before

    def _lies_in(self, place: Iri, area: Iri) -> bool:
        entry = self.document.register.get(place)
        return place == area or (entry is not None and area in entry.within)

    def _category(self, span: Span, broader: Concept | None = None) -> Concept | None:
        """The concept with the longest label in the words; below a category its narrower ones."""
        text = _folded(self.document, span)
        found = [
            (len(label), concept.iri, concept)
            for label, concept in self.labels
            if label in text
            and (broader is None or broader.iri in concept.broader)
            and re.search(rf"(?<!\w){re.escape(label)}(?!\w)", text)
        ]
        return max(found, key=lambda item: item[:2])[2] if found else None


def _unmarked(document: Document, span: Span) -> Span:
    match = _MARKER.match(document.text, span.start, span.end)
    start = match.end() if match and match.end() < span.end else span.start
    return Span(start, span.end)


def _plain(document: Document, span: Span) -> str:
    return re.sub(r"\s+", " ", document.quote(_unmarked(document, span))).strip(" :")


def _folded(document: Document, span: Span) -> str:
    words = _NUMBER.sub("", _NOTE.sub("", _plain(document, span)))
    return fold_label(words[:_MAX_TITLE])
