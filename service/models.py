"""The JSON of the API as typed records; OpenAPI is made from these."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Answer(BaseModel):
    """Base of every answer: nothing is sent that is not described."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ProblemDetails(BaseModel):
    """A failure as RFC 9457 describes it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    limit: str | None = Field(default=None, description="the limit that was reached, if one was")


class Words(Answer):
    """A short text in Dutch and English."""

    nl: str
    en: str


class ReleaseInfo(Answer):
    """The release that is served; `name` is null while the store is empty."""

    name: str | None
    iri: str | None = None
    date: str | None = None
    previous: str | None = None
    quads: int = 0
    graph_sha256: str | None = None
    graphs: dict[str, int] = {}
    classes: dict[str, int] = {}


class ParameterInfo(Answer):
    """A variable that a caller may bind."""

    name: str
    type: Literal["iri", "text", "integer", "year", "boolean"]
    label: Words
    required: bool
    default: str | int | bool | None = None
    values: str | None = Field(
        default=None, description="saved query whose first column lists them"
    )


class QueryInfo(Answer):
    """A saved query: what it asks, what it needs, how it answers."""

    name: str
    group: Literal["analysis", "checks", "rules", "competency"]
    title: Words
    question: Words
    columns: list[str]
    parameters: list[ParameterInfo]
    view: str
    category: str | None = None
    severity: str | None = None
    iri: str = Field(description="what to cite; it leads to its page and its text")
    formats: list[str] = Field(description="what `format` takes; none for a rule")
    href: str
    page: str = Field(description="path of the page with its form")


class Cell(Answer):
    """A term of an answer; `label` is what people call an IRI."""

    type: Literal["iri", "literal", "bnode"]
    value: str
    label: str | None = None
    datatype: str | None = None
    language: str | None = None


class QueryAnswer(Answer):
    """A page of the rows of a saved query; an unbound cell is absent.

    Query, parameters and release together say what to ask to get this answer again.
    """

    query: str
    query_iri: str
    parameters: dict[str, str]
    release: str | None
    columns: list[str]
    total: int
    offset: int
    rows: list[dict[str, Cell]]


class ListedValue(Answer):
    """What to send for a parameter, and what people call it."""

    value: str
    label: str


class ValueList(Answer):
    """The values of a parameter in this release; empty when there are too many to list."""

    query: str
    parameter: str
    release: str | None
    values: list[ListedValue]


class Named(Answer):
    """An IRI with its label."""

    iri: str
    label: str


class CoverageCell(Answer):
    """How deeply a document treats a theme: grade 0–6 and the aspects that make it.

    `basis` is `facts` when the document was not read: then the grade rests on facts from other
    sources, and what is missing was not looked for.
    """

    document: str
    theme: str
    level: int
    aspects: list[str]
    passages: int
    facts: int = 0
    basis: Literal["passages", "facts"] = "passages"
    reason: str | None = Field(
        default=None, description="of grade 0: not-found, below-threshold or rejected"
    )
    expectation: str | None = Field(
        default=None, description="met, weak, missing, unread or not-applicable; null for none"
    )


class SummaryCell(Answer):
    """How far a level, municipality, programme or party covers or carries a theme.

    `level` is its own grade 0–6, `joint` that of documents made with others, `roles` say why it
    counts.
    """

    subject: str
    theme: str
    level: int
    joint: int
    aspects: list[str]
    roles: list[str]
    passages: int
    elements: int


class CoverageSummary(Answer):
    """Coverage by another subject than documents; a pair without cell: nothing was found."""

    release: str | None
    per: str
    themes: list[Named]
    subjects: list[Named]
    cells: list[SummaryCell]


class Coverage(Answer):
    """The matrix of themes and documents; a pair without cell was not looked at."""

    release: str | None
    themes: list[Named]
    documents: list[Named]
    cells: list[CoverageCell]


class DocumentInfo(Answer):
    """A document the graph knows; `version` is null when it was not read.

    `facts` counts what is known of it from other sources until it is read.
    """

    id: str
    iri: str
    title: str
    date: str | None = None
    publisher: str | None = None
    version: str | None = None
    passages: int = 0
    elements: int = 0
    claims: int = 0
    facts: int = 0
    passages_href: str | None = None


class PassageInfo(Answer):
    """A range of code points [start, end) of a version, and what was recognised in it.

    `kinds` are the classes of the elements this very passage is evidence for; `quote` is read
    from the local file and verified, or null with the reason in `missing`.
    """

    iri: str
    start: int
    end: int
    section: str | None = None
    page: int | None = None
    quote_hash: str | None = None
    themes: list[Named]
    entities: list[Named]
    kinds: list[Named]
    quote: str | None = None
    missing: Literal["absent", "changed"] | None = None


class Passages(Answer):
    """A page of the passages of a document version, in text order."""

    document: str
    version: str
    release: str | None
    total: int
    offset: int
    passages: list[PassageInfo]


class Health(Answer):
    """Whether the service lives, or answers queries."""

    status: Literal["ok"]
