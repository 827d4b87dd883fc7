"""Names that documents bring in and the register lacks: candidates for people to judge.

In: readings of a build, or a served release. Out: candidates. A decision is written below the data
folder and survives every build: an accepted name is an entry of the register from then on, one
Turtle file in `register/`; a rejected one stands in `register/rejected.yml` and is not shown again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from ontology.errors import InputError, RegisterError, StoreError
from ontology.iris import Names, mint_slug, n_triples
from ontology.plain_yaml import load_yaml
from ontology.records import Element, Iri, Literal, Reading
from ontology.terms import BG, DCT, RDF, SKOS
from service.folders import OWN_REGISTER

REJECTED: Final = "rejected.yml"
MAX_NAME: Final = 120
_SEGMENT: Final = "/id/voorstel/"
_NAMES: Final = (SKOS.prefLabel, DCT.title)
_HEAD: Final = (
    "# An entry of the register that was accepted with beleidsgraaf; remove the file to undo it.\n"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry: its class, and the segment of its IRIs."""

    type: Iri
    segment: str


KINDS: Final[Mapping[str, Kind]] = {
    "actor": Kind(BG.Actor, "organisatie"),
    "place": Kind(BG.Place, "plaats"),
    "programme": Kind(BG.Programme, "programma"),
    "project": Kind(BG.KeyProject, "project"),
    "document": Kind(BG.PolicyDocument, "document"),
    "body": Kind(BG.GovernanceBody, "overleg"),
    "instrument": Kind(BG.Instrument, "instrument"),
}
_KIND_OF: Final = {kind.type: name for name, kind in KINDS.items()} | {BG.Document: "document"}


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """One name of one document. `id` is the last part of its IRI; `kind` one of KINDS."""

    name: str
    kind: str
    document: str
    id: str

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same name in another document."""
        return self.kind, _fold(self.name)


def find_candidates(readings: Iterable[Reading]) -> list[Candidate]:
    """The candidates that documents bring in, by name."""
    found = {
        (reading.document, element.iri): _candidate(element, reading.document)
        for reading in readings
        for element in reading.elements
        if _SEGMENT in element.iri and element.type in _KIND_OF
    }
    return sorted(found.values())


def read_rows(rows: Iterable[Mapping[str, str]]) -> list[Candidate]:
    """The candidates in the answer of the saved query of that name, by name."""
    found = set()
    for row in rows:
        document, last = (row[key].rpartition("/")[2] for key in ("document", "candidate"))
        name = row.get("name") or last.removeprefix(f"{document}-").replace("-", " ")
        found.add(Candidate(name[:MAX_NAME], _KIND_OF[Iri(row["type"])], document, last))
    return sorted(found)


def without_judged(
    candidates: Iterable[Candidate], data: Path, known: frozenset[Iri], names: Names
) -> list[Candidate]:
    """Those nobody judged yet: neither rejected, nor in the register by now."""
    rejected = read_rejected(data)
    return [
        one
        for one in candidates
        if one.key not in rejected and entry_iri(one.kind, one.name, names) not in known
    ]


def accept(
    candidate: Candidate,
    data: Path,
    names: Names,
    known: frozenset[Iri],
    *,
    name: str | None = None,
    kind: str | None = None,
) -> Path:
    """Write a candidate as an entry of the register; `name` and `kind` correct what was read.

    When the name is corrected, the name as the document has it becomes another label.

    Raises:
        InputError: when the name or the kind cannot be used, or the register has it already.
        StoreError: when the file cannot be written.
    """
    chosen = " ".join((name or candidate.name).split())
    if not chosen or len(chosen) > MAX_NAME:
        raise InputError(f"a name has 1 to {MAX_NAME} characters, not {len(chosen)}")
    if (kind or candidate.kind) not in KINDS:
        raise InputError(f"'{kind}' is no kind; choose one of {', '.join(KINDS)}")
    which = kind or candidate.kind
    iri = entry_iri(which, chosen, names)
    if iri in known:
        raise InputError(f"the register has {iri} already; choose another name")
    labels = (chosen,) if chosen == candidate.name else (chosen, candidate.name)
    path = data / OWN_REGISTER / f"{KINDS[which].segment}-{mint_slug(chosen)}.ttl"
    _write(path, _HEAD + _turtle(iri, KINDS[which].type, labels))
    _write_rejected(data, [one for one in _load_rejected(data) if _key(one) != candidate.key])
    return path


def reject(candidate: Candidate, data: Path) -> None:
    """Remember that a name is no entry; it is not shown again.

    Raises:
        StoreError: when that cannot be written.
    """
    found = [one for one in _load_rejected(data) if _key(one) != candidate.key]
    _write_rejected(data, [*found, {"kind": candidate.kind, "name": candidate.name}])


def read_rejected(data: Path) -> frozenset[tuple[str, str]]:
    """What was rejected, as keys of candidates.

    Raises:
        RegisterError: when the file cannot be used.
    """
    return frozenset(_key(one) for one in _load_rejected(data))


def list_accepted(data: Path, names: Names) -> list[tuple[str, Path]]:
    """What was accepted here: the last two parts of each IRI, with its file."""
    found = []
    for path in sorted((data / OWN_REGISTER).glob("*.ttl")):
        segments = sorted({kind.segment for kind in KINDS.values()})
        segment = next((one for one in segments if path.stem.startswith(f"{one}-")), "")
        if segment:
            found.append((names.mint(segment, path.stem.removeprefix(f"{segment}-")), path))
    return [(str(iri), path) for iri, path in found]


def entry_iri(kind: str, name: str, names: Names) -> Iri:
    """The IRI that a name gets as an entry.

    Raises:
        InputError: when no IRI can be made of the name.
    """
    try:
        return names.mint(KINDS[kind].segment, mint_slug(name))
    except ValueError:
        raise InputError(f"'{name}': give a name with letters or digits") from None


def _candidate(element: Element, document: str) -> Candidate:
    names = [
        statement.object.value
        for predicate in _NAMES
        for statement in element.statements
        if statement.predicate == predicate and isinstance(statement.object, Literal)
    ]
    last = element.iri.rpartition("/")[2]
    name = names[0] if names else last.removeprefix(f"{document}-").replace("-", " ")
    return Candidate(" ".join(name.split())[:MAX_NAME], _KIND_OF[element.type], document, last)


def _turtle(iri: Iri, type_: Iri, labels: Sequence[str]) -> str:
    """An entry as N-Triples, which is Turtle too."""
    lines = [f"<{iri}> <{RDF.type}> <{type_}> .\n"]
    if type_ == BG.PolicyDocument:
        lines.append(f"<{iri}> <{RDF.type}> <{BG.Document}> .\n")
        lines.append(f"<{iri}> <{DCT.title}> {n_triples(Literal.text(labels[0], 'nl'))} .\n")
    for predicate, label in zip((SKOS.prefLabel, SKOS.altLabel), labels, strict=False):
        lines.append(f"<{iri}> <{predicate}> {n_triples(Literal.text(label, 'nl'))} .\n")
    return "".join(lines)


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _key(record: Mapping[str, str]) -> tuple[str, str]:
    return record["kind"], _fold(record["name"])


def _load_rejected(data: Path) -> list[dict[str, str]]:
    path = data / OWN_REGISTER / REJECTED
    if not path.is_file():
        return []
    try:
        found = load_yaml(path.read_text(encoding="utf-8")) or []
        return [{"kind": str(one["kind"]), "name": str(one["name"])} for one in found]
    except (OSError, yaml.YAMLError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise RegisterError(
            f"{path}: a list of kind and name is expected ({type(error).__name__})"
        ) from None


def _write_rejected(data: Path, records: Sequence[Mapping[str, str]]) -> None:
    path = data / OWN_REGISTER / REJECTED
    if records or path.is_file():
        plain = [dict(one) for one in records]
        _write(path, yaml.safe_dump(plain, allow_unicode=True, sort_keys=True))


def _write(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}") from None
