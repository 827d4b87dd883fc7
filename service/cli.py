"""The command `beleidsgraaf`: ingest, build, load, check, verify, diff, evaluate, query, serve, …

In: arguments and the environment. Out: results on stdout, remarks on stderr, and an exit code: 0
done, 1 the work failed or found violations, 2 what was given cannot be used. The only module that
builds Settings. Each command imports what it needs when it runs, so that `query` need not wait
for the web framework.
"""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Final

import typer
from typer.exceptions import TyperException

from ontology.errors import BeleidsgraafError, InputError
from service.config import Settings, build_settings, find_unknown_variables
from service.console import Voice
from service.editing import add_commands
from service.errors import exit_code
from service.folders import find_region_folder, find_sources_folder
from service.options import Dask, Data, Jobs, Json, RegionName, Sources, Strict

if TYPE_CHECKING:
    from service.build import BuildPlan
    from service.report import BuildReport
    from service.verifying import ChangeReport

_INTERRUPTED: Final = 130

app = typer.Typer(
    name="beleidsgraaf",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line; the entry point of the package."""
    sys.excepthook = _explain_unknown
    voice = Voice(as_json="--json" in sys.argv)
    try:
        outcome = app(sys.argv[1:] or ["--help"], standalone_mode=False)
        code = outcome if isinstance(outcome, int) else 0
    except BeleidsgraafError as error:
        code = exit_code(error)
        voice.fail(error, code)
    except TyperException as error:
        code = 2
        voice.fail(InputError(error.format_message()), code)
    except BrokenPipeError:
        code = 0  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        code = 1
        voice.fail(error, code)
    except KeyboardInterrupt:
        code = _INTERRUPTED
    if code == _INTERRUPTED:
        voice.note("beleidsgraaf: interrupted; what was published before is still served")
    sys.exit(code)


def _explain_unknown(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """A fault of ours as one line; the traceback only when it is asked for."""
    if os.environ.get("PYTHONFAULTHANDLER") or sys.flags.dev_mode:
        sys.__excepthook__(kind, error, trace)
        return
    line = " ".join(str(error).split())[:300]
    print(f"beleidsgraaf: internal error, please report: {kind.__name__}: {line}", file=sys.stderr)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"beleidsgraaf {version('beleidsgraaf')}")
        raise typer.Exit


@app.callback()
def root(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Regional policy documents as a graph: every statement leads back to its passage."""
    logging.basicConfig(level=logging.WARNING, format="beleidsgraaf: %(message)s")
    for name in find_unknown_variables():
        print(f"beleidsgraaf: the variable {name} sets nothing here", file=sys.stderr)


@app.command(epilog="Example: beleidsgraaf build --sources ../texts --data data")
def build(
    sources: Sources = None,
    data: Data = None,
    region: RegionName = None,
    day: Annotated[
        str | None, typer.Option("--date", help="Date of the release, YYYY-MM-DD; today if absent.")
    ] = None,
    strict: Strict = False,
    jobs: Jobs = 1,
    dask: Dask = None,
    as_json: Json = False,
) -> int:
    """Read the documents, build the graph, check it and publish it; 1 when a file is broken."""
    settings = build_settings(sources=sources, data=data, region=region)
    voice = Voice(as_json)
    plan = _plan(settings, day, strict=strict, jobs=jobs, dask=dask)
    return _tell(_with_answers(_build(plan, voice, settings), plan.data), voice)


@app.command(
    epilog='Example: beleidsgraaf ingest letter.pdf --title "Letter" --publisher "gemeente X"'
)
def ingest(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="PDF, DOCX, TXT, HTML or MD.")
    ],
    title: Annotated[
        str | None, typer.Option(help="Title; taken from the document if absent.")
    ] = None,
    publisher: Annotated[
        list[str] | None, typer.Option(help="Who published it: a name of the register, gm:gm0141.")
    ] = None,
    day: Annotated[
        str | None, typer.Option("--date", help="Date of the document: YYYY, YYYY-MM, YYYY-MM-DD.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--type", help="Kind of document, such as nota or visie.")
    ] = None,
    slug: Annotated[
        str | None, typer.Option("--id", help="Short name; that of a known document: new version.")
    ] = None,
    sources: Sources = None,
    data: Data = None,
    region: RegionName = None,
    strict: Strict = False,
    jobs: Jobs = 1,
    dask: Dask = None,
    as_json: Json = False,
) -> int:
    """Add documents to the data folder, build a new release, publish it and report."""
    from service.additions import Known
    from service.intake import take_in

    settings = build_settings(sources=sources, data=data, region=region)
    plan = _plan(settings, None, strict=strict, jobs=jobs, dask=dask)
    known = Known(slug, title, tuple(publisher or ()), day, kind)
    voice = Voice(as_json)
    talks = sys.stdin.isatty() and sys.stderr.isatty() and not as_json and len(paths) == 1
    if talks:  # a bar would write over the questions
        report = take_in(plan, paths, known, lambda *_: None, ask=_ask)
    else:
        with voice.progress() as step:
            report = take_in(plan, paths, known, step)
    _send(settings, voice)
    for line in report.lines():
        voice.say(line)
    voice.report(report.as_json())
    return _complain(report.build, voice)


def _ask(subject: str, guess: str) -> str:
    """Ask the person at the terminal for what was not given; nothing takes what was found."""
    hint = f" [{guess}]" if guess else " (empty: unknown)"
    print(f"{subject}{hint}: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip() or guess


@app.command(epilog="Example: beleidsgraaf load dump.nq.gz --data data")
def load(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help=".nq, .nt, .ttl, .trig, .rdf, .jsonld, or with .gz."),
    ],
    graph: Annotated[
        str | None, typer.Option(help="Graph for triples; the default graph when not given.")
    ] = None,
    data: Data = None,
    region: RegionName = None,
    as_json: Json = False,
) -> None:
    """Add files of RDF, however large, to the store of a folder that no service writes."""
    from service.filling import fill

    voice = Voice(as_json)
    with voice.progress() as step:
        report = fill(build_settings(data=data, region=region), files, graph, step)
    voice.say(report.line())
    voice.report(report.as_json())


@app.command(epilog="Example: beleidsgraaf check --data data")
def check(data: Data = None, as_json: Json = False) -> int:
    """Check the served release against the shapes and count what the checks find."""
    from service.checking import check_release

    report = check_release(build_settings(data=data).data)
    voice = Voice(as_json)
    for line in report.lines():
        voice.say(line)
    voice.report(report.as_json())
    return 1 if report.broken else 0


@app.command(epilog="Example: beleidsgraaf query actions --param document=document/x --format csv")
def query(
    what: Annotated[
        str, typer.Argument(metavar="NAME|FILE|-", help="A saved query, a .rq file, or stdin.")
    ],
    data: Data = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", help="name=value; may be repeated.")
    ] = None,
    wanted: Annotated[
        str | None,
        typer.Option(
            "--format", help="table, json, csv, tsv, xml, xlsx; for graphs turtle, jsonld, …"
        ),
    ] = None,
    region: RegionName = None,
    as_json: Json = False,
) -> None:
    """Ask a query and print the answer in a standard format on stdout."""
    from graph.region import load_region_card
    from ontology.iris import Names
    from service.asking import answer

    settings = build_settings(data=data, region=region)
    names = Names(load_region_card(find_region_folder(settings.region)).base)
    chosen = wanted or ("json" if as_json else None)
    found = answer(settings, names, what, param or (), chosen, Voice())
    sys.stdout.buffer.write(found)
    sys.stdout.buffer.flush()


@app.command(epilog="Example: beleidsgraaf serve --build --port 8080")
def serve(
    build_first: Annotated[
        bool, typer.Option("--build", help="Build first, unless nothing has changed.")
    ] = False,
    sources: Sources = None,
    data: Data = None,
    region: RegionName = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    as_json: Json = False,
) -> None:
    """Serve the pages, the API and the SPARQL endpoint until interrupted."""
    from service.composition import open_services
    from service.server import serve as serve_forever

    settings = build_settings(sources=sources, data=data, region=region, host=host, port=port)
    voice = Voice(as_json)
    if build_first:
        _build_if_changed(_plan(settings, None, strict=False), voice, settings)
    services = open_services(settings)

    def on_ready(address: str) -> None:
        voice.say(f"beleidsgraaf is ready at {address} (Ctrl-C stops it)")
        if voice.as_json:
            print(f'{{"url": "{address}"}}', flush=True)

    try:
        serve_forever(services, on_ready)
    except KeyboardInterrupt:
        voice.note("beleidsgraaf: stopped")


@app.command(epilog="Example: beleidsgraaf export --format trig > release.trig")
def export(
    data: Data = None,
    wanted: Annotated[
        str, typer.Option("--format", help="nquads, trig, turtle, ntriples, rdfxml, jsonld or n3.")
    ] = "nquads",
    as_json: Json = False,
) -> None:
    """Write the served release to stdout."""
    from service.exporting import iter_export

    settings = build_settings(data=data)
    for piece in iter_export(settings, "jsonld" if as_json else wanted):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


@app.command(epilog="Example: beleidsgraaf verify --sources ../texts --data data")
def verify(
    sources: Sources = None,
    data: Data = None,
    region: RegionName = None,
    as_json: Json = False,
) -> int:
    """Build anew from the sources, compare with what is served; 1 when they differ."""
    from service.verifying import verify as verify_release

    voice = Voice(as_json)
    settings = build_settings(sources=sources, data=data, region=region)
    with voice.progress() as step:
        report = verify_release(_plan(settings, None, strict=False), step)
    return _tell_change(report, voice)


@app.command(epilog="Example: beleidsgraaf diff 2026-03-01 2026-04-01")
def diff(before: str, after: str, data: Data = None, as_json: Json = False) -> int:
    """Show what changed from one kept release to another; 1 when they differ."""
    from service.verifying import diff as compare

    return _tell_change(compare(build_settings(data=data).data, before, after), Voice(as_json))


@app.command(epilog="Example: beleidsgraaf evaluate --gold tests/gold")
def evaluate(
    gold: Annotated[
        Path | None, typer.Option("--gold", help="A gold file, or a folder of them.")
    ] = None,
    sample: Annotated[
        Path | None, typer.Option("--sample", help="Folder with verdicts on a drawn sample.")
    ] = None,
    sources: Sources = None,
    region: RegionName = None,
    examples: Annotated[int, typer.Option(help="Examples of misses and false hits.")] = 10,
    as_json: Json = False,
) -> None:
    """Print precision, recall and F1 by extractor and kind, against gold or a judged sample."""
    from ingest.evaluate import evaluate_folder, read_for_evaluation, score_verdicts
    from ingest.scores import format_report, report_json
    from ingest.verdicts import format_precision

    if gold is None and sample is None:
        raise InputError("say what to measure: --gold FILE|DIR, --sample DIR, or both")
    settings = build_settings(sources=sources, region=region)
    folder = find_sources_folder(settings.sources, Path.cwd())
    if folder is None:
        raise InputError("no folder of texts; give --sources or set BELEIDSGRAAF_SOURCES")
    readings, curated, register = read_for_evaluation(folder, find_region_folder(settings.region))
    if gold is not None:
        report = evaluate_folder(gold, readings, register, curated)
        print(report_json(report) if as_json else format_report(report, examples), end="")
    if sample is not None:
        print(format_precision(score_verdicts(readings, sample)), end="")


@app.command(epilog="Example: beleidsgraaf report thema wonen --out wonen.docx")
def report(
    kind: Annotated[str, typer.Argument(help="agenda, thema, gemeente or wijzigingen.")],
    about: Annotated[
        str, typer.Argument(help="Slug of a theme or municipality, or A..B for two releases.")
    ] = "",
    out: Annotated[Path, typer.Option("--out", help="File to write: .docx, .xlsx or .csv.")] = Path(
        "rapport.docx"
    ),
    lang: Annotated[str, typer.Option(help="nl or en.")] = "nl",
    data: Data = None,
    sources: Sources = None,
    region: RegionName = None,
    as_json: Json = False,
) -> None:
    """Write a paper for a meeting as a file."""
    from service.papers.command import Order, make_paper

    form = out.suffix.removeprefix(".")
    if form not in ("docx", "xlsx", "csv"):
        raise InputError(f"--out {out}: the name must end in .docx, .xlsx or .csv")
    if lang not in ("nl", "en"):
        raise InputError(f"--lang {lang}: choose nl or en")
    settings = build_settings(sources=sources, data=data, region=region)
    made = make_paper(settings, Order(kind, about, form, "en" if lang == "en" else "nl"))
    try:
        out.write_bytes(made)
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}") from error
    voice = Voice(as_json)
    voice.say(f"wrote {out} ({len(made):,} bytes)")
    voice.report({"file": str(out), "bytes": len(made)})


def _tell_change(report: ChangeReport, voice: Voice) -> int:
    for line in report.lines():
        voice.say(line)
    voice.report(report.as_json())
    return 0 if report.same else 1


def _plan(
    settings: Settings,
    day: str | None,
    *,
    strict: bool,
    jobs: int = 1,
    dask: str | None = None,
) -> BuildPlan:
    from service.build import BuildPlan

    return BuildPlan(
        region=find_region_folder(settings.region),
        data=settings.data,
        sources=find_sources_folder(settings.sources, Path.cwd()),
        strict=strict,
        release_date=_read_day(day),
        model=settings.language_model(),
        jobs=jobs,
        dask=dask,
    )


def _read_day(day: str | None) -> str:
    if day is None:
        return date.today().isoformat()
    try:
        if (read := date.fromisoformat(day).isoformat()) == day:
            return read
    except ValueError:
        pass
    raise InputError(f"--date {day!r}: give a day as YYYY-MM-DD")


def _build(plan: BuildPlan, voice: Voice, settings: Settings) -> BuildReport:
    from service.adding import one_at_a_time
    from service.build import build as build_release

    with one_at_a_time(plan.data), voice.progress() as step:
        report = build_release(plan, step)
    _send(settings, voice)
    return report


def _with_answers(report: BuildReport, data: Path) -> BuildReport:
    """The report with what the saved queries answer otherwise than their heads declare."""
    from graph.release import current_release
    from queries.catalog import Catalog
    from service.row_bounds import check_answers

    release = current_release(data) if report.is_new else None
    if release is None:
        return report
    found = check_answers(replace(release, is_new=True), Catalog.load())
    return replace(report, issues=(*report.issues, *found))


def _send(settings: Settings, voice: Voice) -> None:
    """Send the release to the server that holds the graph, where one is set."""
    if settings.store:
        from service.remote_store import send_current

        send_current(settings, voice.note)


def _build_if_changed(plan: BuildPlan, voice: Voice, settings: Settings) -> None:
    from graph.release import current_release
    from service.fingerprint import read_note

    inputs, release = read_note(plan.data)
    served = current_release(plan.data)
    if served is not None and served.name == release and inputs == plan.inputs():
        voice.say(f"release {release} is up to date")
        _send(settings, voice)
        return
    report = _build(plan, voice, settings)
    for line in report.lines():
        voice.say(line)


def _tell(report: BuildReport, voice: Voice) -> int:
    """Print the report; what could not be read goes to stderr too, and makes the exit code 1."""
    for line in report.lines():
        voice.say(line)
    voice.report(report.as_json())
    return _complain(report, voice)


def _complain(report: BuildReport, voice: Voice) -> int:
    """Name on stderr what could not be read; the exit code."""
    broken = [issue for issue in report.issues if issue.severity == "error"]
    for issue in broken:
        voice.note(f"beleidsgraaf: {issue.where}: {issue.message}")
    return 1 if broken else 0


add_commands(app)

if __name__ == "__main__":
    main()
