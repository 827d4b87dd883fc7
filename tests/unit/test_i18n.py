"""Texts, numbers and dates in two languages."""

from __future__ import annotations

import re
from string import Formatter
from typing import get_args

import pytest

from graph.network import KINDS
from ontology.terms import BG
from service.aligning import VERDICTS as ALIGNED
from service.cascade import STEPS
from service.changes import CLASSES as CHANGED
from service.coverage import ASPECTS, REASONS, RESULTS
from service.coverage_pages import SHARED_ASPECTS
from service.decisions import VERDICTS
from service.findings import CATEGORIES, SEVERITIES, STATUSES
from service.goal_tree import DOERS, GAPS, LEVELS, VIEWS as GOAL_VIEWS
from service.i18n import TEXTS_FILE, Language, Translator, choose_language, load_texts
from service.network import SCRIPT_TEXTS
from service.nexus import STRENGTHS
from service.reader import KINDS as HIGHLIGHTS
from service.searching import ALL_KINDS
from service.summaries import ROLES, VIEWS, Per

SERVICE = TEXTS_FILE.parent.parent
_LITERAL = re.compile(r"""\bt(?:ext)?(?:\.count)?\(\s*["']([a-z_]+(?:\.[a-z_0-9]+)+)["']""")
_COUNTED = re.compile(r"""\.count\(\s*["']([a-z_.]+)["']""")
_QUOTED = re.compile(r"""["']([a-z]+\.[a-z_0-9.]+)["']""")

# Keys that are put together from a value, by the values they may have.
GROUPS = ("analysis", "checks", "competency", "rules")
COMPOSED = {
    *(f"grade.{grade}" for grade in (*range(7), "none")),
    *(f"aspect.{aspect}" for aspect in {*ASPECTS, *SHARED_ASPECTS}),
    *(f"reason.{form}{name.replace('-', '_')}" for name in REASONS for form in ("", "long.")),
    *(f"expected.{form}{name.replace('-', '_')}" for name in RESULTS for form in ("", "long.")),
    *(f"coverage.per.{per}" for per in get_args(Per)),
    *(f"summary.{part}.{per}" for per in VIEWS for part in ("heading", "lead", "how")),
    *(f"role.{role}" for role in ROLES),
    *(f"commitment.{name}" for name in STRENGTHS),
    *(f"cascade.step.{name}" for name in STEPS),
    *(f"cascade.{fault}" for fault in ("missing", "untied")),
    *(f"align.{part}.{name}" for name in ALIGNED for part in ("status", "about")),
    *(f"{what}.saved.{number}" for what in ("align", "decide") for number in ("one", "many")),
    *(
        f"overview.{what}.{number}"
        for what in ("conflicts", "warnings", "notices")
        for number in ("one", "many")
    ),
    *(f"align.is.{name}" for name in ALIGNED if name != "open"),
    *(f"change.{key}" for key in CHANGED),
    *(f"kind.{kind}" for kind in (*KINDS, *HIGHLIGHTS)),
    *(f"layer.{name}" for name in ("extracted", "curated", "inferred")),
    *(
        f"status.{term.rpartition('#')[2].lower()}"
        for term in (BG.Unreviewed, BG.Accepted, BG.Corrected, BG.Rejected, BG.Disputed)
    ),
    *(f"quote.{reason}" for reason in ("absent", "changed")),
    *(f"network.js.{key}" for key in SCRIPT_TEXTS),
    *(
        f"paper.{kind}.{part}"
        for kind in ("theme", "municipality", "agenda", "changes")
        for part in ("title", "lead")
    ),
    *(f"paper.open.{name}" for name in SEVERITIES),
    *(f"questions.{part}.{group}" for part in ("about", "group") for group in GROUPS),
    *(f"figures.{key}" for key in ("indicator", "place", "document")),
    *(f"findings.{key}" for key in ("category", "severity", "status")),
    *(f"finding.category.{name}" for name in CATEGORIES),
    *(f"finding.severity.{name}" for name in SEVERITIES),
    *(f"finding.status.{name}" for name in STATUSES),
    *(f"decide.about.{name}" for name in VERDICTS),
    *(f"goals.{key}" for key in ("document", "theme", "roof", "pillars", "foundation")),
    *(f"goals.{key}" for key in ("other_parents", "conditions", "tensions")),
    *(f"goals.view.{name}" for name in GOAL_VIEWS),
    *(f"goals.level.{name}" for name in LEVELS),
    *(f"goals.gap.{name}" for name in GAPS),
    *(f"goals.kind.{name}" for name in (*DOERS, "Target")),
    *(f"planning.{key}" for key in ("document", "body", "prepares", "before")),
    *(f"planning.{when}" for when in ("past", "now", "future", "unknown")),
    *(f"search.{form}.{kind}" for form in ("kind", "kind_one") for kind in ALL_KINDS),
}


def _used() -> set[str]:
    found: set[str] = set()
    files = [*SERVICE.glob("templates/*.html"), *SERVICE.rglob("*.py")]
    for path in files:
        text = path.read_text(encoding="utf-8")
        counted = set(_COUNTED.findall(text))
        found |= {f"{key}.{form}" for key in counted for form in ("one", "many")}
        found |= set(_LITERAL.findall(text)) - counted
        found |= set(_QUOTED.findall(text)) & set(load_texts())
    return found


def test_every_key_has_both_languages() -> None:
    """No text is missing or empty in Dutch or English."""
    wrong = {
        key: texts
        for key, texts in load_texts().items()
        if set(texts) != {"nl", "en"} or not all(texts.values())
    }

    assert {} == wrong


def test_no_key_is_missing() -> None:
    """Every key that a page or a route asks for is in the table."""
    assert set() == (_used() | COMPOSED) - set(load_texts())


def test_no_key_is_unused() -> None:
    """Every key in the table is asked for somewhere."""
    unused = set(load_texts()) - _used() - COMPOSED

    assert set() == {key for key in unused if not key.startswith("term.")}


def test_both_languages_fill_in_the_same_values() -> None:
    """A text has the same `{names}` in Dutch and in English."""
    names = {
        key: [{name for _, name, _, _ in Formatter().parse(text) if name} for text in both.values()]
        for key, both in load_texts().items()
    }

    assert {} == {key: found for key, found in names.items() if found[0] != found[1]}


@pytest.mark.parametrize(
    ("expected", "language", "value"),
    [
        ("69.000", "nl", 69000),
        ("69,000", "en", 69000),
        ("0,95", "nl", "0.95"),
        ("-1.250,5", "nl", "-1250.50"),
        ("12", "nl", "12"),
        ("ongeveer", "nl", "ongeveer"),
    ],
)
def test_numbers(expected: str, language: Language, value: int | str) -> None:
    """Thousands and decimals as the language writes them; other text stays."""
    assert expected == Translator(language).number(value)


@pytest.mark.parametrize(
    ("expected", "language", "value"),
    [
        ("7 november 2024", "nl", "2024-11-07"),
        ("7 November 2024", "en", "2024-11-07"),
        ("april 2025", "nl", "2025-04"),
        ("2030", "nl", "2030"),
        ("2024-13-01", "nl", "2024-13-01"),
        ("a-b", "nl", "a-b"),
    ],
)
def test_dates(expected: str, language: Language, value: str) -> None:
    """Dates in words; what is no date stays."""
    assert expected == Translator(language).date(value)


@pytest.mark.parametrize(
    ("expected", "n"), [("1 document gelezen", 1), ("1.200 documenten gelezen", 1200)]
)
def test_counts(expected: str, n: int) -> None:
    """One and many have their own words."""
    assert expected == Translator("nl").count("frame.read", n)


def test_an_unknown_key_raises() -> None:
    """A typing error in a key does not become a text."""
    with pytest.raises(KeyError):
        Translator("nl")("geen.sleutel")


@pytest.mark.parametrize(
    ("expected", "asked", "cookie", "usual"),
    [
        ("en", "en", "nl", "nl"),
        ("en", None, "en", "nl"),
        ("nl", "fr", None, "nl"),
        ("en", None, None, "en"),
    ],
)
def test_choice_of_language(
    expected: str, asked: str | None, cookie: str | None, usual: Language
) -> None:
    """The address wins over the cookie, the cookie over the setting; unknown is ignored."""
    assert expected == choose_language(asked, cookie, usual)
