"""Sampling what is extracted, and what people's verdicts on it say."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.candidates import Candidate, find_candidates
from ingest.judging import main, read_drawn, read_lines, show, write_drawn
from ingest.sample import draw, draw_kinds
from ingest.verdicts import (
    Precision,
    Verdict,
    find_verdict,
    format_precision,
    load_verdicts,
    save_verdicts,
    score_samples,
)
from ontology.errors import SourceError
from ontology.iris import Names
from ontology.records import (
    Element,
    Iri,
    Literal,
    Mention,
    MentionKind,
    Reading,
    Sha256,
    Span,
    Statement,
)
from ontology.terms import BG, QUDT, SKOS, SOSA, UNIT

NAMES = Names("https://example.org/streek/")
HASH = Sha256("a" * 64)
WIJK = NAMES.mint("gemeente", "wijk")


def candidate(start: int, document: str = "nota", kind: str = "count", key: str = "3") -> Candidate:
    """Something of ten characters."""
    return Candidate(
        document=document,
        span=Span(start, start + 10),
        kind=kind,
        key=key,
        spans=(Span(start, start + 10),),
    )


def element(
    type_: Iri,
    *given: tuple[Iri, Iri | Literal],
    modality: Iri | None = None,
    method: str = "tests 1.0.0",
) -> Element:
    """An extracted element at [100, 120)."""
    iri = NAMES.mint("ding", "een")
    return Element(
        iri=iri,
        type=type_,
        evidence=(Span(100, 120),),
        method=method,
        confidence=Decimal("0.8"),
        layer=BG.Extracted,
        statements=tuple(
            Statement(predicate=predicate, object=value) for predicate, value in given
        ),
        modality=modality,
    )


def reading(*elements: Element, mentions: tuple[Mention, ...] = ()) -> Reading:
    """A reading of one document."""
    return Reading(
        document="nota",
        sha256=HASH,
        text_sha256=HASH,
        length=1000,
        media_type="text/plain",
        passages=(),
        mentions=mentions,
        elements=elements,
    )


def kinds(*elements: Element) -> list[tuple[str, str]]:
    """Kind and key of each candidate in a reading of these elements."""
    return [(one.kind, one.key) for one in find_candidates([reading(*elements)])]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("actor", "actor"), ("document", "reference"), ("project", "named-project")],
)
def test_a_name_is_judged_by_the_entity_it_stands_for(kind: MentionKind, expected: str) -> None:
    """Each place where a name stands is a candidate of its kind, keyed by the entity."""
    mention = Mention(span=Span(5, 9), entity=WIJK, kind=kind)
    found = find_candidates([reading(mentions=(mention,))])
    assert [(expected, "wijk", Span(5, 9))] == [(one.kind, one.key, one.span) for one in found]


def test_places_and_indicators_are_not_judged() -> None:
    """A kind of name that nobody is asked about is no candidate."""
    mention = Mention(span=Span(5, 9), entity=WIJK, kind="place")
    assert () == find_candidates([reading(mentions=(mention,))])


def test_the_key_holds_every_field_but_not_the_name() -> None:
    """A verdict is about the fields; a better name does not undo it."""
    action = element(
        BG.Action,
        (BG.actionNumber, Literal("3")),
        (SKOS.prefLabel, Literal("Bomen planten")),
        (BG.deadline, Literal("2031")),
    )
    assert [("action", "actionNumber=3; deadline=2031")] == kinds(action)


def test_a_number_with_indicator_is_a_quantity_and_one_without_a_count() -> None:
    """The indicator tells a measured quantity from something that was only counted."""
    result = (SOSA.hasSimpleResult, Literal("3"))
    measured = element(
        BG.IndicatorObservation,
        result,
        (BG.forIndicator, NAMES.mint("indicator", "woningen")),
        (QUDT.hasUnit, UNIT.NUM),
    )
    assert ["quantity"] == [kind for kind, _ in kinds(measured)]
    assert [("count", "hasSimpleResult=3; een")] == kinds(element(BG.IndicatorObservation, result))


def test_a_year_ahead_is_a_horizon() -> None:
    """The indicator `horizon` has a sample of its own."""
    ahead = element(BG.IndicatorObservation, (BG.forIndicator, NAMES.mint("indicator", "horizon")))
    assert ["horizon"] == [kind for kind, _ in kinds(ahead)]


def test_a_relation_and_a_modality_are_judged_apart_from_their_element() -> None:
    """Whether an action is there, who leads it and how binding it is are three questions."""
    action = element(BG.Action, (BG.leadActor, WIJK), modality=BG.Ambitie)
    expected = [("action", ""), ("modality", "Ambitie"), ("relation", "Action leadActor=wijk")]
    assert expected == kinds(action)


def test_an_element_that_only_says_a_relation_is_judged_as_that() -> None:
    """A document that is the subject of a sentence is not one more reference to it."""
    told = element(BG.PolicyDocument, (BG.buildsOn, WIJK))
    assert [("relation", "een buildsOn=wijk")] == kinds(told)


def test_an_element_that_repeats_its_mentions_is_no_candidate() -> None:
    """What the register's names give is judged place by place, not once more as an element."""
    assert [] == kinds(element(BG.Actor, method="mentions 1.0.0"))


def test_few_are_all_drawn() -> None:
    """A kind with fewer elements than the sample is judged whole."""
    few = [candidate(start) for start in (30, 10, 20)]
    assert tuple(sorted(few)) == draw(few, 100)


def test_a_draw_is_the_same_each_time_and_differs_by_seed() -> None:
    """The sample can be drawn again by anybody, from elements in any order."""
    many = [candidate(start) for start in range(200)]
    assert draw(many, 20) == draw(many[::-1], 20)
    assert draw(many, 20) != draw(many, 20, seed="2")


def test_each_document_has_at_least_five_in_the_sample() -> None:
    """A letter is not drowned by an agenda that is fifty times as long."""
    many = [candidate(start) for start in range(500)]
    letter = [candidate(start, "brief") for start in range(10)]
    drawn = draw([*many, *letter], 50)
    assert (50, 5) == (len(drawn), sum(one.document == "brief" for one in drawn))


def test_a_new_element_leaves_most_of_the_sample_as_it_was() -> None:
    """Verdicts stay useful when an extractor finds one more."""
    many = [candidate(start) for start in range(200)]
    before, after = set(draw(many, 20)), set(draw([*many, candidate(999)], 20))
    assert len(before - after) <= 1


def test_samples_are_drawn_by_kind() -> None:
    """Each kind that has candidates has a sample."""
    found = [candidate(1), candidate(2, kind="goal")]
    assert {"count": 1, "goal": 1} == {k: len(v) for k, v in draw_kinds(found).items()}


def test_showing_marks_the_place_and_names_the_line() -> None:
    """The reader sees document, line, key and the passage with the span between brackets."""
    shown = show(candidate(6), "eerst\ndrie bomen daarna")
    assert "nota:2 <3>\n    eerst 【drie bomen】 daarna" == shown


def test_verdicts_are_read_by_number_and_range(tmp_path: Path) -> None:
    """A range can be set first and a single number corrected after it."""
    path = tmp_path / "lines.txt"
    path.write_text("1-3 right\n2 wrong ander getal\n", encoding="utf-8")
    verdicts = read_lines(path, [candidate(start) for start in (0, 20, 40)])
    expected = [("right", ""), ("wrong", "ander getal"), ("right", "")]
    assert expected == [(one.verdict, one.reason) for one in verdicts]


@pytest.mark.parametrize("line", ["4 right", "0 right", "3-2 right", "een right", "1"])
def test_a_line_that_fits_no_number_is_refused(tmp_path: Path, line: str) -> None:
    """A slip in the file of verdicts is named by its line."""
    path = tmp_path / "lines.txt"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(SourceError, match=r"lines\.txt: line 1: expected a number from 1 to 3"):
        read_lines(path, [candidate(start) for start in (0, 20, 40)])


def test_a_verdict_is_right_wrong_or_unsure() -> None:
    """Another word is refused."""
    with pytest.raises(SourceError, match="'maybe': expected one of right, wrong, unsure"):
        Verdict.of(candidate(0), "maybe", "")


def test_verdicts_are_added_and_replaced(tmp_path: Path) -> None:
    """A second look at the same element replaces the first; others stay."""
    path = tmp_path / "new" / "count.json"
    save_verdicts(
        path, [Verdict.of(candidate(0), "right", ""), Verdict.of(candidate(20), "right", "")]
    )
    save_verdicts(path, [Verdict.of(candidate(0), "wrong", "ander getal")])
    assert [(0, "wrong"), (20, "right")] == [(v.start, v.verdict) for v in load_verdicts(path)]


def test_no_file_means_no_verdicts(tmp_path: Path) -> None:
    """A kind that nobody judged yet is not an error."""
    assert () == load_verdicts(tmp_path / "count.json")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"verdict": "misschien"}, "verdict: expected one of"),
        ({"start": True}, "start, end: expected whole numbers"),
        ({"start": 10}, "start, end: expected 0 <= start < end"),
        ({"reason": None}, "document, key, verdict, reason: expected text"),
        ({"text": "zin"}, "expected exactly document, start, end, key, verdict, reason"),
    ],
)
def test_a_broken_file_of_verdicts_is_refused(
    tmp_path: Path, change: dict[str, object], message: str
) -> None:
    """File, record and key are named."""
    item = {"document": "nota", "start": 0, "end": 10, "key": "", "verdict": "right", "reason": ""}
    path = tmp_path / "goal.json"
    path.write_text(json.dumps([item | change]), encoding="utf-8")
    with pytest.raises(SourceError, match=f"goal.json: record 1: {message}"):
        load_verdicts(path)


def test_a_verdict_follows_an_element_whose_span_grew() -> None:
    """The same key nearly in the same place is the same element."""
    verdict = Verdict.of(candidate(0), "right", "")
    assert verdict == find_verdict(candidate(4), [verdict])


def test_a_verdict_does_not_count_for_other_fields_or_another_place() -> None:
    """What is read otherwise now has to be judged again."""
    verdict = Verdict.of(candidate(0), "wrong", "ander getal")
    assert find_verdict(candidate(0, key="4"), [verdict]) is None
    assert find_verdict(candidate(40), [verdict]) is None


def test_an_unsure_one_counts_as_not_right(tmp_path: Path) -> None:
    """Precision is the share that a reader calls right without doubt, of what was judged."""
    sample = tuple(candidate(start) for start in (0, 20, 40, 60))
    words = ("right", "wrong", "unsure")
    given = [Verdict.of(one, word, "") for one, word in zip(sample, words, strict=False)]
    save_verdicts(tmp_path / "count.json", given)
    score = score_samples({"count": sample}, sample, tmp_path)[0]
    assert (4, 1, 1 / 3) == (score.population, score.unjudged, score.share)


def test_a_kind_nobody_judged_has_no_precision() -> None:
    """It is shown with a dash, not as perfect."""
    score = Precision(kind="goal", population=9, drawn=9, right=0, wrong=0, unsure=0)
    assert score.share is None
    assert format_precision([score]).splitlines()[1].endswith("-")


def test_what_was_drawn_is_kept_without_text(tmp_path: Path) -> None:
    """Numbers on the screen can be judged later, when the extractors have changed."""
    path = tmp_path / "drawn.json"
    write_drawn(path, {"count": [candidate(7)], "goal": [candidate(1, kind="goal")]})
    assert [(7, "3")] == [(one.span.start, one.key) for one in read_drawn(path, "count")]


def test_judging_without_a_drawn_sample_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The user is told to draw first."""
    path = tmp_path / "lines.txt"
    path.write_text("1 right", encoding="utf-8")
    arguments = ["--verdicts", str(tmp_path), "--drawn", str(tmp_path / "no.json")]
    assert 2 == main([*arguments, "--kind", "count", "--judge", str(path)])
    assert "no.json: no sample was drawn here; draw one first\n" == capsys.readouterr().err


def test_verdicts_are_stored_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lines judged against what was drawn end up in the file of the kind."""
    drawn, lines = tmp_path / "drawn.json", tmp_path / "lines.txt"
    write_drawn(drawn, {"count": [candidate(7)]})
    lines.write_text("1 wrong ander getal", encoding="utf-8")
    arguments = ["--verdicts", str(tmp_path), "--drawn", str(drawn), "--kind", "count"]
    assert 0 == main([*arguments, "--judge", str(lines)])
    assert "1 verdicts on count stored\n" == capsys.readouterr().out
    assert ["wrong"] == [one.verdict for one in load_verdicts(tmp_path / "count.json")]
