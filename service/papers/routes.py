"""Pages and files of the papers: `/rapport`, and each paper as HTML, DOCX, XLSX and CSV."""

from __future__ import annotations

from typing import Final, Literal

from fastapi import APIRouter, Request, Response

from ontology.errors import NotFoundError
from service.deps import Services, ServicesDep
from service.i18n import Translator
from service.papers.contents import Maker
from service.papers.docx import write_docx
from service.papers.paper import Paper
from service.papers.sheets import write_csv, write_xlsx
from service.slugs import check_slug
from service.views import ask, href_of, render, slug_of, translator_of

router = APIRouter(include_in_schema=False)

Form = Literal["html", "docx", "xlsx", "csv"]
MEDIA: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def write_paper(paper: Paper, form: str, text: Translator) -> bytes:
    """A paper in a file format: docx, xlsx or csv."""
    if form == "docx":
        return write_docx(paper, text)
    return write_xlsx(paper) if form == "xlsx" else write_csv(paper)


def maker(services: Services, text: Translator) -> Maker:
    """Makes papers whose things lead to pages of this site."""
    base = services.region.names.base
    return Maker(services, text, lambda iri: href_of(iri, base))


@router.get("/rapport")
async def list_papers(request: Request, services: ServicesDep) -> Response:
    """Which papers there are."""
    text = translator_of(request)
    themes = [
        (slug_of(row["theme"]), (text.language == "en" and row.get("labelEn")) or row["label"])
        for row in await ask(services, "themes")
    ]
    places = sorted(
        {(slug_of(row["place"]), row["label"]) for row in await ask(services, "municipalities")},
        key=lambda pair: pair[1],
    )
    releases = sorted(
        (path.name for path in (services.settings.data / "releases").glob("*") if path.is_dir()),
        reverse=True,
    )
    context = {"themes": themes, "places": places, "releases": releases}
    return await render(request, "papers.html", context)


@router.get("/rapport/thema/{slug}")
async def theme_paper(
    request: Request, services: ServicesDep, slug: str, vorm: Form = "html"
) -> Response:
    """Dossier of a theme."""
    text = translator_of(request)
    return await _answer(request, await maker(services, text).theme(check_slug(slug)), vorm)


@router.get("/rapport/gemeente/{slug}")
async def municipality_paper(
    request: Request, services: ServicesDep, slug: str, vorm: Form = "html"
) -> Response:
    """Dossier of a municipality."""
    text = translator_of(request)
    return await _answer(request, await maker(services, text).municipality(check_slug(slug)), vorm)


@router.get("/rapport/agenda")
async def agenda_paper(request: Request, services: ServicesDep, vorm: Form = "html") -> Response:
    """Annex to the agenda of a meeting: the open findings."""
    return await _answer(request, await maker(services, translator_of(request)).agenda(), vorm)


@router.get("/rapport/wijzigingen")
async def change_paper(
    request: Request,
    services: ServicesDep,
    van: str = "",
    naar: str = "",
    vorm: Form = "html",
) -> Response:
    """What changed between two kept releases; by default the last two."""
    kept = sorted(
        path.name for path in (services.settings.data / "releases").glob("*") if path.is_dir()
    )
    if len(kept) < 2 and not (van and naar):
        raise NotFoundError("only one release is kept, so there is nothing to compare yet")
    after = naar or kept[-1]
    before = van or next(name for name in reversed(kept) if name != after)
    paper = await maker(services, translator_of(request)).changes(before, after)
    return await _answer(request, paper, vorm)


async def _answer(request: Request, paper: Paper, form: Form) -> Response:
    if form == "html":
        return await render(request, "paper.html", {"paper": paper})
    name = f"{paper.slug.replace('/', '-')}-{paper.date}.{form}"
    return Response(
        write_paper(paper, form, translator_of(request)),
        media_type=MEDIA[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
