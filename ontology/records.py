"""Records that travel from reading to quads: plain, frozen, typed, without RDF library or HTTP.

All offsets are Unicode code points into the canonical text of one document version, half-open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal as OneOf, NamedTuple, NewType, Self

Iri = NewType("Iri", str)  # an absolute IRI
Sha256 = NewType("Sha256", str)  # 64 lower-case hex digits

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


class _Range(NamedTuple):
    start: int
    end: int


class Span(_Range):
    """A range of code points [start, end), never empty; ordered by start, then end.

    A tuple, since a document makes hundreds of thousands of them, sorts them and looks them up.
    """

    __slots__ = ()

    def __new__(cls, start: int, end: int) -> Self:
        """The range.

        Raises:
            ValueError: when it is empty or starts before the text.
        """
        if not 0 <= start < end:
            raise ValueError(f"a span needs 0 <= start < end, not [{start}, {end})")
        return tuple.__new__(cls, (start, end))

    def contains(self, other: Span) -> bool:
        """Whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Literal:
    """An RDF literal in the form the store returns it (integers plain, decimals without tail)."""

    value: str
    datatype: Iri = Iri(_XSD + "string")
    language: str | None = None

    @classmethod
    def text(cls, value: str, language: str | None = None) -> Self:
        """A string, with a language tag in lower case when given."""
        return cls(value, language=language.lower() if language else None)

    @classmethod
    def integer(cls, value: int) -> Self:
        """A whole number as xsd:integer."""
        return cls(str(value), Iri(_XSD + "integer"))

    @classmethod
    def decimal(cls, value: Decimal | int | str) -> Self:
        """A number as xsd:decimal, written as the store writes it: `69000`, `0.5`, `-1.25`."""
        text = f"{Decimal(value):f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return cls("0" if text in {"-0", ""} else text, Iri(_XSD + "decimal"))

    @classmethod
    def boolean(cls, value: bool) -> Self:
        """`true` or `false` as xsd:boolean."""
        return cls("true" if value else "false", Iri(_XSD + "boolean"))

    @classmethod
    def date(cls, value: str) -> Self:
        """`2026`, `2026-07` or `2026-07-14` as gYear, gYearMonth or date, by its length."""
        kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
        if len(value) not in kinds:
            raise ValueError(f"a date is YYYY, YYYY-MM or YYYY-MM-DD, not '{value}'")
        return cls(value, Iri(_XSD + kinds[len(value)]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One predicate and object of an element; `evidence` only where it differs from the element's.

    `claimed` is False for bookkeeping (labels, generated names) that gets no claim of its own.
    """

    predicate: Iri
    object: Iri | Literal
    evidence: tuple[Span, ...] = ()
    modality: Iri | None = None
    claimed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """Something a document brings in or names, with where it says so.

    `type` is the main class (it becomes the claim that the element occurs in this version);
    `extra_types` are written without claim. `evidence` holds at least one span; a sentence that
    is broken by a footnote or page furniture has several. `confidence` lies in [0, 1].
    `layer` is bg:Extracted or bg:Curated. `claimed` is False for the parts another element is
    made of, such as the begin and end of a period: they get no claim that they occur.
    """

    iri: Iri
    type: Iri
    evidence: tuple[Span, ...]
    method: str
    confidence: Decimal
    layer: Iri
    statements: tuple[Statement, ...] = ()
    extra_types: tuple[Iri, ...] = ()
    modality: Iri | None = None
    claimed: bool = True

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"no statement without evidence: {self.iri}")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence of {self.iri} is {self.confidence}, outside [0, 1]")


PassageKind = OneOf["heading", "paragraph", "item", "row", "caption", "footnote", "furniture"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One block of a document as a reader sees it; `section` is a short locator, not a quote."""

    span: Span
    kind: PassageKind
    quote_hash: str  # "sha256:" + 64 hex digits over the normalised text
    section: str | None = None
    page: int | None = None
    level: int = 0  # depth of a heading or list item, from 0
    marker: str | None = None  # '7.', 'a.', '•', '-' of an item; '2.1' of a heading


MentionKind = OneOf[
    "theme", "actor", "place", "programme", "project", "document", "body", "instrument", "indicator"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A register entry recognised in the text."""

    span: Span
    entity: Iri
    kind: MentionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What was skipped or looks wrong, for a person to read; never holds source text."""

    code: str  # kebab-case, e.g. 'unknown-key', 'quote-gone', 'new-version'
    message: str
    where: str = ""
    severity: OneOf["info", "warning", "error"] = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was read from one document version: offsets, hashes, names and numbers, no text."""

    document: str  # slug, e.g. 'brief-zandland'
    sha256: Sha256  # of the file as delivered
    text_sha256: Sha256  # of the canonical text as UTF-8 (equal to sha256 for a plain text file)
    length: int  # code points of the canonical text
    media_type: str
    passages: tuple[Passage, ...]
    mentions: tuple[Mention, ...]
    elements: tuple[Element, ...]
    quote_hashes: tuple[tuple[int, int, str], ...] = ()  # (start, end, hash) of evidence, sorted
    extractors: tuple[str, ...] = ()  # 'name version', sorted
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCard:
    """What is known of a document before reading it (source.yml)."""

    id: str
    title: str
    short: str  # for matrix heads, at most 16 characters
    publisher: tuple[Iri, ...] = ()
    date: str | None = None  # YYYY, YYYY-MM or YYYY-MM-DD
    document_type: Iri | None = None
    adoption_status: Iri | None = None
    instrument_status: Iri | None = None
    horizon: int | None = None
    licence: str | None = None
    landing_page: str | None = None
    file: str | None = None  # file name in the folder of sources
    sha256: Sha256 | None = None
    default_place: Iri | None = None  # area a number is about when the text names none
    expected: dict[str, int] = field(default_factory=dict)  # kind of element → count


RegisterKind = MentionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One way a register entry is written. `exact` labels (abbreviations) match case and all."""

    text: str
    language: str = "nl"
    exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """An authority record as the readers need it."""

    iri: Iri
    kind: RegisterKind
    type: Iri  # main bg: class
    preferred: str
    labels: tuple[Label, ...]  # preferred, alternative and hidden labels that may match
    negative: tuple[str, ...] = ()  # longer phrases in which the label must not match
    themes: tuple[Iri, ...] = ()
    place: Iri | None = None  # for an actor: the area it governs; for a place: itself
    members: tuple[Iri, ...] = ()  # of a group
    within: tuple[Iri, ...] = ()  # places: geo:sfWithin
    year: int | None = None  # documents: year of issue
    unit: Iri | None = None  # indicators: qudt:hasUnit
    mode: Iri | None = None  # indicators: bg:measureMode when the words imply it
