"""Measuring: gold is read strictly, and each kind is found only when its fields agree."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingest.agreement import fits_span, period
from ingest.curated import CuratedReading
from ingest.evaluate import evaluate, evaluate_folder, main
from ingest.gold import Gold, GoldRecord, Scope, load_gold, load_gold_folder
from ingest.scores import Score, format_report, report_json
from ontology.errors import SourceError
from ontology.iris import Names
from ontology.records import (
    Element,
    Iri,
    Label,
    Literal,
    Reading,
    RegisterEntry,
    Sha256,
    Span,
    Statement,
)
from ontology.terms import BG, DCT, QUDT, SKOS, SOSA, UNIT

NAMES = Names("https://example.org/streek/")
HASH = Sha256("a" * 64)
WIJK = NAMES.mint("gemeente", "wijk")
DORP = NAMES.mint("gemeente", "dorp")
DWELLINGS = NAMES.mint("indicator", "woningen-erbij")
HERE = Span(100, 120)


def entry(iri: Iri, name: str, type_: Iri = BG.Actor) -> RegisterEntry:
    """A register entry with one name."""
    return RegisterEntry(
        iri=iri, kind="actor", type=type_, preferred=name, labels=(Label(text=name),)
    )


REGISTER = {
    WIJK: entry(WIJK, "gemeente Wijk"),
    DORP: entry(DORP, "gemeente Dorp"),
    DWELLINGS: entry(DWELLINGS, "woningen erbij", BG.Indicator),
}


def found(type_: Iri, *given: tuple[Iri, Iri | Literal], span: Span = HERE, n: int = 1) -> Element:
    """An extracted element with statements, at a span."""
    return Element(
        iri=NAMES.mint("ding", f"{type_.rsplit('#')[-1].lower()}-{n}"),
        type=type_,
        evidence=(span,),
        method="tests 1.0.0",
        confidence=Decimal(1),
        layer=BG.Extracted,
        statements=tuple(Statement(predicate=p, object=o) for p, o in given),
    )


def gold(kind: str, span: Span = HERE, **fields: Any) -> GoldRecord:
    """A record of the gold, at a span."""
    return GoldRecord(document="nota", kind=kind, label="eigen woorden", span=span, fields=fields)


def score(kind: str, record: GoldRecord, *elements: Element, part: str = "") -> Score:
    """The score of a kind in a document with one record."""
    return evaluate([reading(*elements)], [Gold("nota", (record,))], REGISTER).score(kind, part)


def reading(*elements: Element) -> Reading:
    """A reading of the document `nota` with these elements."""
    return Reading(
        document="nota",
        sha256=HASH,
        text_sha256=HASH,
        length=1000,
        media_type="text/plain",
        passages=(),
        mentions=(),
        elements=elements,
    )


def dwellings(
    value: int = 60_000, year: str = "2050", place: Iri = WIJK, unit: Iri = UNIT.NUM
) -> Element:
    """A target of dwellings."""
    return found(
        BG.Target,
        (BG.lowerBound, Literal.decimal(value)),
        (BG.upperBound, Literal.decimal(value)),
        (BG.targetYear, Literal.date(year)),
        (BG.scopePlace, place),
        (BG.forIndicator, DWELLINGS),
        (QUDT.hasUnit, unit),
    )


QUANTITY: dict[str, Any] = {
    "value": 60_000,
    "unit": "woningen",
    "year": "2050",
    "scope": "Wijk",
    "role": "ambition",
}


def write(path: Path, *records: dict[str, Any]) -> Path:
    """A gold file with these records."""
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


RECORD: dict[str, Any] = {"kind": "goal", "label_nl": "doel", "start": 3, "end": 9}


def test_a_record_needs_no_optional_fields(tmp_path: Path) -> None:
    """Fields, line and certainty may be left out."""
    loaded = load_gold(write(tmp_path / "nota.json", RECORD))
    expected = GoldRecord(document="nota", kind="goal", label="doel", span=Span(3, 9), fields={})
    assert (expected,) == loaded.records


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"kind": "wish"}, "kind"),
        ({"label_nl": ""}, "label_nl"),
        ({"start": "3"}, "start"),
        ({"start": True}, "start"),
        ({"end": 3}, "start, end"),
        ({"fields": []}, "fields"),
        ({"fields": {"aliases": "BOL"}}, "fields.aliases"),
        ({"certainty": "maybe"}, "certainty"),
        ({"lines": 3}, "unknown key 'lines'"),
    ],
)
def test_a_wrong_record_is_named(tmp_path: Path, change: dict[str, Any], key: str) -> None:
    """The message names the file, the record and the key."""
    path = write(tmp_path / "nota.json", RECORD, RECORD | change)
    with pytest.raises(SourceError, match=f"nota.json: record 2: {key}"):
        load_gold(path)


@pytest.mark.parametrize("text", ["{", "{}", "[1]", "\udcff"])
def test_a_file_that_is_no_list_of_records_is_refused(tmp_path: Path, text: str) -> None:
    """Broken JSON, an object, a number and broken UTF-8 each give one line with the file's name."""
    path = tmp_path / "nota.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SourceError, match=r"nota\.json"):
        load_gold(path)


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    """An empty folder is not a measurement of nothing."""
    with pytest.raises(SourceError, match="no gold here"):
        load_gold_folder(tmp_path)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(110, 130), True),
        (Span(111, 131), False),
        (Span(0, 500), True),
        (Span(105, 107), True),
        (Span(120, 140), False),
    ],
)
def test_a_span_fits_by_half_of_the_shorter(span: Span, expected: bool) -> None:
    """Half of the shorter is enough, and so is evidence around the gold; touching is not."""
    assert expected is fits_span(HERE, [span])


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026", ("2026-01-01", "2026-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2026-06/2026-07", ("2026-06-01", "2026-07-31")),
        ("2026-03-18", ("2026-03-18", "2026-03-18")),
    ],
)
def test_a_date_is_a_period(date: str, expected: tuple[str, str]) -> None:
    """Years, months and ranges run from their first to their last day."""
    assert expected == period(date)


@pytest.mark.parametrize(("number", "hits"), [(7, 1), (8, 0)])
def test_an_action_needs_its_number(number: int, hits: int) -> None:
    """An action at the right place with another number is a miss."""
    action = found(BG.Action, (BG.actionNumber, Literal.integer(7)))
    assert hits == score("action", gold("action", number=number), action).found


@pytest.mark.parametrize(("place", "hits"), [(WIJK, 1), (DORP, 0)])
def test_a_key_project_needs_its_municipality(place: Iri, hits: int) -> None:
    """A project in another municipality is a miss."""
    project = found(BG.KeyProject, (BG.scopePlace, place))
    record = gold("project", municipality="Wijk", subtype="sleutelproject")
    assert hits == score("project", record, project).found


def test_a_project_without_place_is_no_false_hit() -> None:
    """A project that is only named is missed for recall and right for precision."""
    record = gold("project", municipality="Wijk", subtype="sleutelproject")
    result = score("project", record, found(BG.KeyProject))
    assert (0, 1, 1) == (result.found, result.judged, result.right)


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        (dwellings(), (1, 1)),
        (dwellings(year="2040"), (1, 0)),
        (dwellings(place=DORP), (1, 0)),
        (dwellings(value=6_000), (0, 0)),
    ],
)
def test_a_quantity_needs_its_value(element: Element, expected: tuple[int, int]) -> None:
    """The value makes it found; all right needs year and place too."""
    result = score("quantity", gold("quantity", **QUANTITY), element)
    assert expected == (result.found, result.all_right)


def test_a_percentage_is_not_a_number_of_dwellings() -> None:
    """With another unit a quantity is found but not all right."""
    record = gold("quantity", **(QUANTITY | {"unit": "procent"}))
    assert 0 == score("quantity", record, dwellings()).all_right


def test_both_ends_of_a_range_count() -> None:
    """A range of which one end is there is found but not all right."""
    record = gold("quantity", **(QUANTITY | {"high": 70_000}))
    result = score("quantity", record, dwellings())
    assert (1, 0) == (result.found, result.all_right)


def test_an_invented_year_is_not_all_right() -> None:
    """Where the gold has no year, an element with one is not all right."""
    record = gold("quantity", **(QUANTITY | {"year": None}))
    assert 0 == score("quantity", record, dwellings()).all_right


def test_a_horizon_is_a_part_of_its_own() -> None:
    """Counts and horizons do not weigh on the measure of amounts."""
    record = gold("quantity", value=2050, role="horizon")
    result = score("quantity", record, dwellings(), part="count, horizon or period")
    assert (1, 1) == (result.gold, result.found)


@pytest.mark.parametrize(("contributor", "hits"), [("Wijk", 1), ("Dorp", 0)])
def test_a_contribution_needs_its_contributor(contributor: str, hits: int) -> None:
    """The same amount of another party is a miss."""
    given = found(
        BG.FinancialContribution, (BG.amount, Literal.decimal(500)), (BG.contributor, WIJK)
    )
    record = gold("finance", amount=500, contributor=contributor)
    assert hits == score("finance", record, given).found


@pytest.mark.parametrize(("date", "hits"), [("2026-07-14", 1), ("2026-07", 1), ("2026", 0)])
def test_a_milestone_is_at_least_as_precise(date: str, hits: int) -> None:
    """A day lies in the month of the gold; a bare year says less than the gold."""
    milestone = found(BG.Milestone, (BG.deadline, Literal.date(date)))
    assert hits == score("milestone", gold("milestone", date="2026-07"), milestone).found


def test_a_reference_is_found_by_its_title_anywhere() -> None:
    """The title is enough; the year decides whether all is right."""
    cited = found(
        BG.Document,
        (DCT.title, Literal.text("Visie op water", "nl")),
        (DCT.issued, Literal.date("2023")),
        span=Span(500, 510),
    )
    record = gold("document_reference", title="Visie op Water", year="2024")
    result = score("document_reference", record, cited)
    assert (1, 0) == (result.found, result.all_right)


def test_a_document_does_not_refer_to_itself() -> None:
    """A record about the document itself is left out."""
    record = gold("document_reference", title="Deze nota", role="dit document")
    report = evaluate([reading()], [Gold("nota", (record,))], REGISTER)
    assert () == report.scores


def test_an_actor_is_found_by_any_name() -> None:
    """An alias is enough, wherever the document names it."""
    actor = Element(
        iri=WIJK,
        type=BG.Actor,
        evidence=(Span(700, 704),),
        method="mentions 1.0.0",
        confidence=Decimal(1),
        layer=BG.Extracted,
    )
    record = gold("actor", canonical="Stadsbestuur", aliases=["Wijk"])
    assert 1 == score("actor", record, actor).found


def test_only_the_part_covered_completely_is_judged() -> None:
    """An element outside the scope is neither right nor a false hit."""
    inside, outside = found(BG.Milestone), found(BG.Milestone, span=Span(500, 510), n=2)
    scope = Scope(Span(0, 400), frozenset(("milestone",)))
    whole = Gold("nota", (gold("goal"),), (scope,))
    result = evaluate([reading(inside, outside)], [whole], REGISTER).score("milestone")
    assert (1, 0) == (result.judged, result.right)


def test_curated_elements_count_apart() -> None:
    """What people curated is in its own column and not in that of the extractors."""
    curated = CuratedReading(
        document="nota",
        role=NAMES.mint("rol", "analist"),
        elements=(found(BG.Goal),),
        issues=(),
    )
    whole = Gold("nota", (gold("goal"),))
    result = evaluate([reading()], [whole], REGISTER, [curated]).score("goal")
    assert (0, 1) == (result.found, result.with_curated)


def test_an_extractor_gets_its_own_score() -> None:
    """Precision of one extractor is over its own elements."""
    milestone = found(BG.Milestone, (BG.deadline, Literal.date("2030")))
    report = evaluate([reading(milestone)], [Gold("nota", (gold("milestone", date="2026"),))], {})
    assert 0.0 == report.score("milestone", extractor="tests").precision


def test_gold_without_a_text_is_named(tmp_path: Path) -> None:
    """A document that was not read is reported, not counted as missed."""
    write(tmp_path / "elders.json", RECORD)
    report = evaluate_folder(tmp_path, [reading()], REGISTER)
    assert ((), ("elders",)) == (report.documents, report.skipped)


def test_f1_is_between_precision_and_recall() -> None:
    """The harmonic mean of a half and one is two thirds."""
    measured = Score(kind="goal", gold=4, found=2, with_curated=2, judged=2, right=2)
    assert pytest.approx(2 / 3) == measured.f1


def test_the_report_shows_where_it_missed() -> None:
    """A miss is a document, a span and the label of the gold."""
    report = evaluate([reading()], [Gold("nota", (gold("goal"),))], REGISTER)
    assert "  nota [100, 120) eigen woorden\n" in format_report(report)


def test_the_json_has_every_miss() -> None:
    """The JSON holds the misses as places and the computed recall."""
    report = evaluate([reading()], [Gold("nota", (gold("goal"),))], REGISTER)
    (measured,) = json.loads(report_json(report))["scores"]
    assert ([{"start": 100, "end": 120}], 0.0) == (
        [miss["span"] for miss in measured["misses"]],
        measured["recall"],
    )


def test_a_folder_without_texts_ends_with_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends with 2 and says what is missing, without traceback."""
    missing = tmp_path / "weg"
    assert 2 == main(["--gold", str(tmp_path), "--sources", str(missing)])
    assert (
        f"folder of sources not found: {missing}; give it with --sources\n"
        == capsys.readouterr().err
    )


def test_observations_are_placed_by_their_feature() -> None:
    """A place may also be given as the feature of interest of an observation."""
    observed = found(
        BG.IndicatorObservation,
        (SOSA.hasSimpleResult, Literal.decimal(60_000)),
        (SOSA.hasFeatureOfInterest, WIJK),
        (DCT.date, Literal.date("2050")),
        (BG.forIndicator, DWELLINGS),
    )
    assert 1 == score("quantity", gold("quantity", **QUANTITY), observed).all_right


@pytest.mark.parametrize(
    ("predicate", "said"), [("is_basis_for", BG.buildingBlockFor), ("located_in", BG.scopePlace)]
)
def test_a_relation_is_found_by_predicate_and_both_names(predicate: str, said: Iri) -> None:
    """What the gold calls a relation is one of the graph's predicates, between the same two."""
    told = found(BG.Document, (DCT.title, Literal("Kustplan")), (said, DORP), span=Span(600, 620))
    record = gold("relation", predicate=predicate, subject="Kustplan", object="gemeente Dorp")
    assert 1 == score("relation", record, told).found


def test_a_relation_said_the_other_way_round_is_found() -> None:
    """`A builds on B` is `B is a building block for A`."""
    told = found(BG.Document, (DCT.title, Literal("Kustplan")), (BG.buildsOn, DORP))
    record = gold("relation", predicate="is_basis_for", subject="gemeente Dorp", object="Kustplan")
    assert 1 == score("relation", record, told).found


def test_a_relation_with_another_object_is_missed() -> None:
    """The same predicate in the same place, but of something else, is not the relation."""
    told = found(BG.Document, (DCT.title, Literal("Kustplan")), (BG.buildingBlockFor, WIJK))
    record = gold("relation", predicate="is_basis_for", subject="Kustplan", object="gemeente Dorp")
    assert 0 == score("relation", record, told).found


def test_a_former_name_is_found_when_one_entity_bears_both() -> None:
    """Who registered both names knows that the one was once called the other."""
    told = found(
        BG.Programme, (DCT.title, Literal("Kustplan")), (SKOS.altLabel, Literal("Zeeplan"))
    )
    record = gold("relation", predicate="formerly_named", subject="Kustplan", object="Zeeplan")
    assert 1 == score("relation", record, told).found


def test_a_relation_the_graph_cannot_say_is_not_measured() -> None:
    """A predicate of the gold without a counterpart counts for nothing."""
    record = gold("relation", predicate="puts_on_agenda", subject="fractie", object="brief")
    report = evaluate([reading()], [Gold("nota", (record,))], REGISTER)
    with pytest.raises(KeyError):
        report.score("relation")


def test_verdicts_are_measured_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder of verdicts that is empty is named, with the command that fills it."""
    (tmp_path / "nota.txt").write_text("Wij planten 3 bomen.", encoding="utf-8")
    arguments = ["--sample", str(tmp_path / "verdicts"), "--sources", str(tmp_path)]
    assert 2 == main(arguments)
    assert "no verdicts here; make them with python -m ingest.judging" in capsys.readouterr().err


def test_measuring_nothing_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Without gold and without verdicts the command says what it can measure."""
    with pytest.raises(SystemExit):
        main(["--sources", "."])
    assert "--gold, --sample or both" in capsys.readouterr().err
