"""What a check leaves out on purpose, because a reader has nothing to do with it, and what it keeps.

In each pair the first set is left out; the second differs in one thing and is found.
"""

from hashlib import sha256
from typing import Final

import pytest

from tests.integration.test_checks import ask, target
from tests.integration.test_checks_all import (
    HEAD,
    IN_A,
    ISSUED,
    NEED,
    NOW,
    PARTS,
    TASK,
    UNSURE,
    UP,
    covers,
    goal,
    number,
    way,
)

LETTER: Final = """<document/a> bg:documentType <begrip/brief> .
<begrip/brief> skos:broadMatch <http://purl.org/spar/fabio/Letter> . """
VISION: Final = "<document/a> bg:documentType <begrip/visie> . "
ACCOUNT: Final = (
    "<versie/a> dct:type <begrip/feitenblad> . <versie/b> dct:type <begrip/feitenblad> . "
)
SOFT: Final = "<bewering/9> rdf:subject <doel/a> ; bg:modality bg:Ambitie . "
MOMENT: Final = """<document/a> dct:issued "2027-03-04"^^xsd:date .
<m/1> a bg:Milestone ; bg:deadline "{when}"^^xsd:gYearMonth ; bg:decides <document/x> ;
bg:evidencedBy <p/1> ; bg:statedIn <versie/a> . """
AT: Final = "<m/1> bg:atBody <o/1> . "
OTHER: Final = '<m/2> a bg:Milestone ; bg:atBody <o/1> ; bg:deadline "2099"^^xsd:gYear ; ' + IN_A
CITED: Final = "<document/a> cito:cites <document/z> . <document/b> cito:cites <document/z> . "
PLANNED: Final = """<m/3> a bg:Milestone ; bg:decides <document/z> ;
bg:deadline "{when}"^^xsd:gYearMonth . """
MEETING: Final = """<thema/x> a bg:Theme . <thema/y> a bg:Theme . <p/1> bg:mentionsTheme <thema/x> .
<p/2> bg:mentionsTheme <thema/y> . <doel/x> a bg:Goal ; bg:hasTheme <thema/x> . """
FALL: Final = 'bg:baselineYear "2030"^^xsd:gYear ;'
HORIZON: Final = ISSUED.format(year=2021) + '<document/b> bg:planHorizon "{year}"^^xsd:gYear . '
ALONE: Final = target("x", "a", "bg:lowerBound 9.0 ; bg:evidencedBy <p/1>")
SPLIT: Final = target("x", "a", "bg:lowerBound 900.0") + target("y", "a", "bg:upperBound 700.0")


def named(first: str, second: str) -> str:
    """A document that two places call by two names."""
    return f"""<document/x> a bg:Document ; bg:evidencedBy <p/1>, <p/2> ;
    skos:prefLabel "{first}"@nl ; skos:altLabel "{second}"@nl .
    <p/1> bg:quoteHash "sha256:{sha256(first.encode()).hexdigest()}" .
    <p/2> bg:quoteHash "sha256:{sha256(second.encode()).hexdigest()}" . """


PAIRS: Final[dict[str, tuple[str, str, str]]] = {
    "a body that nobody waits for": (
        "body-without-members",
        "<overleg/x> a bg:GovernanceBody .",
        "<overleg/x> a bg:GovernanceBody . <overleg/y> bg:meetsBefore <overleg/x> .",
    ),
    "a goal without action in a letter": (
        "goal-without-action",
        LETTER + goal("a"),
        VISION + goal("a"),
    ),
    "a goal without year in a letter": (
        "goal-without-deadline",
        LETTER + goal("a"),
        VISION + goal("a"),
    ),
    "a goal without target in a letter": (
        "main-goal-without-target",
        LETTER + goal("a"),
        VISION + goal("a"),
    ),
    "a goal without support in a letter": (
        "regional-goal-without-support",
        LETTER + goal("a"),
        VISION + goal("a"),
    ),
    "a soft goal in a letter": (
        "soft-main-goal",
        LETTER + goal("a") + SOFT,
        VISION + goal("a") + SOFT,
    ),
    "a loose goal in a letter": (
        "leaf-without-ambition",
        LETTER + goal("a", "SubGoal"),
        VISION + goal("a", "SubGoal"),
    ),
    "a theme that a letter only names": (
        "theme-named-only",
        LETTER + covers("x", 2),
        VISION + covers("x", 2),
    ),
    "a theme that an account only names": (
        "theme-named-only",
        ACCOUNT + covers("x", 2),
        covers("x", 2),
    ),
    "a theme that a letter leaves out": (
        "theme-gap",
        LETTER + covers("x", 0),
        VISION + covers("x", 0),
    ),
    "a theme of a kind with expectations": (
        "theme-gap",
        VISION + covers("x", 0) + "<begrip/visie> bg:expectsTheme <thema/y> .",
        VISION + covers("x", 0),
    ),
    "a loose goal that is not sure": (
        "leaf-without-ambition",
        UNSURE.format(status="Unreviewed"),
        UNSURE.format(status="Accepted"),
    ),
    "a loose goal that is not sure and that nobody wrote down": (
        "leaf-without-ambition",
        UNSURE.format(status="Unreviewed"),
        UNSURE.format(status="Unreviewed")
        + "<bewering/2> rdf:subject <doel/a> ; rdf:predicate rdf:type ; rdf:object bg:Goal ; "
        "bg:layer bg:Curated . ",
    ),
    "a goal without action that is not sure": (
        "goal-without-action",
        UNSURE.format(status="Unreviewed"),
        UNSURE.format(status="Accepted"),
    ),
    "a moment before the document": (
        "milestone-passed",
        NOW + MOMENT.format(when="2027-02") + AT,
        NOW + MOMENT.format(when="2027-03") + AT,
    ),
    "a moment before the document, without body": (
        "milestone-without-body",
        MOMENT.format(when="2027-02") + OTHER,
        MOMENT.format(when="2027-04") + OTHER,
    ),
    "what follows a text that is not there": (
        "cited-but-absent",
        CITED + "<document/y> bg:elaboratedIn <document/z> .",
        CITED
        + '<document/y> bg:elaboratedIn <document/z> . <document/z> dct:issued "2024"^^xsd:gYear .',
    ),
    "what is still to be decided on": (
        "cited-but-absent",
        NOW + CITED + PLANNED.format(when="2030-06"),
        NOW + CITED + PLANNED.format(when="2030-04"),
    ),
    "a pair with an isolated theme": (
        "themes-that-never-meet",
        MEETING,
        MEETING + "<doel/x> bg:hasTheme <thema/z> .",
    ),
    "a word made of the other name": (
        "name-drift",
        named("waterproef", "water voor later"),
        named("beekproeven", "water voor later"),
    ),
    "two accounts": (
        "same-number-other-scope",
        ACCOUNT
        + number("x", "inwoners", 9000)
        + number("y", "inwoners", 9000, version="b", year=2050),
        number("x", "inwoners", 9000) + number("y", "inwoners", 9000, version="b", year=2050),
    ),
    "a part and its whole": (
        "document-disagrees-with-itself",
        SPLIT + number("r", "rest", 200),
        SPLIT + number("r", "rest", 300),
    ),
    "a target of a year that has passed": (
        "single-passage-target",
        '<uitgave/1> a dcat:Dataset ; dct:issued "2041-05-01"^^xsd:date . ' + ALONE,
        NOW + ALONE,
    ),
    "a target that is an observation too": (
        "single-passage-target",
        ALONE + number("o", "woningen", 9, year=2020),
        ALONE + number("o", "woningen", 8, year=2020),
    ),
    "a growth that ends before the shrinkage": (
        "direction-development",
        HORIZON.format(year=2030) + way("x", "bg:upperBound -1.0", "a", FALL) + way("y", UP, "b"),
        HORIZON.format(year=2040) + way("x", "bg:upperBound -1.0", "a", FALL) + way("y", UP, "b"),
    ),
    "a rounded need beside the exact one": (
        "need-exceeds-capacity",
        NEED
        + number("n", "vraag", 1000, more="bg:isApproximate true ;")
        + number("e", "vraag", 920, place="streek")
        + number("c", "ruimte", 930),
        NEED
        + number("n", "vraag", 1000, more="bg:isApproximate true ;")
        + number("c", "ruimte", 930),
    ),
    "parts of which one is lacking": (
        "parts-against-total",
        PARTS + TASK,
        PARTS + TASK + number("c", "c", 200),
    ),
    "a few unsure goals among many": (
        "uncertain-goal-or-target",
        UNSURE.format(status="Unreviewed")
        + "".join(
            goal(name) + f"<bewering/{name}> rdf:subject <doel/{name}> ; rdf:predicate rdf:type ; "
            "rdf:object bg:Goal ; bg:layer bg:Extracted . "
            for name in ("b", "c")
        ),
        UNSURE.format(status="Unreviewed"),
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_it_is_left_out(name: str) -> None:
    """A check says nothing of what its explanation leaves out."""
    check, turtle, _ = PAIRS[name]

    assert [] == ask(check, HEAD + turtle)


@pytest.mark.parametrize("name", PAIRS)
def test_the_like_is_kept(name: str) -> None:
    """One thing different, and the check speaks."""
    check, _, turtle = PAIRS[name]

    assert ask(check, HEAD + turtle)


def test_parts_are_shown_with_thousands() -> None:
    """The sum of the parts reads in Dutch and in English."""
    (row,) = ask(
        "parts-against-total",
        HEAD
        + PARTS.replace("300.00", "5800.00").replace("400.00", "8300.00")
        + TASK.replace("900.0", "9000.0").replace("1200.0", "22000.0")
        + number("c", "c", 60),
    )

    assert ("8.300 + 5.800 + 60", "8,300 + 5,800 + 60") == (row["nl"], row["en"])
