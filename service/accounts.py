"""Documents known only by facts, as part of a build.

In: a region and the documents that were read. Out: accounts, their quads and their reports. When
a document was read, the facts about it stay in their graph and are not published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.register import Region
from ingest.fact_elements import MappedFact, map_facts
from ingest.fact_quads import iter_fact_quads
from ingest.facts import FactSheet, load_sheets
from ontology.records import Iri, Reading
from service.report import FactsReport


@dataclass(frozen=True, slots=True)
class Account:
    """The facts about one document; `replaced_by` is the version of it that was read."""

    sheet: FactSheet
    mapped: tuple[MappedFact, ...]
    replaced_by: Iri | None


def find_accounts(region: Region, readings: Mapping[str, Reading]) -> list[Account]:
    """The accounts of a region, by document; `readings` holds what was read.

    Raises:
        FactsError: when a facts.yml breaks its schema or names what the register lacks.
    """
    names = region.names
    sheets = load_sheets(region.sources_folder, names)
    known = {*region.subjects, *(names.document(document) for document in (*sheets, *readings))}
    accounts = []
    for document, sheet in sheets.items():
        reading = readings.get(document)
        read = names.version(document, reading.sha256) if reading else None
        accounts.append(Account(sheet, map_facts(sheet, region.entries, known, names), read))
    return accounts


def iter_account_quads(region: Region, accounts: Iterable[Account]) -> Iterator[Any]:
    """Every quad of the accounts, graph by graph."""
    for account in accounts:
        yield from iter_fact_quads(account.sheet, account.mapped, region.names, account.replaced_by)


def report_account(account: Account) -> FactsReport:
    """Counts of one account, and what was left out and why."""
    kinds = Counter(mapped.type.rpartition("#")[2] for mapped in account.mapped)
    facts = account.sheet.facts
    return FactsReport(
        id=account.sheet.card.id,
        title=account.sheet.card.title,
        facts=len(facts),
        kinds=dict(sorted(kinds.items())),
        left_out={fact.id: fact.left_out for fact in facts if fact.left_out is not None},
        unpublished=account.replaced_by is not None,
    )
