"""What every page shares: asking saved queries, labels for people, and rendering in a frame.

In: a request and the services of the app. Out: HTML. Holds no SPARQL and no text of a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from ontology.errors import NotFoundError
from queries.results import parse_solutions, text_of
from queries.run import request_for
from service.deps import Services, services_of
from service.i18n import LANGUAGES, Language, Translator, choose_language

FOLDER: Final = Path(__file__).parent
STATIC: Final = FOLDER / "static"
_LANGUAGE_COOKIE: Final = "taal"
_SCHEME_COOKIE: Final = "kleur"
_SCHEMES: Final = ("light", "dark")
_RECORDS: Final = ("passage", "bewering", "versie", "dekking", "run")
_YEAR_S: Final = 365 * 24 * 3600
NAVIGATION: Final = (
    ("/", "nav.overview"),
    ("/dekking", "nav.coverage"),
    ("/bevindingen", "nav.findings"),
    ("/doorwerking", "nav.cascade"),
    ("/doelenboom", "nav.goals"),
    ("/cijfers", "nav.figures"),
    ("/planning", "nav.planning"),
    ("/netwerk", "nav.network"),
    ("/documenten", "nav.documents"),
    ("/rapport", "nav.papers"),
    ("/sparql", "nav.sparql"),
    ("/redactie", "nav.editing"),
)

# Tabs that stand together below one word, where the first of them would stand.
GROUP: Final = (
    "nav.integrality",
    frozenset({"/dekking", "/bevindingen", "/doorwerking", "/doelenboom", "/cijfers", "/planning"}),
)

Answer = tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class OwnQuery:
    """The saved query behind a view: shown on the page, and the same answer as a file."""

    name: str
    text: str
    parameters: Mapping[str, str]

    def download(self, extension: str) -> str:
        """Path of the answer in a format, e.g. `csv`."""
        query = urlencode({**self.parameters, "format": extension})
        return f"/api/queries/{self.name}?{query}"


async def ask(services: Services, name: str, **given: str) -> Answer:
    """The rows of a saved query as plain texts; an unbound cell is the empty text.

    What was asked before of the same graph is not asked again; nobody may change a row.

    Raises:
        NotFoundError: when there is no such query.
        LimitError: when the answer takes too long or is too large.
    """
    state, asked = _state(services), (name, *sorted(given.items()))
    if (kept := services.kept_rows.find(state, asked)) is not None:
        return kept
    request = request_for(services.catalog.get(name), given)
    solutions = parse_solutions(await services.pool.query(request))
    rows = tuple(
        {column: text_of(row[column]) if column in row else "" for column in solutions.columns}
        for row in solutions
    )
    if state == _state(services):  # else it may be of the graph before or after
        services.kept_rows.keep(state, asked, rows)
    return rows


def _state(services: Services) -> tuple[int, str]:
    """What changes whenever an answer may: the graph that readers have, and accepted edits."""
    return services.pool.generation, services.writer.revision


def own_query(services: Services, name: str, **given: str) -> OwnQuery:
    """The query a page shows as its own."""
    return OwnQuery(name, services.catalog.get(name).text, given)


def release_name(services: Services) -> str:
    """What the served release is called; a dash for an empty store."""
    return services.release.name if services.release else "–"


def translator_of(request: Request) -> Translator:
    """Texts in the language of this visitor: `?lang=`, then the cookie, then the setting."""
    return Translator(_language(request))


def slug_of(iri: str) -> str:
    """The last part of an IRI: `…/thema/wonen` gives `wonen`."""
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def href_of(iri: str, base: str) -> str:
    """The path that shows a thing: its own below the base of the region, else `/ding?iri=`."""
    if iri.startswith(base):
        return "/" + iri.removeprefix(base)
    return "/ding?" + urlencode({"iri": iri}) if iri.startswith(("http:", "https:")) else iri


def is_bookkeeping(iri: str | None) -> bool:
    """Whether an IRI names a record such as a passage, which people meet as a quote."""
    return any(f"/id/{segment}/" in (iri or "") for segment in _RECORDS)


def find_row(rows: Answer, column: str, slug: str) -> Mapping[str, str]:
    """The first row whose IRI in `column` ends in `slug`.

    Raises:
        NotFoundError: when there is none.
    """
    for row in rows:
        if slug_of(row.get(column, "")) == slug:
            return row
    raise NotFoundError(f"'{slug}' is not in this release")


async def render(
    request: Request, template: str, context: Mapping[str, Any], status: int = 200
) -> HTMLResponse:
    """A template inside the frame, in the visitor's language and colours.

    The template gets `t` (translator), `frame` (navigation, release, switches) and the context.
    """
    text = translator_of(request)
    page = _ENVIRONMENT.get_template(template).render(
        t=text, frame=await _frame(request, text.language), request=request, **context
    )
    response = HTMLResponse(page, status_code=status)
    _remember(request, response)
    return response


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the content of every page."""

    language: Language
    scheme: str | None
    region: str
    release: str
    documents_read: int
    path: str
    here: str  # path and query without the switches, ends in '?' or '&'
    base: str

    def href(self, iri: str) -> str:
        """Where a thing is shown: its own path, or `/ding?iri=` for what has an outside IRI.

        So no link to a thing leaves the machine.
        """
        return href_of(iri, self.base)

    def current(self, path: str) -> bool:
        """Whether a tab of the navigation is the page shown, or holds it."""
        return self.path == path or (path != "/" and self.path.startswith(path + "/"))


def _menu() -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """What the navigation shows: a word, and the tabs below it; a tab by itself has no word."""
    word, grouped = GROUP
    together = tuple(tab for tab in NAVIGATION if tab[0] in grouped)
    shown: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    for tab in NAVIGATION:
        if tab not in together:
            shown.append(("", (tab,)))
        elif tab == together[0]:
            shown.append((word, together))
    return shown


async def _frame(request: Request, language: Language) -> Frame:
    services = services_of(request)
    kept = [(k, v) for k, v in request.query_params.multi_items() if k not in ("lang", "kleur")]
    query = urlencode(kept)
    titles = services.region.title
    return Frame(
        language=language,
        scheme=_scheme(request),
        region=titles.get(language) or next(iter(titles.values())),
        release=release_name(services),
        documents_read=await _documents_read(services),
        path=request.url.path,
        here=f"{request.url.path}?{query}&" if query else f"{request.url.path}?",
        base=services.region.names.base,
    )


async def _documents_read(services: Services) -> int:
    return len({row["document"] for row in await ask(services, "documents")})


def _language(request: Request) -> Language:
    return choose_language(
        request.query_params.get("lang"),
        request.cookies.get(_LANGUAGE_COOKIE),
        services_of(request).settings.language,
    )


def _scheme(request: Request) -> str | None:
    for wish in (request.query_params.get("kleur"), request.cookies.get(_SCHEME_COOKIE)):
        if wish in _SCHEMES:
            return wish
    return None


def _remember(request: Request, response: HTMLResponse) -> None:
    for parameter, cookie, allowed in (
        ("lang", _LANGUAGE_COOKIE, LANGUAGES),
        ("kleur", _SCHEME_COOKIE, _SCHEMES),
    ):
        wish = request.query_params.get(parameter)
        if wish in allowed:
            response.set_cookie(cookie, str(wish), max_age=_YEAR_S, httponly=True, samesite="lax")


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["menu"] = _menu()
    environment.filters["slug"] = slug_of
    environment.tests["bookkeeping"] = is_bookkeeping
    return environment


_ENVIRONMENT: Final = _environment()
