"""The saved queries: .rq files whose head says, in YAML, what they ask and answer.

In: folders of .rq files. Out: a Catalog of SavedQuery. A file whose head is missing, incomplete
or holds an unknown key is refused with the file and the key; nothing is skipped in silence.

The head is every line at the top that starts with `#+`:

    #+ title: {nl: Acties, en: Actions}
    #+ question: {nl: Welke acties …?, en: Which actions …?}
    #+ columns: [action, document]
    #+ parameters: {document: {type: iri, label: {nl: document, en: document}, optional: true}}
    #+ rows: {min: 1}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from graph.finding_texts import fields
from ontology.errors import NotFoundError, QueryError
from ontology.plain_yaml import load_yaml

FOLDER: Final = Path(__file__).parent
_MAX_FILE_BYTES: Final = 200_000
_HEAD_MARK: Final = "#+"

Group = Literal["analysis", "checks", "rules", "competency"]
ParameterType = Literal["iri", "text", "integer", "year", "boolean"]
View = Literal["table", "matrix", "network", "timeline", "tree", "chart"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(_Strict):
    """A short text in Dutch and English."""

    nl: Annotated[str, Field(min_length=1, max_length=600)]
    en: Annotated[str, Field(min_length=1, max_length=600)]

    def in_language(self, language: str) -> str:
        """The English text for 'en', else the Dutch one."""
        return self.en if language == "en" else self.nl


class Parameter(_Strict):
    """A variable of the query that a caller may bind to a term of a given type."""

    type: ParameterType
    label: Bilingual
    optional: bool = True
    default: str | int | bool | None = None
    values: str | None = None  # name of the saved query whose first column lists the values


class RowBounds(_Strict):
    """How many rows the query gives on a full release: at least `min`, at most `max`."""

    min: Annotated[int, Field(ge=0)] = 0
    max: Annotated[int, Field(ge=0)] | None = None


class Head(_Strict):
    """What the head of a .rq file may say."""

    title: Bilingual
    question: Bilingual
    columns: tuple[str, ...] = ()
    parameters: dict[str, Parameter] = {}
    view: View = "table"
    rows: RowBounds = RowBounds()
    geometry: str | None = None  # column with geo:wktLiteral; the answer can be had as GeoJSON
    # checks only
    category: (
        Literal["coverage", "cascade", "consistency", "governance", "evidence", "linkage", "tone"]
        | None
    ) = None
    severity: Literal["conflict", "warning", "notice"] | None = None
    explanation: Bilingual | None = None
    resolve: Bilingual | None = None
    focus: tuple[str, ...] = ()  # columns with the things a finding is about
    message: Bilingual | None = None  # its sentence, with {column} and {low..high}
    # rules only
    repeat: bool = False

    @model_validator(mode="after")
    def _parameters_are_columns(self) -> Self:
        unknown = sorted(set(self.parameters) - set(self.columns))
        if unknown:
            raise ValueError(f"parameters must be columns too: {', '.join(unknown)}")
        if self.geometry and self.geometry not in self.columns:
            raise ValueError(f"geometry must be a column: {self.geometry}")
        named = set(self.focus)
        if self.message:
            named |= fields(self.message.nl) | fields(self.message.en)
        if missing := sorted(named - set(self.columns)):
            raise ValueError(f"focus and message may only name columns: {', '.join(missing)}")
        return self


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """One question as a file. `text` is the whole file, as SPARQL reads it."""

    name: str
    group: Group
    path: Path
    text: str
    head: Head

    @property
    def title(self) -> Bilingual:
        """What the question is called."""
        return self.head.title

    @property
    def question(self) -> Bilingual:
        """The question in words."""
        return self.head.question

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the answer's columns, in order; empty for a rule."""
        return self.head.columns

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """Variables a caller may bind, by name."""
        return self.head.parameters

    @property
    def needs_parameters(self) -> bool:
        """Whether it cannot be asked without saying more."""
        return any(not one.optional and one.default is None for one in self.parameters.values())


def parse_query(text: str, path: Path, group: Group) -> SavedQuery:
    """Read one .rq file.

    Raises:
        QueryError: when the head is missing or wrong, naming the file, the key and what is allowed.
    """
    head_lines = []
    for line in text.splitlines():
        if not line.startswith(_HEAD_MARK):
            break
        head_lines.append(line.removeprefix(_HEAD_MARK))
    if not head_lines:
        raise QueryError(
            f"{path}: no head; begin the file with '#+ title: {{nl: …, en: …}}' and "
            "'#+ question: {nl: …, en: …}'"
        )
    try:
        content = load_yaml("\n".join(head_lines))
        head = Head.model_validate(content)
    except yaml.YAMLError as error:
        raise QueryError(f"{path}: the head is not YAML: {_first_line(error)}") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "head"
        raise QueryError(f"{path}: {key}: {first['msg']}") from None
    _check_group(head, path, group)
    return SavedQuery(path.stem, group, path, text, head)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def _check_group(head: Head, path: Path, group: Group) -> None:
    needed: dict[Group, tuple[str, ...]] = {
        "analysis": ("columns",),
        "competency": ("columns",),
        "checks": (
            *("columns", "category", "severity", "explanation", "resolve"),
            *("focus", "message"),
        ),
        "rules": (),
    }
    for key in needed[group]:
        if not getattr(head, key):
            raise QueryError(f"{path}: {key}: is missing; every query in {group}/ needs it")


@dataclass(frozen=True)
class Catalog:
    """All saved queries of one or more folders, by name."""

    queries: Mapping[str, SavedQuery] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Self:
        """Read every .rq below `folder`/{analysis,checks,rules,competency}.

        Raises:
            QueryError: for a faulty file, or two files with one name.
        """
        queries: dict[str, SavedQuery] = {}
        for query in _iter_files(folder):
            if query.name in queries:
                other = queries[query.name].path
                raise QueryError(f"{query.path}: the name {query.name} is taken by {other}")
            queries[query.name] = query
        return cls(queries)

    def get(self, name: str) -> SavedQuery:
        """The query of that name.

        Raises:
            NotFoundError: when there is none; names the nearest.
        """
        if name in self.queries:
            return self.queries[name]
        near = _nearest(name, self.queries)
        hint = f"; did you mean '{near}'?" if near else ""
        raise NotFoundError(f"there is no saved query '{name}'{hint}")

    def in_group(self, group: Group) -> tuple[SavedQuery, ...]:
        """The queries of one group, by name."""
        return tuple(query for name, query in sorted(self.queries.items()) if query.group == group)


def _nearest(name: str, names: Mapping[str, SavedQuery]) -> str | None:
    return next(iter(get_close_matches(name, names, n=1)), None)


def _iter_files(folder: Path) -> Iterator[SavedQuery]:
    groups: tuple[Group, ...] = ("analysis", "checks", "rules", "competency")
    for group in groups:
        for path in sorted((folder / group).glob("*.rq")):
            if path.stat().st_size > _MAX_FILE_BYTES:
                raise QueryError(f"{path}: larger than {_MAX_FILE_BYTES} bytes")
            try:
                text = path.read_text(encoding="utf-8")
            except UnicodeDecodeError as error:
                raise QueryError(f"{path}: not UTF-8 at byte {error.start}") from None
            yield parse_query(text, path, group)
