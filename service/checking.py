"""The command `check`: the served release against the shapes, and what the check queries find.

In: the data folder. Out: violations, which are faults of the graph, and findings, which are
questions for people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from graph.release import current_release
from graph.shapes import Violation, validate
from graph.store import EmbeddedReader, open_checkpoint
from ontology.errors import NotFoundError
from queries.catalog import Catalog
from queries.run import run
from service.build import shape_files

_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What is wrong (violations) and what asks for a look (rows of each check query)."""

    release: str
    violations: tuple[Violation, ...]
    findings: dict[str, int]

    @property
    def broken(self) -> tuple[Violation, ...]:
        """The violations that would keep a release from being published."""
        return tuple(one for one in self.violations if one.severity == "Violation")

    def as_json(self) -> dict[str, Any]:
        """Everything, as JSON can hold it."""
        return {**asdict(self), "violations": [asdict(one) for one in self.violations]}

    def lines(self) -> Iterator[str]:
        """For a person."""
        for one in self.violations[:_SHOWN]:
            yield f"{one.severity.lower()}: {one}"
        if len(self.violations) > _SHOWN:
            yield f"… and {len(self.violations) - _SHOWN} more; --json lists them all"
        for name, count in self.findings.items():
            yield f"{name}: {count} findings"
        yield f"release {self.release}: {len(self.broken)} violations"


def check_release(data: Path) -> CheckReport:
    """Check the release that is served.

    Raises:
        NotFoundError: when there is none.
        RegisterError: when a shape file cannot be used.
    """
    release = current_release(data)
    if release is None:
        raise NotFoundError(f"no release in {data}; run 'beleidsgraaf build' first")
    store = open_checkpoint(release.path)
    reader = EmbeddedReader(store)
    findings = {q.name: len(run(q, reader)) for q in Catalog.load().in_group("checks")}
    return CheckReport(release.name, tuple(validate(store, shape_files())), findings)
