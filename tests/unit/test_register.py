"""Loading the register of a region."""

from __future__ import annotations

import doctest
import shutil
from pathlib import Path

import pytest

from graph.register import iter_region_quads, load_region
from graph.turtle import iter_turtle_quads
from ontology.errors import RegisterError
from ontology.records import Iri, Label

SMALL = Path(__file__).parents[1] / "data" / "region-small"
ID = "https://example.org/zandland/id/"
UNIT = "http://qudt.org/vocab/unit/"
BG = "https://w3id.org/beleidsgraaf/def#"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small region that a test may damage."""
    return Path(shutil.copytree(SMALL, tmp_path / "region"))


def iri(path: str) -> Iri:
    """An identifier of the small region."""
    return Iri(ID + path)


def append(file: Path, text: str) -> None:
    """Add lines to a file."""
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_card_names_the_region() -> None:
    """Slug, title, base and languages come from region.yml."""
    region = load_region(SMALL)

    assert (
        "zandland",
        {"nl": "Zandland", "en": "Sandland"},
        "https://example.org/zandland/",
        ("nl", "en"),
    ) == (region.slug, region.title, region.names.base, region.languages)


def test_sources_folder_is_seen_from_the_card() -> None:
    """The folder of source cards is relative to region.yml."""
    assert (SMALL / "sources").resolve() == load_region(SMALL).sources_folder


@pytest.mark.parametrize(
    ("path", "kind", "main_class"),
    [
        ("thema/wonen", "theme", "Theme"),
        ("organisatie/eikhoven", "actor", "Actor"),
        ("groep/drie-gemeenten", "actor", "Actor"),
        ("plaats/eikhoven", "place", "Place"),
        ("programma/zon-op-dak", "programme", "Programme"),
        ("project/havenkade", "project", "KeyProject"),
        ("document/toekomstvisie-zandland", "document", "PolicyDocument"),
        ("overleg/regiotafel", "body", "GovernanceBody"),
        ("instrument/woonmonitor", "instrument", "Instrument"),
        ("indicator/inwoners", "indicator", "Indicator"),
    ],
)
def test_kind_follows_the_main_class(path: str, kind: str, main_class: str) -> None:
    """Each main class of the register gives one kind of entry."""
    entry = load_region(SMALL).entries[iri(path)]

    assert (kind, BG + main_class) == (entry.kind, entry.type)


def test_labels_hold_all_ways_of_writing() -> None:
    """Preferred, alternative and hidden labels all count, in that order, with their language."""
    entry = load_region(SMALL).entries[iri("organisatie/provincie")]

    assert (
        Label(text="provincie Duinrijk"),
        Label(text="province of Duinrijk", language="en"),
        Label(text="de provincie"),
    ) == entry.labels


def test_abbreviation_becomes_an_exact_label() -> None:
    """A skos:notation must match case and all."""
    entry = load_region(SMALL).entries[iri("organisatie/ministerie")]

    assert Label(text="WZ", exact=True) in entry.labels


def test_abbreviation_wins_from_the_same_loose_label(folder: Path) -> None:
    """A name that is also a notation matches only exactly."""
    append(
        folder / "register.ttl",
        '<organisatie/x> a bg:Actor ; skos:prefLabel "Top"@nl ; skos:notation "Top" .\n',
    )

    labels = load_region(folder).entries[iri("organisatie/x")].labels

    assert (Label(text="Top", exact=True),) == labels


def test_negative_labels_are_kept_apart() -> None:
    """A phrase in which the label must not match is no label itself."""
    entry = load_region(SMALL).entries[iri("thema/landschap")]

    assert ("politiek landschap",) == entry.negative


def test_group_knows_its_members() -> None:
    """A group of actors is an actor with members, in file order."""
    entry = load_region(SMALL).entries[iri("groep/drie-gemeenten")]

    expected = ["organisatie/eikhoven", "organisatie/beekdam", "organisatie/hof-ter-linde"]
    assert tuple(iri(path) for path in expected) == entry.members


def test_actor_knows_the_place_it_governs() -> None:
    """bg:governedBy of a place is read back from its actor."""
    entry = load_region(SMALL).entries[iri("organisatie/beekdam")]

    assert iri("plaats/beekdam") == entry.place


def test_shared_name_is_left_to_the_place() -> None:
    """The bare name is a label of the place; the actor shows it but is found by its longer one."""
    entry = load_region(SMALL).entries[iri("organisatie/beekdam")]

    assert ("Beekdam", (Label(text="gemeente Beekdam"),)) == (entry.preferred, entry.labels)


def test_place_is_its_own_place_and_lies_within() -> None:
    """A place carries itself and every larger area."""
    entry = load_region(SMALL).entries[iri("plaats/beekdam")]

    assert (iri("plaats/beekdam"), (iri("plaats/zandland"), iri("plaats/nederland"))) == (
        entry.place,
        entry.within,
    )


def test_document_carries_its_year() -> None:
    """The year of issue comes from a date of any precision."""
    assert 2024 == load_region(SMALL).entries[iri("document/toekomstvisie-zandland")].year


def test_indicator_carries_unit_and_mode() -> None:
    """An indicator says in what it is counted and how."""
    entry = load_region(SMALL).entries[iri("indicator/banen-toegevoegd")]

    assert (UNIT + "NUM", BG + "Increment") == (entry.unit, entry.mode)


def test_mode_is_absent_when_the_words_do_not_imply_one() -> None:
    """An indicator without measure mode has none."""
    assert load_region(SMALL).entries[iri("indicator/oppervlakte")].mode is None


def test_concepts_are_not_entries() -> None:
    """Values of open lists are concepts, with words and broader concept."""
    region = load_region(SMALL)
    concept = region.concepts[iri("begrip/projectcategorie-stad-kade")]

    assert (iri("begrip/projectcategorie-stad"),) == concept.broader
    assert concept.iri not in region.entries


def test_themes_are_not_concepts() -> None:
    """A theme is an entry, although it is a skos:Concept too."""
    assert iri("thema/wonen") not in load_region(SMALL).concepts


def test_quads_go_to_their_graph() -> None:
    """Each file's triples are in the named graph that region.yml says."""
    region = load_region(SMALL)

    graphs = {str(quad.graph_name) for quad in iter_region_quads(region)}

    names = ("register", "themes", "schemes")
    assert {f"<{region.names.graph(name)}>" for name in names} == graphs


def test_trig_block_keeps_its_graph(tmp_path: Path) -> None:
    """A named block in TriG stays in that graph, the rest goes to the given one."""
    file = tmp_path / "two.trig"
    file.write_text("<x:a> <x:b> <x:c> . GRAPH <x:g> { <x:d> <x:b> <x:c> . }", encoding="utf-8")

    quads = iter_turtle_quads(file, Iri("x:given"))

    assert ["<x:given>", "<x:g>"] == [str(quad.graph_name) for quad in quads]


def test_same_name_across_kinds_is_no_issue() -> None:
    """A municipality is a place and an actor with one name."""
    assert () == load_region(SMALL).issues


def test_shared_label_within_a_kind_is_an_issue(folder: Path) -> None:
    """Two actors with one name, whatever the case, are reported once; loading goes on."""
    extra = '<organisatie/y> a bg:Actor ; skos:prefLabel "GEMEENTE Beekdam"@nl .\n'
    append(folder / "register.ttl", extra)

    issues = load_region(folder).issues

    assert ["shared-label"] == [issue.code for issue in issues]
    assert "gemeente beekdam" in issues[0].message


def test_themes_may_share_words_but_no_name(folder: Path) -> None:
    """One phrase can show two themes; two themes with one name are reported."""
    extra = (
        '<thema/x> a bg:Theme ; skos:prefLabel "x"@nl ; skos:hiddenLabel "woningbouw"@nl .\n'
        '<thema/y> a bg:Theme ; skos:prefLabel "energie"@nl .\n'
    )
    append(folder / "themes.ttl", extra)

    messages = [issue.message for issue in load_region(folder).issues]

    assert 1 == len(messages)
    assert "energie" in messages[0]


def test_missing_card_names_the_file(tmp_path: Path) -> None:
    """A folder without region.yml is refused by name."""
    with pytest.raises(RegisterError, match=r"region\.yml: cannot be read"):
        load_region(tmp_path)


def test_missing_key_is_named(folder: Path) -> None:
    """A region.yml without base says so."""
    card = folder / "region.yml"
    lines = card.read_text(encoding="utf-8").splitlines(keepends=True)
    card.write_text("".join(x for x in lines if not x.startswith("base")), encoding="utf-8")

    with pytest.raises(RegisterError, match="missing key base"):
        load_region(folder)


def test_unknown_key_is_named(folder: Path) -> None:
    """A key that nobody reads stops the load."""
    append(folder / "region.yml", "colour: blue\n")

    with pytest.raises(RegisterError, match="unknown key colour"):
        load_region(folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("slug: zandland", "slug: Zand Land", "slug 'Zand Land'"),
        ("https://example.org/zandland/", "zandland", "base: a region's base"),
        ("languages: [nl, en]", "languages: nl", "languages must be a list"),
        ("  nl: Zandland", "  de: Zandland", "title needs at least a text for nl"),
        ("sources: sources", "sources: 3", "sources must be a text"),
        ("    - themes.ttl", "    - gone.ttl", "gone.ttl is not there"),
        ("    - themes.ttl", "    {}", "graphs.themes must be a list"),
        ("slug: zandland", "slug: [", "not YAML"),
    ],
)
def test_wrong_value_is_named(folder: Path, old: str, new: str, message: str) -> None:
    """A value of the wrong form gives one line that names the key."""
    card = folder / "region.yml"
    card.write_text(card.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    with pytest.raises(RegisterError, match=message) as caught:
        load_region(folder)
    assert "\n" not in str(caught.value)


def test_broken_turtle_names_file_and_line(folder: Path) -> None:
    """Turtle that does not parse gives the file and the line."""
    (folder / "themes.ttl").write_text("<x:a> <x:b> <x:c> .\n<x:a> oops\n", encoding="utf-8")

    with pytest.raises(RegisterError, match=r"themes\.ttl, line 2"):
        load_region(folder)


def test_file_that_is_not_utf8_is_refused(folder: Path) -> None:
    """Bytes that are not UTF-8 give the file and a line."""
    (folder / "themes.ttl").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(RegisterError, match=r"themes\.ttl, line 1"):
        load_region(folder)


def test_other_file_type_is_refused(tmp_path: Path) -> None:
    """Only Turtle and TriG are read."""
    file = tmp_path / "x.rdf"
    file.write_text("", encoding="utf-8")

    with pytest.raises(RegisterError, match=r"give a \.ttl or \.trig file"):
        list(iter_turtle_quads(file, Iri("x:g")))


def test_blank_node_is_refused(folder: Path) -> None:
    """A blank node has no stable name, so the register holds none."""
    append(folder / "register.ttl", "<plaats/zandland> bg:governedBy [ a bg:Actor ] .\n")

    with pytest.raises(RegisterError, match="blank node"):
        load_region(folder)


def test_entry_without_dutch_label_is_named(folder: Path) -> None:
    """Every entry needs a preferred label in Dutch."""
    append(folder / "register.ttl", '<project/z> a bg:KeyProject ; skos:prefLabel "Z"@en .\n')

    with pytest.raises(RegisterError, match="project/z has no skos:prefLabel in Dutch"):
        load_region(folder)


def test_entry_of_two_kinds_is_refused(folder: Path) -> None:
    """A place and its government are two entries."""
    append(folder / "register.ttl", '<x/z> a bg:Place, bg:Actor ; skos:prefLabel "Z"@nl .\n')

    with pytest.raises(RegisterError, match="both actor and place"):
        load_region(folder)


def test_fifty_thousand_labels_load(folder: Path) -> None:
    """A register of 50,000 labels loads whole; benchmarks/reading.py says how fast."""
    lines = (
        f'<organisatie/o{n}> a bg:Actor ; skos:prefLabel "Organisatie {n}"@nl ; '
        f'skos:altLabel "Stichting {n}"@nl, "Bureau {n}"@nl, "Dienst {n}"@nl, "Club {n}"@nl .'
        for n in range(10_000)
    )
    append(folder / "register.ttl", "\n".join(lines))

    region = load_region(folder)

    assert sum(len(entry.labels) for entry in region.entries.values()) > 50_000


def test_example_in_the_manual_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """What docs/register.md shows is what happens."""
    root = SMALL.parents[2]
    monkeypatch.chdir(root)

    result = doctest.testfile(str(root / "docs" / "register.md"), module_relative=False)

    assert (1, 0) == (min(result.attempted, 1), result.failed)


def test_manual_names_every_file_and_key() -> None:
    """docs/register.md names each Turtle file of the region and each key of its card."""
    manual = (SMALL.parents[2] / "docs" / "register.md").read_text(encoding="utf-8")
    files = [path.name for paths in load_region().turtle.values() for path in paths]
    keys = ["slug", "title", "base", "languages", "sources", "graphs"]

    assert [] == [word for word in files + keys if f"`{word}`" not in manual]
