"""How far each kind of finding can be trusted: precision as measured on the gold, shipped as data.

In: `templates/precision.yml`, by class of element. Out: figures to show beside what was found. Run
`python -m service.precision --gold tests/gold --sources FOLDER` after a change of an extractor.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ontology.errors import BeleidsgraafError
from ontology.plain_yaml import load_yaml
from service.errors import exit_code
from service.folders import find_region_folder

if TYPE_CHECKING:
    from ingest.scores import Report

FILE: Final = Path(__file__).parent / "templates" / "precision.yml"
# Which kind of gold measures which classes of elements.
_CLASSES: Final = {
    "action": ("Action",),
    "project": ("KeyProject",),
    "quantity": ("IndicatorObservation", "Target"),
    "finance": ("FinancialContribution", "Budget"),
    "milestone": ("Milestone",),
    "document_reference": ("Document", "PolicyDocument"),
    "actor": ("Actor",),
    "programme": ("Programme",),
    "governance_body": ("GovernanceBody",),
    "goal": ("Goal",),
}
_HEAD: Final = (
    "# Precision of what is extracted, measured on the gold of the repository: elements judged,\n"
    "# and those that were right. Written by service/precision.py.\n"
)


@dataclass(frozen=True, slots=True)
class Precision:
    """Elements that were judged on the gold, and how many of them were right."""

    right: int
    judged: int


@cache
def load_precision(path: Path = FILE) -> Mapping[str, Precision]:
    """The figures by local name of the class; kinds that nobody measured are absent."""
    content = load_yaml(path.read_text(encoding="utf-8"))
    return {
        str(name): Precision(int(one["right"]), int(one["judged"])) for name, one in content.items()
    }


def measure_precision(report: Report) -> dict[str, Precision]:
    """The figures of a measurement, by local name of the class."""
    return {
        name: Precision(score.right, score.judged)
        for score in report.scores
        if not score.part and not score.extractor and score.judged
        for name in _CLASSES.get(score.kind, ())
    }


def write_precision(figures: Mapping[str, Precision], path: Path = FILE) -> None:
    """Write the file that is shipped."""
    lines = [
        f"{name}: {{right: {one.right}, judged: {one.judged}}}\n"
        for name, one in sorted(figures.items())
    ]
    path.write_text(_HEAD + "".join(lines), encoding="utf-8")


def main() -> int:
    """Measure and write."""
    from ingest.evaluate import evaluate_folder, read_for_evaluation

    parser = argparse.ArgumentParser(description="Measure precision on the gold and ship it.")
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--region")
    given = parser.parse_args()
    try:
        found = read_for_evaluation(given.sources, find_region_folder(given.region))
        figures = measure_precision(evaluate_folder(given.gold, found[0], found[2], found[1]))
        write_precision(figures)
    except BeleidsgraafError as error:
        print(error, file=sys.stderr)
        return exit_code(error)
    print(f"{len(figures)} kinds in {FILE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
