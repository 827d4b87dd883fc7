"""What a build tells a person: nothing that needs a look is pushed out of sight."""

from __future__ import annotations

from ingest.curated import QUOTE_GONE, QUOTE_MOVED
from ontology.records import Issue
from service.report import BuildReport

NEW = Issue(code="new-version", message="een.txt: a new version", severity="info")


def report(*issues: Issue) -> list[str]:
    """The lines of a build with these issues and no documents."""
    return list(
        BuildReport(
            release="2026-01-01",
            iri="https://example.org/id/uitgave/2026-01-01",
            is_new=True,
            quads=1,
            seconds=0.1,
            documents=(),
            issues=issues,
            proposals=(),
        ).lines()
    )


def moves(count: int) -> list[Issue]:
    """This many quotes that stand elsewhere."""
    return [
        Issue(code=QUOTE_MOVED, message=f"quote {n} moved", severity="info") for n in range(count)
    ]


def test_many_moved_quotes_are_counted_in_one_line() -> None:
    """A text that grew at its top moves every quote; that is one remark."""
    assert ["info: 60 curated quotes moved with their text; --json lists them"] == [
        line for line in report(*moves(60)) if "moved" in line
    ]


def test_a_few_moved_quotes_are_named() -> None:
    """Some quotes that moved are worth a line each."""
    assert 3 == sum("moved" in line for line in report(*moves(3)))


def test_warnings_are_shown_however_many_remarks_there_are() -> None:
    """A quote that is gone, and a new version, stay in sight among hundreds of remarks."""
    gone = Issue(code=QUOTE_GONE, message="quote of x no longer stands in the text")
    remarks = [Issue(code="remark", message=f"remark {n}", severity="info") for n in range(300)]
    lines = report(NEW, *moves(60), *remarks, gone)

    assert {"info: een.txt: a new version", f"warning: {gone.message}"} <= set(lines)


def test_what_is_not_shown_is_counted() -> None:
    """Fifty warnings: forty lines, and how many more there are."""
    lines = report(*[Issue(code="warning", message=f"thing {n}") for n in range(50)])

    assert (40, True) == (
        sum(line.startswith("warning") for line in lines),
        "… and 10 more; --json lists them all" in lines,
    )
