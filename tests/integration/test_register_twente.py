"""The register of Twente keeps what the readers and the queries count on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

import ontology
from graph.register import Region, iter_region_quads, load_region
from graph.turtle import iter_turtle_quads
from ingest.mentions import Gazetteer
from ontology.records import Iri, RegisterEntry
from ontology.terms import BG, DCT, GEO, SKOS

STUBS = Path(ontology.__file__).parent / "reference.ttl"
TOOI = "https://identifier.overheid.nl/tooi/id/"
GIVEN_THEMES = [
    "economie",
    "wonen",
    "voorzieningen",
    "bereikbaarheid",
    "euregionale-agglomeratiekracht",
    "leefbaarheid",
    "landschap",
    "defensie",
    "energie",
    "water-klimaat",
]
GIVEN = [
    "plaats/twente",
    "plaats/overijssel",
    "plaats/drie-steden",
    "plaats/netwerkstad",
    "plaats/nederland",
    "plaats/hof-van-twente",
    "plaats/rijssen-holten",
    "groep/14-gemeenten",
    "groep/11-gemeenten",
    "groep/drie-steden",
    "groep/netwerkstad-gemeenten",
    "indicator/woningen-toegevoegd",
    "indicator/woningvoorraad",
    "indicator/woningbehoefte",
    "indicator/plancapaciteit-hard",
    "indicator/plancapaciteit-zacht",
    "indicator/plancapaciteit",
    "indicator/woningproductie-per-jaar",
    "indicator/extra-woningbouwambitie",
    "indicator/inwoners",
    "indicator/inwoners-toegevoegd",
    "indicator/banen-toegevoegd",
    "indicator/banen",
    "indicator/ruimtevraag-bedrijventerrein",
    "indicator/uitgeefbaar-bedrijventerrein",
    "indicator/energiebesparing",
    "indicator/aandeel-nieuwe-energie",
    "overleg/bol",
    "overleg/bo-mirt",
    "overleg/bo",
    "overleg/do",
    "overleg/kernteam",
    "overleg/werkgroepen",
    "overleg/boss",
    "overleg/twenteraad",
    "document/ros",
    "document/rsia",
    "document/position-paper-twente-2050",
    "document/nota-ruimte",
    "document/woonagenda-twente-2021-2025",
    "document/plan-van-aanpak-ros",
    "document/raadsbrief-almelo",
    "document/raadsbrief-enschede",
    "document/netwerkstad-twente-2040",
    "project/hart-van-zuid",
    "project/zuidbroek-flexwonen",
    "instrument/monitor-gezond-wonen",
    "instrument/kwalitatief-afwegingskader-uitbreiding",
    "instrument/aanjaagteam",
    "instrument/flexpool",
    "instrument/regeling-flexwonen",
]
GIVEN_CONCEPTS = [
    "grondslag-vast-bedrag-per-stad",
    "grondslag-inwoneraantal",
    "grondslag-een-zestiende-regiokosten",
    "projectcategorie-versnelling-stedelijk",
    "projectcategorie-langs-de-radialen",
    "projectcategorie-thematisch",
    "projectcategorie-thematisch-herontwikkeling-agrarische-bebouwing",
    "projectcategorie-thematisch-herontwikkeling",
    "projectcategorie-thematisch-transformatie-centrumlocaties",
    "projectcategorie-thematisch-flexwonen",
    "projectcategorie-thematisch-doelgroeponafhankelijk-wonen",
    "projectcategorie-thematisch-arbeidsmigranten",
    "projectcategorie-thematisch-wonen-en-zorg",
    "onderwerp-producten-en-inhoud",
]


@pytest.fixture(scope="module")
def region() -> Region:
    """The register as it ships."""
    return load_region()


def of_kind(region: Region, kind: str) -> list[RegisterEntry]:
    """All entries of one kind."""
    return [entry for entry in region.entries.values() if entry.kind == kind]


def find_entry(region: Region, path: str) -> RegisterEntry:
    """The entry with a local identifier."""
    return region.entries[Iri(f"{region.names.base}id/{path}")]


def values(region: Region, predicate: Iri, subjects: Iterable[Iri]) -> dict[Iri, set[str]]:
    """What a predicate says of each subject, as N-Triples terms."""
    found: dict[Iri, set[str]] = {subject: set() for subject in subjects}
    names = {f"<{subject}>": subject for subject in found}
    for quad in iter_region_quads(region):
        if quad.predicate.value == predicate and str(quad.subject) in names:
            found[names[str(quad.subject)]].add(str(quad.object))
    return found


def test_register_has_no_issues(region: Region) -> None:
    """No two entries of one kind share a label."""
    assert [] == [issue.message for issue in region.issues]


def test_fourteen_municipalities_carry_tooi_identifiers(region: Region) -> None:
    """The group of 14 holds 14 municipalities, each by its TOOI IRI."""
    members = find_entry(region, "groep/14-gemeenten").members

    assert 14 == len(members)
    assert all(re.fullmatch(TOOI + r"gemeente/gm\d{4}", member) for member in members)


def test_ended_municipality_is_not_used(region: Region) -> None:
    """Rijssen-Holten is gm1742, never the ended municipality Rijssen."""
    assert Iri(TOOI + "gemeente/gm0178") not in region.entries


def test_municipality_is_actor_and_place_of_one_name(region: Region) -> None:
    """Every municipality governs a place with the same preferred label."""
    for member in find_entry(region, "groep/14-gemeenten").members:
        actor = region.entries[member]
        assert actor.place is not None
        assert actor.preferred == region.entries[actor.place].preferred


def test_groups_divide_the_region(region: Region) -> None:
    """The 11 and the three cities are together the 14, without overlap."""
    all_members = set(find_entry(region, "groep/14-gemeenten").members)
    cities = set(find_entry(region, "groep/drie-steden").members)
    others = set(find_entry(region, "groep/11-gemeenten").members)

    assert (all_members, set()) == (cities | others, cities & others)


def test_members_are_in_the_register(region: Region) -> None:
    """Every member of a group is an entry itself."""
    missing = [
        member
        for entry in region.entries.values()
        for member in entry.members
        if member not in region.entries
    ]
    assert [] == missing


def test_every_place_reaches_its_country(region: Region) -> None:
    """Each place names its country among the areas it lies in."""
    countries = {find_entry(region, f"plaats/{slug}").iri for slug in ("nederland", "duitsland")}
    lost = [
        place.iri
        for place in of_kind(region, "place")
        if place.iri not in countries and not countries & set(place.within)
    ]
    assert [] == lost


def test_within_is_complete(region: Region) -> None:
    """What a larger area lies in, the smaller one names too, as the queries take one step."""
    for place in of_kind(region, "place"):
        for larger in place.within:
            assert set(region.entries[larger].within) <= set(place.within), place.iri


def test_the_ten_themes_are_there(region: Region) -> None:
    """The ten subjects of the strategy, by the identifiers the project fixed."""
    expected = {f"{region.names.base}id/thema/{slug}" for slug in GIVEN_THEMES}

    assert expected == {theme.iri for theme in of_kind(region, "theme")}


def test_theme_has_labels_and_definition(region: Region) -> None:
    """Every theme has a Dutch and an English label and definition."""
    themes = [theme.iri for theme in of_kind(region, "theme")]
    for predicate in (SKOS.prefLabel, SKOS.definition):
        for theme, found in values(region, predicate, themes).items():
            assert {"nl", "en"} == {text[-2:] for text in found}, (theme, predicate)


def test_theme_links_to_the_toplijst(region: Region) -> None:
    """Every theme has a close match in the national list of themes."""
    themes = [theme.iri for theme in of_kind(region, "theme")]
    for theme, found in values(region, SKOS.closeMatch, themes).items():
        assert any("/thes/top/c_" in text for text in found), theme


def test_match_targets_have_a_stub(region: Region) -> None:
    """Every outside concept we point at is typed in the reference graph (NL-SBB asks it)."""
    stubs = iter_turtle_quads(STUBS, region.names.graph("reference"))
    quads = [*iter_region_quads(region), *stubs]
    matches = {SKOS.closeMatch, SKOS.relatedMatch, SKOS.exactMatch}
    targets = {str(quad.object) for quad in quads if quad.predicate.value in matches}
    typed = {str(quad.subject) for quad in quads if str(quad.object) == f"<{SKOS.Concept}>"}

    assert set() == targets - typed


@pytest.mark.parametrize("path", GIVEN)
def test_fixed_identifier_is_in_the_register(region: Region, path: str) -> None:
    """Identifiers that other parts rely on exist."""
    assert Iri(f"{region.names.base}id/{path}") in region.entries


@pytest.mark.parametrize("slug", GIVEN_CONCEPTS)
def test_fixed_concept_is_in_a_scheme(region: Region, slug: str) -> None:
    """Values of open lists that other parts rely on exist."""
    assert Iri(f"{region.names.base}id/begrip/{slug}") in region.concepts


def test_scheme_has_a_title(region: Region) -> None:
    """Every scheme that a concept or theme is in has dct:title (NL-SBB)."""
    schemes = {scheme for concept in region.concepts.values() for scheme in concept.schemes}

    assert [] == [s for s, found in values(region, DCT.title, schemes).items() if not found]


def test_indicator_has_a_unit(region: Region) -> None:
    """A number without unit compares with nothing."""
    assert [] == [entry.iri for entry in of_kind(region, "indicator") if entry.unit is None]


def test_project_says_nothing_a_document_should_say(region: Region) -> None:
    """Municipality, category and place of a project are claims of documents."""
    projects = [entry.iri for entry in of_kind(region, "project")]
    for predicate in (BG.scopePlace, BG.projectCategory, GEO.sfWithin):
        assert [] == [p for p, found in values(region, predicate, projects).items() if found]


@pytest.mark.parametrize("kind", ["project", "programme", "instrument", "indicator"])
def test_policy_element_has_known_themes(region: Region, kind: str) -> None:
    """Coverage by theme needs a theme on every policy element that is about one."""
    themes = {theme.iri for theme in of_kind(region, "theme")}
    general = {"horizon", "inwoners", "inwoners-toegevoegd"}  # about all themes, so about none
    for entry in of_kind(region, kind):
        if entry.iri.rpartition("/")[2] not in general:
            assert entry.themes, entry.iri
        assert set(entry.themes) <= themes, entry.iri


def test_no_label_is_a_sentence(region: Region) -> None:
    """Labels are names and terms: at most eight words, so no source sentence slips in."""
    long = [
        label.text
        for entry in region.entries.values()
        for label in entry.labels
        if len(label.text.split()) > 8
    ]
    assert [] == long


def test_increment_words_are_apart_from_stock_words(region: Region) -> None:
    """'extra banen' and 'nieuwe woningen' never stand for a stock."""
    stocks = [entry for entry in of_kind(region, "indicator") if entry.mode == BG.Stock]
    words = {label.text.split()[0] for entry in stocks for label in entry.labels}

    assert set() == words & {"extra", "nieuwe", "meer"}


SENTENCES = [
    ("Starters zoeken een koopwoning of een plek in de middenhuur.", "wonen"),
    ("Werkgevers missen vakmensen en bedrijfskavels raken op.", "economie"),
    ("De huisarts en het zwembad verdwijnen uit het dorp.", "voorzieningen"),
    ("De buslijn volgt straks de rondweg langs het station.", "bereikbaarheid"),
    (
        "Nederlands-Duitse studenten reizen dagelijks over de grens.",
        "euregionale-agglomeratiekracht",
    ),
    ("Geluidhinder en verloedering drukken op de wijk.", "leefbaarheid"),
    ("Houtwallen en weidevogels horen bij de boerenerven.", "landschap"),
    ("Naast de kazerne komt een munitiedepot.", "defensie"),
    ("Netcongestie remt zonnevelden en warmtenetten.", "energie"),
    ("Bij hoosbuien vangen de beekdalen het regenwater op.", "water-klimaat"),
]


@pytest.fixture(scope="module")
def theme_finder(region: Region) -> Gazetteer:
    """Finds the themes of the region in a text."""
    return Gazetteer(of_kind(region, "theme"))


@pytest.mark.parametrize(("sentence", "slug"), SENTENCES)
def test_theme_is_found_in_words_of_our_own(
    theme_finder: Gazetteer, region: Region, sentence: str, slug: str
) -> None:
    """Labels reach beyond the documents we read: a made-up sentence shows its one theme."""
    found = {mention.entity for mention in theme_finder.find(sentence)}

    assert {find_entry(region, f"thema/{slug}").iri} == found


@pytest.mark.parametrize(
    "sentence",
    [
        "Het politieke landschap verandert en de treffende toon is energiek.",
        "Wij zorgen dat de werkgroep zijn werkwijze afstemt met het waterschap.",
        "Het ministerie van Economische Zaken sluit zich bij dit besluit aan.",
        "De doelenboom is vastgesteld door de inwoners van de suburbane gordel.",
    ],
)
def test_look_alike_shows_no_theme(theme_finder: Gazetteer, sentence: str) -> None:
    """Words that only look like a theme are vetoed."""
    assert () == theme_finder.find(sentence)


def test_bare_name_is_the_place_and_gemeente_the_actor(region: Region) -> None:
    """In running text a municipality's name is a place; after `gemeente` it is the government."""
    finder = Gazetteer(region.entries.values())

    kinds = [
        (mention.kind, mention.entity in find_entry(region, "groep/14-gemeenten").members)
        for mention in finder.find("In Borne wordt gebouwd. De gemeente Losser betaalt mee.")
    ]

    assert [("place", False), ("actor", True)] == kinds
