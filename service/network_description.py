"""What a view of the network looks like: the lines of its query that begin with `#~`, in YAML.

In: saved queries. Out: Views, by their slug. A query without such lines is no view; one with
faulty lines is refused with the file and the key. Adding a view is adding one .rq file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from graph.finding_texts import fields
from ontology.errors import NotFoundError, QueryError
from ontology.plain_yaml import load_yaml
from queries.catalog import Bilingual, Catalog, SavedQuery

_MARK: Final = "#~"
_ENDS: Final = frozenset({"source", "sourceLabel", "target", "targetLabel", "style", "weight"})
_LAYERED: Final = frozenset({"sourceLayer", "targetLayer"})

Layout = Literal["layers", "rows", "circle", "free"]
Line = Literal["full", "dotted", "dashed", "heavy", "faint"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Style(_Strict):
    """How rows with one value in `style` are drawn and told.

    `sentence` and `opens` hold `{column}`: in a sentence `{source}` and `{target}` are names, in an
    address every column is the last part of its IRI. In English a column `{column}En`, where the
    query has one, goes before `{column}`. `evidence` is a saved query (`query`) and
    which column goes into which of its parameters; it is asked for each of several columns.
    """

    line: Line = "full"
    word: Bilingual
    sentence: Bilingual
    opens: str = ""
    evidence: dict[str, str] = {}


class Steps(_Strict):
    """The names of the layers, in order."""

    nl: tuple[str, ...]
    en: tuple[str, ...]

    def in_language(self, language: str) -> tuple[str, ...]:
        """The English names for 'en', else the Dutch ones."""
        return self.en if language == "en" else self.nl


class Description(_Strict):
    """The `#~` lines of a query."""

    slug: Annotated[str, Field(pattern=r"^[a-z][a-z-]{1,30}$")]
    order: int = 100
    name: Bilingual
    layout: Layout = "free"
    layers: Steps | None = None
    read: Bilingual
    styles: Annotated[dict[str, Style], Field(min_length=1)]

    @model_validator(mode="after")
    def _layers_have_names(self) -> Self:
        if (self.layout in ("layers", "rows")) != (self.layers is not None):
            raise ValueError("layers: needed for the layouts layers and rows, and only there")
        return self


@dataclass(frozen=True, slots=True)
class View:
    """A saved query that can be drawn."""

    query: SavedQuery
    description: Description

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self.description.slug


def read_view(query: SavedQuery) -> View | None:
    """The view of a saved query, or None when it has no `#~` lines.

    Raises:
        QueryError: naming the file and the key that is wrong.
    """
    lines = [line.removeprefix(_MARK) for line in query.text.splitlines() if line.startswith(_MARK)]
    if not lines:
        return None
    try:
        description = Description.model_validate(load_yaml("\n".join(lines)))
    except yaml.YAMLError as error:
        raise QueryError(f"{query.path}: not YAML after #~: {str(error).splitlines()[0]}") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "#~"
        raise QueryError(f"{query.path}: {key}: {first['msg']}") from None
    missing = sorted(_needed(description) - set(query.columns))
    if missing:
        raise QueryError(f"{query.path}: a view needs the columns {', '.join(missing)}")
    return View(query, description)


def _needed(description: Description) -> frozenset[str]:
    named: set[str] = set()
    for style in description.styles.values():
        texts = (style.sentence.nl, style.sentence.en, style.opens)
        named.update(*(fields(text) for text in texts))
        named.update(*(names.split() for key, names in style.evidence.items() if key != "query"))
    return _ENDS | named | (_LAYERED if description.layers else frozenset())


def read_views(catalog: Catalog) -> Mapping[str, View]:
    """Every view by its slug, in the order they are shown.

    Raises:
        QueryError: for a faulty view, or two with one slug.
    """
    found = [view for view in map(read_view, catalog.queries.values()) if view]
    views: dict[str, View] = {}
    for view in sorted(found, key=lambda one: (one.description.order, one.slug)):
        if view.slug in views:
            raise QueryError(f"{view.query.path}: the view {view.slug} is taken")
        views[view.slug] = view
    return views


def find_view(catalog: Catalog, slug: str) -> View:
    """The view of that name.

    Raises:
        NotFoundError: when there is none; names those there are.
    """
    views = read_views(catalog)
    if slug not in views:
        raise NotFoundError(f"there is no view '{slug}'; there are: {', '.join(views)}")
    return views[slug]
