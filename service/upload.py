"""The page to add a document: a form, checked here, and a task that does the work.

In: a form with a file. Out: the form again with what is wrong, or the page of the task. Nothing is
changed before the task has read the document; the file waits beside the task until then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from ingest.parse import MAX_BYTES, is_supported
from ontology.errors import BusyError
from ontology.iris import mint_slug
from service.access import Role
from service.additions import Known, check_known, document_types, find_same_file
from service.deps import Services, ServicesDep
from service.desk import (
    SECRET,
    desk_of,
    read_form,
    require,
    session_of,
    show,
    text_of_field,
    to_login,
)
from service.sessions import PATH, check_form

router = APIRouter(include_in_schema=False)

_ROOM: Final = 256 * 1024  # for the other fields
_HEAD: Final = 1024 * 1024
# What is wrong, by field: the text to show for it.
_TEXTS: Final = {
    "title": "adding.wrong_title",
    "date": "adding.wrong_date",
    "publisher": "adding.wrong_publisher",
    "document_type": "adding.wrong_type",
}


@dataclass
class Form:
    """What was filled in, and what is wrong with it: text keys with values, by field."""

    values: dict[str, str] = field(default_factory=dict)
    problems: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)


@router.get(f"{PATH}/toevoegen")
async def show_form(request: Request, services: ServicesDep) -> Response:
    """The empty form."""
    if session_of(request) is None:
        return to_login(request)
    require(session_of(request), Role.EDITOR)
    return await _show(request, services, Form())


@router.post(f"{PATH}/toevoegen")
async def add_document(request: Request, services: ServicesDep) -> Response:
    """Check the form and put the document in the queue."""
    require(session_of(request), Role.EDITOR)
    limit = min(MAX_BYTES, services.settings.max_upload_bytes)
    try:
        fields = await read_form(request, limit + _ROOM)
    except HTTPException as error:
        if error.status_code != 413:
            raise
        too_large = Form(problems={"file": ("adding.file_too_large", {"mb": _mb(limit)})})
        return await _show(request, services, too_large, 413)
    session = require(session_of(request), Role.EDITOR)
    check_form(session, fields.get(SECRET))
    form = Form({name: text_of_field(fields, name) for name in _FIELDS})
    known = _known(form.values)
    for name, _ in check_known(known, services.region).items():
        form.problems[name] = (_TEXTS.get(name, "adding.wrong_title"), {})
    upload = await _read_file(fields, form, limit)
    if not form.problems and upload is not None:
        _check_place(services, form, known, upload)
    if form.problems or upload is None:
        return await _show(request, services, form, 422)
    return await _queue(request, services, form, upload)


_ORDER: Final = ("file", "title", "publisher", "date", "document_type", "new_version")
_FIELDS: Final = ("title", "publisher", "date", "document_type", "new_version")


async def _queue(
    request: Request, services: Services, form: Form, upload: tuple[str, bytes]
) -> Response:
    jobs = desk_of(request).jobs
    name, content = upload
    try:
        job, path = jobs.make_room(name)
    except BusyError:
        form.problems["file"] = ("adding.busy", {})
        return await _show(request, services, form, 503)
    await asyncio.to_thread(path.write_bytes, content)
    values = form.values
    task = {
        "file": str(path.absolute()),
        "title": values["title"],
        "date": values["date"],
        "publisher": [values["publisher"]] if values["publisher"] else [],
        "document_type": values["document_type"],
        "is_new_version": bool(values["new_version"]),
    }
    jobs.submit("add", values["title"] or name, job, task)
    return RedirectResponse(f"{PATH}/taken/{job}", 303)


def _known(values: Mapping[str, str]) -> Known:
    publisher = (values["publisher"],) if values["publisher"] else ()
    return Known(
        title=values["title"] or None,
        publisher=publisher,
        date=values["date"] or None,
        document_type=values["document_type"] or None,
        is_new_version=bool(values["new_version"]),
    )


async def _read_file(fields: FormData, form: Form, limit: int) -> tuple[str, bytes] | None:
    """Name and content of the file; what is wrong with it goes to the form."""
    sent = fields.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        form.problems["file"] = ("adding.no_file", {})
        return None
    content = await sent.read(limit + 1)
    name = Path(sent.filename.replace("\\", "/")).name[-120:].lstrip(".") or "document"
    if len(content) > limit:
        form.problems["file"] = ("adding.file_too_large", {"mb": _mb(limit)})
    elif not content.strip():
        form.problems["file"] = ("adding.file_empty", {})
    elif not is_supported(content[:_HEAD]):
        form.problems["file"] = ("adding.file_unknown", {})
    return name, content


def _check_place(services: Services, form: Form, known: Known, upload: tuple[str, bytes]) -> None:
    """Whether the file is here already, or its title is that of another document."""
    digest = sha256(upload[1]).hexdigest()
    same = find_same_file(services.settings.data, digest)
    if same is not None:
        form.problems["file"] = ("adding.file_known", {"document": same})
        return
    sources = services.release.manifest.get("sources", {}) if services.release else {}
    try:
        slug = mint_slug(known.title or Path(upload[0]).stem)
    except ValueError:
        form.problems["title"] = ("adding.wrong_title", {})
        return
    if slug in sources and not known.is_new_version:
        form.problems["new_version"] = ("adding.is_new_version", {"document": slug})


async def _show(request: Request, services: Services, form: Form, status: int = 200) -> Response:
    actors = [one for one in services.region.entries.values() if one.kind == "actor"]
    context = {
        "values": {name: form.values.get(name, "") for name in _FIELDS},
        "problems": {name: form.problems[name] for name in _ORDER if name in form.problems},
        "actors": sorted({one.preferred for one in actors}, key=str.casefold),
        "types": [(one.iri, one.preferred) for one in document_types(services.region)],
        "mb": _mb(min(MAX_BYTES, services.settings.max_upload_bytes)),
    }
    return await show(request, "redactie-toevoegen.html", context, status)


def _mb(limit: int) -> str:
    return str(max(1, limit // 1024 // 1024))
