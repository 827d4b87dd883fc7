"""What stands in each paper, from the answers of saved queries.

In: the services and what the paper is about. Out: a Paper. Every list is cut at a stated number
and says how much is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ontology.errors import NotFoundError
from service.deps import Services
from service.findings import FindingView, view_finding
from service.i18n import Translator
from service.labels import Labels, find_labels, label_of
from service.papers.paper import Cell, Item, Paper, Section, Table
from service.quotations import title_of
from service.verifying import ChangeReport, diff
from service.views import ask, find_row, slug_of

_MAX_ROWS: Final = 200  # in one table
_MAX_ITEMS: Final = 60  # findings with their quotes in one section
_MAX_THINGS: Final = 40  # new or gone things that are named

Row = Mapping[str, str]
Links = Callable[[str], str]
Keeps = Callable[[Row, Mapping[str, set[str]]], bool]  # a finding, and the things of each finding


@dataclass(frozen=True)
class Maker:
    """Makes papers in one language; `link` gives the path of a thing."""

    services: Services
    text: Translator
    link: Links

    async def theme(self, slug: str) -> Paper:
        """Theme dossier: coverage, goals, figures, projects, findings.

        Raises:
            NotFoundError: when there is no such theme.
        """
        topic = find_row(await ask(self.services, "themes"), "theme", slug)
        theme = topic["theme"]
        english = topic.get("labelEn", "") if self.text.language == "en" else ""
        label = english or topic["label"] or slug
        coverage = [row for row in await ask(self.services, "coverage") if row["theme"] == theme]
        evidence = await ask(self.services, "coverage-evidence", theme=theme)
        sections = (
            await self._coverage(coverage),
            *[
                self._elements(aspect, [row for row in evidence if row["aspect"] == aspect])
                for aspect in ("goal", "programme", "project", "indicator")
            ],
            await self._findings(lambda row, focus: theme in focus.get(row["finding"], ())),
        )
        return self._paper(f"thema/{slug}", "paper.theme", label, sections)

    async def municipality(self, slug: str) -> Paper:
        """Municipality dossier: its projects, figures, actions and findings.

        Raises:
            NotFoundError: when nothing is known of the place.
        """
        place = self.services.region.names.mint("plaats", slug)
        rows = await ask(self.services, "place-statements", place=place)
        if not rows:
            raise NotFoundError(f"nothing was found about '{slug}' in this release")
        label = label_of(await find_labels(self.services, [place]), place, self.text.language)
        groups: dict[str, list[Row]] = {}
        for row in rows:
            groups.setdefault(slug_of(row["type"]), []).append(row)
        named = await find_labels(self.services, {row["type"] for row in rows})
        own = {row["thing"] for row in rows} | {place}
        sections = (
            *[
                Section(
                    label_of(named, found[0]["type"], self.text.language),
                    tables=(self._table(found, "thing"),),
                )
                for _, found in sorted(groups.items())
            ],
            await self._findings(lambda row, focus: bool(own & focus.get(row["finding"], set()))),
        )
        return self._paper(f"gemeente/{slug}", "paper.municipality", label, sections)

    async def agenda(self) -> Paper:
        """Annex to the agenda: open findings by weight, decisions so far, what comes next."""
        rows = await ask(self.services, "findings")
        sections = [
            await self._findings(_open_and(severity), heading=self.text(f"paper.open.{severity}"))
            for severity in ("conflict", "warning", "notice")
        ]
        decided = Counter(row["status"] for row in rows if row["status"] != "open")
        counted = tuple(
            (Cell(self.text(f"finding.status.{status}")), Cell(self.text.number(n)))
            for status, n in decided.most_common()
        )
        columns = (self.text("findings.status"), self.text("paper.number"))
        sections.append(
            Section(
                self.text("paper.decided"),
                tables=(Table(self.text("paper.decided"), columns, counted),),
                empty=self.text("finding.undecided"),
            )
        )
        sections.append(await self._planning())
        return self._paper("agenda", "paper.agenda", "", tuple(sections))

    async def changes(self, before: str, after: str) -> Paper:
        """What changed between two kept releases: documents, counts, findings, things.

        Raises:
            NotFoundError: when one of the releases is not kept.
        """
        report = diff(self.services.settings.data, before, after)
        sections = (
            self._files(report),
            self._counts(report),
            await self._things("paper.new_things", report.new_things),
            await self._things("paper.gone_things", report.gone_things),
        )
        return self._paper("wijzigingen", "paper.changes", f"{before} → {after}", sections)

    def _paper(self, slug: str, key: str, subject: str, sections: Iterable[Section]) -> Paper:
        release = self.services.release
        return Paper(
            slug=slug,
            title=self.text(f"{key}.title", subject=subject),
            lead=self.text(f"{key}.lead"),
            release=str(release.iri) if release else "",
            date=str(release.manifest.get("date", "")) if release else "",
            path=f"/rapport/{slug}",
            sections=tuple(sections),
        )

    async def _coverage(self, rows: Sequence[Row]) -> Section:
        def cells(row: Row) -> tuple[Cell, ...]:
            document = slug_of(row["document"])
            level = row["level"]
            basis = self.text("facts.mark") if row["basis"] == "facts" else ""
            return (
                Cell(title_of(self.services, document), f"/documenten/{document}"),
                Cell(f"{level}: {self.text(f'grade.{level}')}"),
                Cell(row.get("passages", "")),
                Cell(basis),
            )

        columns = tuple(
            self.text(key)
            for key in ("figures.document", "paper.grade", "coverage.total", "paper.remark")
        )
        ordered = sorted(rows, key=lambda row: (-int(row["level"]), row["document"]))
        heading = self.text("paper.coverage")
        table = Table(heading, columns, tuple(cells(row) for row in ordered))
        return Section(heading, self.text("paper.coverage_lead"), tables=(table,))

    def _elements(self, aspect: str, rows: Sequence[Row]) -> Section:
        heading = self.text(f"aspect.{aspect}")
        return Section(
            heading,
            tables=(self._table(rows, "element"),) if rows else (),
            empty=self.text("paper.not_found"),
        )

    def _table(self, rows: Sequence[Row], thing: str) -> Table:
        """Things with the document and the place where each stands, one row each."""
        once = {(row[thing], row["document"]): row for row in reversed(rows)}
        ordered = sorted(once.values(), key=lambda r: (r["label"].lower(), r["document"], r[thing]))
        shown = tuple(
            (
                Cell(row["label"] or slug_of(row[thing]).replace("-", " "), self.link(row[thing])),
                Cell(
                    title_of(self.services, slug_of(row["document"]), short=True),
                    f"/documenten/{slug_of(row['document'])}#p-{row['start']}-{row['end']}",
                ),
            )
            for row in ordered[:_MAX_ROWS]
        )
        columns = (self.text("paper.what"), self.text("figures.document"))
        return Table("", columns, shown, max(0, len(ordered) - _MAX_ROWS))

    async def _findings(
        self,
        keeps: Keeps,
        heading: str = "",
    ) -> Section:
        rows = await ask(self.services, "findings")
        focus: dict[str, set[str]] = {}
        for row in await ask(self.services, "finding-things"):
            focus.setdefault(row["finding"], set()).add(row["thing"])
        kept = [row for row in rows if keeps(row, focus) and row["status"] != "solved"]
        items = tuple(
            self._item(view_finding(self.services, row, self.text)) for row in kept[:_MAX_ITEMS]
        )
        lead = self.text.count("findings.n", len(kept))
        if len(kept) > _MAX_ITEMS:
            lead += " " + self.text("paper.first_only", n=_MAX_ITEMS)
        return Section(
            heading or self.text("nav.findings"),
            lead,
            items,
            empty=self.text("findings.empty"),
        )

    def _item(self, finding: FindingView) -> Item:
        note = f"{self.text(f'finding.severity.{finding.severity}')}, "
        note += self.text(f"finding.status.{finding.status}")
        if finding.reason:
            note += f": {finding.reason}"
        return Item(finding.message, finding.href, note, finding.quotations)

    async def _planning(self) -> Section:
        release = self.services.release
        today = str(release.manifest.get("date", "")) if release else ""
        rows = [row for row in await ask(self.services, "milestones") if row["date"] >= today[:7]]
        labels = await find_labels(self.services, {row["body"] for row in rows if row["body"]})
        ordered = sorted({(row["date"], row["milestone"]): row for row in rows}.items())
        cells = tuple(self._milestone(row, labels) for _, row in ordered[:_MAX_ROWS])
        columns = tuple(
            self.text(key) for key in ("paper.date", "paper.what", "paper.body", "figures.document")
        )
        heading = self.text("paper.planning")
        return Section(
            heading,
            tables=(Table(heading, columns, cells, max(0, len(ordered) - _MAX_ROWS)),),
            empty=self.text("paper.not_found"),
        )

    def _milestone(self, row: Row, labels: Mapping[str, Labels]) -> tuple[Cell, ...]:
        document = slug_of(row["document"])
        body = row["body"]
        return (
            Cell(self.text.date(row["date"])),
            Cell(row.get("label") or slug_of(row["milestone"]), self.link(row["milestone"])),
            Cell(label_of(labels, body, self.text.language), self.link(body)) if body else Cell(""),
            Cell(title_of(self.services, document, short=True), f"/documenten/{document}"),
        )

    def _files(self, report: ChangeReport) -> Section:
        rows = tuple((Cell(line),) for line in report.files)
        heading = self.text("nav.documents")
        table = Table(heading, (self.text("paper.what"),), rows)
        return Section(heading, tables=(table,), empty=self.text("paper.no_change"))

    def _counts(self, report: ChangeReport) -> Section:
        rows = tuple(
            (
                Cell(slug_of(name)),
                Cell(self.text.number(old)),
                Cell(self.text.number(new)),
                Cell(f"{new - old:+d}"),
            )
            for name, (old, new) in report.classes.items()
        )
        heading = self.text("paper.counts")
        columns = (self.text("figures.kind"), report.before, report.after, "±")
        return Section(
            heading,
            self.text(
                "paper.quads",
                added=self.text.number(report.added_quads),
                removed=self.text.number(report.removed_quads),
            ),
            tables=(Table(heading, columns, rows),),
            empty=self.text("paper.no_change"),
        )

    async def _things(self, key: str, iris: Sequence[str]) -> Section:
        people = [iri for iri in iris if _is_for_people(iri)]
        labels = await find_labels(self.services, people[:_MAX_THINGS])
        rows = tuple(
            (Cell(label_of(labels, iri, self.text.language), self.link(iri)),)
            for iri in people[:_MAX_THINGS]
        )
        heading = self.text(key)
        left_out = max(0, len(people) - _MAX_THINGS)
        return Section(
            heading,
            tables=(Table(heading, (self.text("paper.what"),), rows, left_out),),
            empty=self.text("paper.no_change"),
        )


def _open_and(severity: str) -> Keeps:
    def keeps(row: Row, _: Mapping[str, set[str]]) -> bool:
        return row["status"] == "open" and slug_of(row["severity"]).lower() == severity

    return keeps


def _is_for_people(iri: str) -> bool:
    """Whether a thing means something outside the bookkeeping (claims, passages, runs)."""
    return not any(f"/id/{kind}/" in iri for kind in ("bewering", "passage", "run", "dekking"))
