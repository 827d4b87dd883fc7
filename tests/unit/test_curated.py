"""Curated files: strict schema with line numbers, and quotes found again by hash alone."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from ingest.anchors import Anchor, AnchorSearch
from ingest.curated import (
    CuratedReading,
    anchor,
    drop_dangling,
    format_evidence,
    load_curated,
    main,
)
from ingest.properties import PROPERTIES, TYPES
from ontology.errors import CuratedError
from ontology.iris import Names
from ontology.records import Iri, Literal, Sha256, SourceCard, Span
from ontology.terms import BG, SKOS

NAMES = Names("https://example.org/streek/")
ID = NAMES.base + "id/"
TEXT = "Inleiding\n\nWij willen een groene\n\n  stad. De raad stelt het kader vast.\nEinde.\n"
HASH = Sha256("a" * 64)
CARD = SourceCard(id="nota", title="Nota", short="Nota", sha256=HASH)
GOAL = Span(TEXT.index("Wij"), TEXT.index(" De raad"))
BODY = Span(TEXT.index("De raad"), TEXT.index("\nEinde"))


def _item(span: Span, text: str = TEXT) -> str:
    return format_evidence(Anchor.of(text, span)).removeprefix("- ")


def _file(folder: Path, elements: str, head: str = "document: nota\nrole: rol/analist\n") -> Path:
    path = folder / "nota" / "curated.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{head}elements:\n{elements}", encoding="utf-8")
    return path


def _element(extra: str = "", span: Span = GOAL, iri: str = "doel/groen") -> str:
    label = "    label: {nl: Meer groen, en: More green}\n"
    return f"  - id: {iri}\n    type: Goal\n    evidence: [{_item(span)}]\n{label}{extra}"


def _read(folder: Path, elements: str, text: str | None = TEXT) -> CuratedReading:
    return anchor(load_curated(_file(folder, elements), NAMES), text, HASH, CARD, NAMES)


def _codes(reading: CuratedReading) -> list[str]:
    return [issue.code for issue in reading.issues]


def test_element_carries_layer_method_and_labels(tmp_path: Path) -> None:
    """A curated element says that people made it, with full confidence and unclaimed labels."""
    reading = _read(tmp_path, _element())
    element = reading.elements[0]

    assert ("curated", Decimal(1), BG.Curated) == (
        element.method,
        element.confidence,
        element.layer,
    )
    assert [(SKOS.prefLabel, "Meer groen", False), (SKOS.prefLabel, "More green", False)] == [
        (s.predicate, s.object.value, s.claimed)
        for s in element.statements
        if isinstance(s.object, Literal)
    ]
    assert NAMES.mint("rol", "analist") == reading.role


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("goalLevel: Ambition", BG.Ambition),
        ("contributesTo: doel/stad", Iri(ID + "doel/stad")),
        ("horizonYear: 2040", Literal.date("2040")),
        ("deadline: 2026-07", Literal.date("2026-07")),
        ("seatCount: 2", Literal.integer(2)),
        ("lowerBound: 0.50", Literal.decimal("0.5")),
        ("isApproximate: true", Literal.boolean(True)),
        ("note: {nl: Eigen woorden}", Literal.text("Eigen woorden", "nl")),
    ],
)
def test_value_is_read_in_the_form_of_its_property(
    tmp_path: Path, line: str, value: Iri | Literal
) -> None:
    """Each property reads its value as code, identifier, year, date, number or text."""
    reading = _read(tmp_path, _element(f"    {line}\n"))

    assert value == reading.elements[0].statements[-1].object


def test_list_gives_one_statement_a_value(tmp_path: Path) -> None:
    """A list of values becomes as many statements, all resting on the element's evidence."""
    reading = _read(tmp_path, _element("    hasTheme: [thema/a, thema/b]\n"))

    assert [(ID + "thema/a", ()), (ID + "thema/b", ())] == [
        (s.object, s.evidence) for s in reading.elements[0].statements[2:]
    ]


def test_property_with_own_evidence_keeps_it(tmp_path: Path) -> None:
    """A value may bring the place and the bindingness of its own sentence."""
    own = f"    leadActor: {{value: gm:gm0001, modality: Besluit, evidence: [{_item(BODY)}]}}\n"

    statement = _read(tmp_path, _element(own)).elements[0].statements[-1]

    assert ((BODY,), BG.Besluit) == (statement.evidence, statement.modality)


@pytest.mark.parametrize(
    ("elements", "message"),
    [
        (_element("    colour: green\n"), r"nota/curated\.yml:\d+: unknown property 'colour'"),
        (_element("    contributeTo: doel/x\n"), r"did you mean 'contributesTo'"),
        (_element("    goalLevel: Highest\n"), r"goalLevel: expected one of Ambition, MainGoal"),
        (_element("    seatCount: two\n"), r":8: seatCount: expected a whole number, found 'two'"),
        (_element("    isApproximate: yes please\n"), r"expected true or false"),
        (_element("    horizonYear: 2026-07\n"), r"horizonYear: expected a year"),
        (_element("    note: een zin\n"), r"note: expected \{nl: …, en: …\}"),
        (_element("    hasTheme: [Thema A]\n"), r"'Thema A' is no identifier"),
        (_element("    hasTheme: {waarde: thema/a}\n"), r"unknown key 'waarde' in hasTheme"),
        (_element().replace("Goal", "Gaol"), r"type: 'Gaol' is not known; did you mean 'Goal'"),
        (_element().replace("sha256:", "sha1:"), r"quote: expected sha256: and 64 hex digits"),
        (_element().replace("length:", "len:"), r"unknown key 'len' in evidence.*'length'"),
        (_element().replace("Meer groen", "w " * 13), r"label: at most 12 words"),
        (_element() + _element(), r"doel/groen also stands on line 4"),
        ("  - id: doel/x\n    type: Goal\n", r":4: an element: key 'evidence' is missing"),
        ("  - id: doel/x\n    type: Goal\n    evidence: []\n", r"a list of at least one"),
        ("  - doel/x\n", r":4: an element: expected keys and values"),
        (
            _element().replace(f"end: {GOAL.end}", f"end: {GOAL.start}"),
            r"\[\d+, \d+\) cannot hold \d+ characters",
        ),
    ],
)
def test_schema_breach_is_named(tmp_path: Path, elements: str, message: str) -> None:
    """A curated file that breaks the schema says where, and what is allowed."""
    with pytest.raises(CuratedError, match=message):
        load_curated(_file(tmp_path, elements), NAMES)


def test_unknown_top_key_is_named(tmp_path: Path) -> None:
    """A mistyped key of the file itself is refused."""
    head = "document: nota\nrole: rol/analist\nauthor: x\n"

    with pytest.raises(CuratedError, match=r":3: unknown key 'author' in the file"):
        load_curated(_file(tmp_path, _element(), head), NAMES)


def test_file_belongs_to_its_folder(tmp_path: Path) -> None:
    """A curated file that was copied to another document is refused."""
    head = "document: brief\nrole: rol/analist\n"

    with pytest.raises(CuratedError, match=r":1: document 'brief' differs from its folder 'nota'"):
        load_curated(_file(tmp_path, _element(), head), NAMES)


def test_many_aliases_do_not_blow_up(tmp_path: Path) -> None:
    """A file that grows through aliases is refused instead of filling memory."""
    steps = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))

    with pytest.raises(CuratedError, match="too many or too deeply nested"):
        load_curated(_file(tmp_path, _element(), "a0: &a0 [x]\n" + steps), NAMES)


def test_fitting_quote_keeps_its_offsets(tmp_path: Path) -> None:
    """Where the text is the one that was read, nothing is reported."""
    reading = _read(tmp_path, _element())

    assert ((GOAL,), []) == (reading.elements[0].evidence, _codes(reading))


def test_moved_quote_gets_its_new_offsets(tmp_path: Path) -> None:
    """A quote that shifted is found and reported as moved."""
    reading = _read(tmp_path, _element(), "Nieuw hoofdstuk.\n" + TEXT)

    shift = len("Nieuw hoofdstuk.\n")
    assert (Span(GOAL.start + shift, GOAL.end + shift),) == reading.elements[0].evidence
    assert ["quote-moved"] == _codes(reading)


def test_gone_quote_takes_the_element_along(tmp_path: Path) -> None:
    """An element whose words were changed is not stated any more."""
    reading = _read(tmp_path, _element(), TEXT.replace("groene", "grijze"))

    assert ((), ["quote-gone"]) == (reading.elements, _codes(reading))


def test_one_of_two_quotes_is_enough(tmp_path: Path) -> None:
    """An element stays while any of its quotes stands."""
    both = _element().replace("evidence: [", f"evidence: [{_item(BODY)}, ")

    reading = _read(tmp_path, both, TEXT.replace("groene", "grijze"))

    assert ((BODY,), ["quote-gone"]) == (reading.elements[0].evidence, _codes(reading))


def test_property_whose_own_quote_is_gone_is_left_out(tmp_path: Path) -> None:
    """The element stays, the property that rested on the changed sentence goes."""
    own = f"    leadActor: {{value: gm:gm0001, evidence: [{_item(BODY)}]}}\n"

    reading = _read(tmp_path, _element(own), TEXT.replace("kader", "doel"))

    assert [SKOS.prefLabel] * 2 == [s.predicate for s in reading.elements[0].statements]


def test_statement_about_a_lost_element_is_left_out(tmp_path: Path) -> None:
    """What pointed at an element that went with its quote no longer points anywhere."""
    other = _element("    contributesTo: doel/groen\n", BODY, "doel/kader")

    reading = _read(tmp_path, _element() + other, TEXT.replace("groene", "grijze"))

    assert [SKOS.prefLabel] * 2 == [s.predicate for s in reading.elements[0].statements]


def test_seat_goes_with_its_body(tmp_path: Path) -> None:
    """A seat of a body that is not stated any more is not stated either."""
    seat = _element("    postIn: overleg/raad\n", BODY, "zetel/raad-1").replace("Goal", "Seat")
    body = _element("", GOAL, "overleg/raad").replace("Goal", "GovernanceBody")

    assert 2 == len(_read(tmp_path, body + seat).elements)
    assert () == _read(tmp_path, body + seat, TEXT.replace("groene", "grijze")).elements


def test_statement_across_files_needs_its_target(tmp_path: Path) -> None:
    """A goal that only another file would bring in is not pointed at when it is not there."""
    reading = _read(tmp_path, _element("    contributesTo: doel/elders\n"))

    (pruned,) = drop_dangling([reading], set(), NAMES)
    (kept,) = drop_dangling([reading], {NAMES.mint("doel", "elders")}, NAMES)

    assert (2, ["target-gone"]) == (len(pruned.elements[0].statements), _codes(pruned))
    assert (3, []) == (len(kept.elements[0].statements), _codes(kept))


def test_without_text_the_known_file_is_trusted(tmp_path: Path) -> None:
    """Where the text is not at hand, the hash of the card vouches for the offsets."""
    reading = _read(tmp_path, _element(), None)

    assert ((GOAL,), []) == (reading.elements[0].evidence, _codes(reading))


def test_without_text_another_file_is_not_trusted(tmp_path: Path) -> None:
    """Where neither text nor hash fits, nothing is stated and one issue says why."""
    curated = load_curated(_file(tmp_path, _element()), NAMES)

    reading = anchor(curated, None, Sha256("b" * 64), CARD, NAMES)

    assert ((), ["quote-unchecked"]) == (reading.elements, _codes(reading))


def test_nearest_of_several_places_wins() -> None:
    """A quote that stands more than once is taken where it is closest to its old place."""
    text = "aap noot. " * 3

    found = AnchorSearch("x" + text).find(Anchor.of(text, Span(10, 19)))

    assert Span(11, 20) == found


def test_decomposed_letters_are_found() -> None:
    """A text that was stored with combining marks still holds the quote."""
    anchored = Anchor.of("een coöperatie", Span(4, 14))
    text = "ja, een " + unicodedata.normalize("NFD", "coöperatie") + "."

    assert Span(8, 19) == AnchorSearch(text).find(anchored)


def test_part_of_a_word_is_no_quote() -> None:
    """A short quote is not found inside a longer word."""
    anchored = Anchor.of("een stad", Span(4, 8))

    assert AnchorSearch("stadhuis en binnenstad").find(anchored) is None


def test_search_stops_at_its_bound() -> None:
    """When the allowance of hashes is used up, a quote counts as gone."""
    anchored = Anchor.of("slot", Span(0, 4))

    assert AnchorSearch("a b c d e slot", max_hashes=3).find(anchored) is None


@settings(deadline=None)  # the first to ask waits for the words of all guards
@given(
    before=st.text(alphabet="ab \n", max_size=40),
    gap=st.text(alphabet=" \n\t", min_size=1, max_size=5),
    after=st.text(alphabet="ab \n", max_size=40),
)
def test_quote_is_found_wherever_it_moves(before: str, gap: str, after: str) -> None:
    """Other text around it and other white space inside it never hide a quote."""
    anchored = Anchor.of("een: groene stad!", Span(0, 17))
    quote = f"een: groene{gap}stad!"

    found = AnchorSearch(f"{before} {quote} {after}").find(anchored)

    start = len(before) + 1
    assert Span(start, start + len(quote)) == found


def test_command_prints_an_evidence_item(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The developer command gives offsets, hash and normalised length as YAML."""
    path = tmp_path / "nota.txt"
    path.write_text(TEXT, encoding="utf-8")

    assert 0 == main([str(path), str(GOAL.start), str(GOAL.end)])
    assert f"- {_item(GOAL)}\n" == capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["weg.txt", "0", "4"], ["weg.txt", "nul", "4"]])
def test_command_explains_its_use(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong arguments give one line on standard error and exit code 2."""
    assert 2 == main(arguments)
    assert "usage: python -m ingest.curated" in capsys.readouterr().err


def test_guide_names_every_property_and_type() -> None:
    """The guide for people who write curated files lists all they may use, and nothing else."""
    guide = (Path(__file__).parents[2] / "docs" / "curated.md").read_text(encoding="utf-8")
    types = guide.split("## Types\n")[1].split("\n\n")[0]
    table = guide.split("## Properties\n")[1].split("\n\n")[0].split("|---|---|\n")[1]
    named = {
        word.strip(" `.")
        for row in table.splitlines()
        for word in row.split("|")[2].split(";")[0].split(",")
    }

    assert set(TYPES) == {word.strip(" .\n") for word in types.split(",")}
    assert set(PROPERTIES) == named
