"""The pages for editors over real HTTP: who may, what an upload does, decisions, reviews."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from service.sessions import COOKIE
from tests.integration.desk import TEXT, Editor, make_token, problems, release_of
from tests.integration.served import Region, make_region, run, serving

REVIEWS = (
    "SELECT ?verdict ?reason WHERE { GRAPH ?g { ?r a <https://w3id.org/beleidsgraaf/def#Review> ; "
    "<https://w3id.org/beleidsgraaf/def#verdict> ?verdict ; "
    "<https://w3id.org/beleidsgraaf/def#statusReason> ?reason } }"
)


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Region:
    """A region of this module."""
    return make_region(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def data(region: Region) -> Path:
    """A data folder with one release."""
    found = region.folder.parent / "data"
    assert 0 == run(region, "build", "--data", found).returncode
    return found


@pytest.fixture(scope="module")
def token(region: Region, data: Path) -> str:
    """The token of an editor."""
    return make_token(region, data)


@pytest.fixture(scope="module")
def site(region: Region, data: Path, token: str) -> Iterator[httpx.Client]:
    """A client of the service; it shares its cookies between tests."""
    assert token
    with serving(region, data) as client:
        yield client


@pytest.fixture
def visitor(site: httpx.Client) -> Editor:
    """Somebody who is not logged in."""
    site.cookies.clear()
    return Editor(site)


@pytest.fixture
def editor(visitor: Editor, token: str) -> Editor:
    """Somebody who is logged in as editor."""
    visitor.log_in(token)
    return visitor


def text(marker: str) -> bytes:
    """A document that differs from every other one."""
    return f"{TEXT}\nKenmerk {marker}.\n".encode()


def test_without_tokens_the_page_says_how_to_get_one(region: Region, tmp_path: Path) -> None:
    """A token made while the service runs works without a restart."""
    data = tmp_path / "data"
    run(region, "build", "--data", data)
    with serving(region, data) as client:
        editor = Editor(client)
        before = editor.get("/redactie").text
        token = make_token(region, data)
        ends = time.monotonic() + 10
        while 'name="token"' not in editor.get("/redactie").text and time.monotonic() < ends:
            time.sleep(0.1)
        after = editor.log_in(token)

    assert ("token create" in before, 200) == (True, after.status_code)


def test_a_wrong_token_is_refused(visitor: Editor) -> None:
    """The form comes back with the reason at the field; there is no session."""
    answer = visitor.log_in("not-the-token-of-anyone")

    assert (403, ["token"], False) == (
        answer.status_code, problems(answer.text), COOKIE in visitor.site.cookies
    )  # fmt: skip


def test_the_session_is_a_cookie_that_scripts_and_other_sites_do_not_get(
    visitor: Editor, token: str
) -> None:
    """HttpOnly, SameSite=Strict, for these pages only; never the token."""
    answer = visitor.site.post("/redactie/inloggen", data={"token": token})
    cookie = answer.headers["set-cookie"].lower()

    assert (True, True, True, False) == (
        "httponly" in cookie, "samesite=strict" in cookie, "path=/redactie" in cookie,
        token.lower() in cookie,
    )  # fmt: skip


@pytest.mark.parametrize("path", ["toevoegen", "taken/x", "beoordelen?document=a&start=1&end=2"])
def test_pages_ask_to_log_in_first(visitor: Editor, path: str) -> None:
    """And bring you back to where you were going."""
    answer = visitor.site.get(f"/redactie/{path}")

    assert (303, True) == (answer.status_code, "verder=" in answer.headers["location"])


def test_nobody_is_sent_to_another_site(visitor: Editor, token: str) -> None:
    """A login leads on to our own pages only."""
    answer = visitor.site.post(
        "/redactie/inloggen", data={"token": token, "verder": "https://example.org/redactie/"}
    )

    assert "/redactie?klaar=ingelogd" == answer.headers["location"]


@pytest.mark.parametrize("path", ["bouwen", "kandidaten", "uitloggen", "taken/x/stoppen"])
def test_a_form_without_the_secret_of_the_session_is_refused(editor: Editor, path: str) -> None:
    """The cookie alone changes nothing."""
    answer = editor.site.post(f"/redactie/{path}", data={"formulier": "guess"})

    assert 403 == answer.status_code


def test_a_form_of_another_site_is_refused(editor: Editor) -> None:
    """Even with cookie and secret."""
    answer = editor.site.post(
        "/redactie/bouwen",
        data={"formulier": editor.secret},
        headers={"Origin": "https://example.org", "Sec-Fetch-Site": "cross-site"},
    )

    assert 403 == answer.status_code


def test_a_reviewer_may_not_add(visitor: Editor, region: Region, data: Path) -> None:
    """The page of the form is refused, and so is what is sent."""
    reviewer = make_token(region, data, "reviewer")
    time.sleep(2.5)
    visitor.log_in(reviewer)
    codes = (
        visitor.get("/redactie/toevoegen").status_code,
        visitor.send(TEXT.encode()).status_code,
    )

    assert (403, 403) == codes


def test_an_added_document_is_served_without_a_restart(editor: Editor) -> None:
    """The report leads to its page, and the release is a new one."""
    before = release_of(editor.site)
    page = editor.wait(editor.send(text("een"), title="Visie Een"))

    assert (True, True, 200) == (
        'href="/documenten/visie-een"' in page,
        before != release_of(editor.site),
        editor.get("/documenten/visie-een").status_code,
    )


def test_the_report_counts_with_precision_and_names_what_is_unknown(editor: Editor) -> None:
    """Also what was taken from the document because nobody filled it in."""
    page = editor.wait(editor.send(text("twee"), title="Visie Twee"))

    assert (True, True, True) == (
        bool(re.search(r"\d+ % \(bij [\d.]+ nagekeken\)", page)),
        "Programma Warme Buurten" in page,
        "3 mei 2031" in page,
    )


@pytest.mark.parametrize(
    ("content", "fields", "wrong"),
    [
        (b"", {}, ["file"]),
        (b"  \n", {}, ["file"]),
        (b"\x89PNG\r\n\x1a\n\0\0\0\0", {}, ["file"]),
        (TEXT.encode(), {"date": "31-02-2031"}, ["date"]),
        (TEXT.encode(), {"publisher": "Niemand"}, ["publisher"]),
        (TEXT.encode(), {"title": "x" * 300}, ["title"]),
        (b" ", {"date": "ooit"}, ["file", "date"]),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    editor: Editor, content: bytes, fields: dict[str, str], wrong: list[str]
) -> None:
    """In the order of the form; what was filled in is still there; no task begins."""
    before = editor.get("/redactie").text.count("/redactie/taken/")
    answer = editor.send(content, **fields)
    kept = fields.get("date", "") in answer.text

    assert (422, wrong, True, before) == (
        answer.status_code, problems(answer.text), kept,
        editor.get("/redactie").text.count("/redactie/taken/"),
    )  # fmt: skip


def test_a_file_that_cannot_be_read_changes_nothing(editor: Editor, data: Path) -> None:
    """The page says why; release, texts and cards are as they were."""
    before = (release_of(editor.site), sorted((data / "texts").glob("*")))
    page = editor.wait(editor.send(b"%PDF-1.7 broken", name="kapot.pdf", title="Kapot"))

    assert (True, before) == (
        "Er is niets gewijzigd" in page,
        (release_of(editor.site), sorted((data / "texts").glob("*"))),
    )


def test_a_file_that_is_too_large_is_refused(editor: Editor) -> None:
    """With the limit in the answer."""
    answer = editor.send(b"a" * (51 * 1024 * 1024), name="groot.txt")

    assert (413, ["file"]) == (answer.status_code, problems(answer.text))


def test_a_taken_title_asks_whether_it_is_a_new_version(editor: Editor) -> None:
    """With the box ticked it replaces the document."""
    editor.wait(editor.send(text("drie"), title="Visie Drie"))
    asked = editor.send(text("drie en meer"), title="Visie Drie")
    page = editor.wait(editor.send(text("drie en meer"), title="Visie Drie", new_version="1"))

    assert (["new_version"], True) == (problems(asked.text), "nieuwe versie" in page)


def test_a_stopped_task_is_undone(editor: Editor, data: Path) -> None:
    """A task that waits and one that runs: nothing of either is left."""
    before = release_of(editor.site)
    first = editor.send(text("vier"), title="Visie Vier")
    second = editor.send(text("vijf"), title="Visie Vijf")
    waiting = editor.get(second.url.path).text
    for task in (second, first):
        editor.post(f"{task.url.path}/stoppen")
    pages = [editor.wait(task) for task in (first, second)]

    assert (True, [True, True], before, []) == (
        "gaat nog 1 taak voor" in waiting,
        ["Deze taak is gestopt" in page for page in pages],
        release_of(editor.site),
        sorted((data / "texts").glob("visie-vi*")),
    )


def test_names_are_accepted_and_rejected_on_the_page(editor: Editor) -> None:
    """Both leave the list at once; the accepted one waits for a build that is offered."""
    editor.wait(editor.send(text("zes"), title="Visie Zes"))
    page = editor.get("/redactie").text
    found = dict(
        re.findall(
            r'name="kandidaat" value="([^"]+)">\s*<p class="name"><strong[^>]*>([^<]+)', page
        )
    )
    by_name = {name: one for one, name in found.items()}
    accepted = next(name for name in by_name if "Warme Buurten" in name)
    rejected = next(name for name in by_name if name != accepted)
    editor.post("/redactie/kandidaten", kandidaat=by_name[rejected], besluit="afwijzen")
    after = editor.post("/redactie/kandidaten", kandidaat=by_name[accepted], besluit="opnemen").text
    editor.wait(editor.post("/redactie/bouwen"))
    thing = editor.get("/id/programma/programma-warme-buurten")

    assert (False, False, True, 200) == (
        f'value="{by_name[accepted]}"' in after,
        f'value="{by_name[rejected]}"' in after,
        "1 besluit telt nog niet mee" in after,
        thing.status_code,
    )


def _claims(editor: Editor) -> tuple[str, list[str]]:
    """The address to judge the first claims of a document, and those claims."""
    reader = editor.get("/documenten/brief-eikhoven").text
    found = re.search(r'href="(/redactie/beoordelen\?[^"]+)"', reader)
    assert found is not None
    address = found[1].replace("&amp;", "&")
    return address, re.findall(r'name="bewering" value="([^"]+)"', editor.get(address).text)


def test_a_verdict_needs_a_reason(editor: Editor) -> None:
    """Without one the form comes back and nothing is written."""
    address, claims = _claims(editor)
    answer = editor.post(address, bewering=claims[0], oordeel="betwist", reden="")

    assert (422, True) == (answer.status_code, "Geef een reden" in answer.text)


def test_a_review_outlives_a_build_and_the_edits(
    editor: Editor, region: Region, data: Path
) -> None:
    """A rejected claim leaves the published graph; the review is in every later release."""
    address, claims = _claims(editor)
    reason = 'Dit is "een voorbeeld", meer niet.'
    editor.post(address, bewering=claims[0], oordeel="niet-juist", reden=reason)
    editor.wait(editor.post("/redactie/bouwen"))
    ask = f"ASK {{ <{claims[0]}> ?p ?o }}"
    published = editor.site.get("/sparql", params={"query": ask}).json()["boolean"]
    rebuilt = run(region, "build", "--data", data, "--date", "2041-01-01")
    kept = run(region, "query", "-", "--data", data, "--format", "csv", given=REVIEWS.encode())

    assert (False, 0, True, True) == (
        published,
        rebuilt.returncode,
        b"Rejected" in kept.stdout,
        claims[0] in editor.get(address).text,
    )
