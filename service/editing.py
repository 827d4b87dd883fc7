"""Commands for those who keep the graph: `candidates`, `accept`, `reject` and `token`.

In: arguments. Out: lines on stdout; decisions and tokens in the data folder. What is decided here
counts at the next build.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ontology.errors import InputError, NotFoundError
from service.config import Settings, build_settings
from service.console import Voice
from service.folders import OWN_REGISTER, find_region_folder
from service.options import Data, Json, RegionName

if TYPE_CHECKING:
    from service.candidates import Candidate

tokens = typer.Typer(name="token", help="Make, list and revoke tokens for those who may write.")
Candidates = Annotated[
    list[str], typer.Argument(metavar="CANDIDATE…", help="As `candidates` says.")
]
_NEXT: Final = "counts from the next `beleidsgraaf build` on"


def show_candidates(data: Data = None, region: RegionName = None, as_json: Json = False) -> None:
    """List names in the served release that the register does not know yet."""
    from service.candidates import KINDS

    settings = build_settings(data=data, region=region)
    found = _candidates(settings)
    voice = Voice(as_json)
    for one in found:
        voice.say(f"{one.id}\t{one.kind}\t{one.name}")
    if not found:
        voice.say("no names wait for a decision")
    voice.report({"candidates": [asdict(one) for one in found], "kinds": list(KINDS)})


def accept_candidates(
    which: Candidates,
    kind: Annotated[
        str | None, typer.Option("--as", help="Another kind than the one that was read.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="A better name for one candidate.")] = None,
    data: Data = None,
    region: RegionName = None,
    as_json: Json = False,
) -> None:
    """Take candidates into the register, in a file of the data folder."""
    from graph.register import load_region
    from service.candidates import accept

    if name is not None and len(which) > 1:
        raise InputError("--name describes one candidate; give one")
    settings = build_settings(data=data, region=region)
    found = _choose(settings, which)
    voice = Voice(as_json)
    written = []
    for one in found:
        known = load_region(find_region_folder(settings.region), settings.data / OWN_REGISTER)
        path = accept(one, settings.data, known.names, known.subjects, name=name, kind=kind)
        written.append(str(path))
        voice.say(f"accepted: {name or one.name} ({kind or one.kind}), in {path}")
    voice.say(_NEXT)
    voice.report({"accepted": [one.id for one in found], "files": written})


def reject_candidates(
    which: Candidates, data: Data = None, region: RegionName = None, as_json: Json = False
) -> None:
    """Remember that candidates are no entries of the register; they are not listed again."""
    from service.candidates import reject

    settings = build_settings(data=data, region=region)
    found = _choose(settings, which)
    voice = Voice(as_json)
    for one in found:
        reject(one, settings.data)
        voice.say(f"rejected: {one.name} ({one.kind})")
    voice.report({"rejected": [one.id for one in found]})


def add_commands(app: typer.Typer) -> None:
    """Put these commands into the command line."""
    for name, command, example in (
        ("candidates", show_candidates, "beleidsgraaf candidates --data data"),
        (
            "accept",
            accept_candidates,
            "beleidsgraaf accept nota-2031-programma-warm --as programme",
        ),
        ("reject", reject_candidates, "beleidsgraaf reject nota-2031-voornemen"),
    ):
        app.command(name, epilog=f"Example: {example}")(command)
    app.add_typer(tokens)


@tokens.command(
    "create", epilog='Example: beleidsgraaf token create --role editor --name "Kernteam"'
)
def create(
    role: Annotated[str, typer.Option(help="editor (may add and change) or reviewer (may judge).")],
    name: Annotated[str, typer.Option(help="Whose it is, for the list; no secret.")] = "",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Make a token and print it, once; only its hash is kept."""
    from service.tokens import Role, create_token

    if role.upper() not in Role.__members__:
        raise InputError(f"--role '{role}': choose editor or reviewer")
    token, record = create_token(_file(data), Role[role.upper()], name)
    voice = Voice(as_json)
    voice.say(token)
    voice.report({"token": token, "id": record.id, "role": role.lower(), "name": record.name})
    voice.note(f"token {record.id} of a {role.lower()}; it is not shown again, keep it safe")


@tokens.command("list", epilog="Example: beleidsgraaf token list")
def show(data: Data = None, as_json: Json = False) -> None:
    """List the tokens: id, role, name and day; never a token itself."""
    from service.tokens import read_tokens

    records = sorted(read_tokens(_file(data)).values(), key=lambda one: (one.created, one.digest))
    voice = Voice(as_json)
    for one in records:
        voice.say(f"{one.id}\t{one.role.name.lower()}\t{one.created or '-'}\t{one.name or '-'}")
    if not records:
        voice.say("no tokens; `beleidsgraaf token create --role editor` makes one")
    plain = [
        {"id": one.id, "role": one.role.name.lower(), "name": one.name, "created": one.created}
        for one in records
    ]
    voice.report({"tokens": plain})


@tokens.command("revoke", epilog="Example: beleidsgraaf token revoke 1f0c33aa")
def revoke(
    which: Annotated[str, typer.Argument(help="Id or name, as `token list` says.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Take a token away; a running service refuses it within a second or two."""
    from service.tokens import revoke_token

    record = revoke_token(_file(data), which)
    voice = Voice(as_json)
    voice.say(f"revoked: {record.id} {record.name}".rstrip())
    voice.report({"revoked": record.id})


def _file(data: Path | None) -> Path:
    from service.tokens import TOKENS

    return build_settings(data=data).data / TOKENS


def _candidates(settings: Settings) -> list[Candidate]:
    """The candidates of the served release that nobody judged yet."""
    from graph.register import load_region
    from graph.release import current_release
    from graph.workers import run_query
    from queries.catalog import Catalog
    from queries.results import parse_solutions, text_of
    from queries.run import request_for
    from service.candidates import read_rows, without_judged

    release = current_release(settings.data)
    if release is None:
        raise NotFoundError(f"no release in {settings.data}; run `beleidsgraaf build` first")
    region = load_region(find_region_folder(settings.region), settings.data / OWN_REGISTER)
    request = request_for(Catalog.load().get("candidates"), {})
    answer = run_query(release.path, request, query_timeout_s=settings.query_timeout_s)
    rows = [{key: text_of(term) for key, term in row.items()} for row in parse_solutions(answer)]
    return without_judged(read_rows(rows), settings.data, region.subjects, region.names)


def _choose(settings: Settings, which: Sequence[str]) -> list[Candidate]:
    """The candidates that are meant: by id, IRI or name."""
    found = _candidates(settings)
    chosen: list[Candidate] = []
    for wanted in which:
        last = wanted.rpartition("/")[2]
        own = [one for one in found if last == one.id or wanted.casefold() == one.name.casefold()]
        if not own:
            raise NotFoundError(f"no candidate '{wanted}'; `beleidsgraaf candidates` lists them")
        chosen.append(own[0])
    return chosen
