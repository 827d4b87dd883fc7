"""The journal: what was appended comes back, what was torn does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.changes import Change, Part, decode_change, encode_change
from graph.journal import Journal
from ontology.records import Iri

UPDATE = Change("update", text="INSERT DATA { <x:s> <x:p> 'é\n' }", base_iri="http://example.org/")
PUT = Change("put", graph=Iri("http://example.org/g"), parts=(Part("text/turtle", b"\x00\xff"),))


@pytest.mark.parametrize("change", [UPDATE, PUT, Change("delete")])
def test_a_change_survives_json(change: Change) -> None:
    """Texts, bytes and the default graph come back as they were."""
    assert change == decode_change(encode_change(change))


def test_replay_gives_what_was_appended(tmp_path: Path) -> None:
    """Another journal over the same file gives the entries in order."""
    first = Journal(tmp_path / "journal")
    first.append(1, UPDATE)
    first.append(2, PUT)

    assert [(1, UPDATE), (2, PUT)] == list(Journal(tmp_path / "journal").replay())


@pytest.mark.parametrize("cut", [1, 5, 40])
def test_a_torn_tail_is_cut_off(tmp_path: Path, cut: int) -> None:
    """A last line that is not whole is dropped, and the next entry follows the whole ones."""
    path = tmp_path / "journal"
    journal = Journal(path)
    journal.append(1, UPDATE)
    journal.append(2, PUT)
    path.write_bytes(path.read_bytes()[:-cut])

    again = Journal(path)
    replayed = list(again.replay())
    again.append(2, UPDATE)

    assert [(1, UPDATE)] == replayed
    assert [(1, UPDATE), (2, UPDATE)] == list(Journal(path).replay())


def test_a_flipped_bit_ends_the_replay(tmp_path: Path) -> None:
    """A line whose checksum is wrong is not applied, and neither is what follows."""
    path = tmp_path / "journal"
    journal = Journal(path)
    for sequence in (1, 2, 3):
        journal.append(sequence, UPDATE)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[1].replace(b"INSERT", b"insert") + lines[2])

    assert [(1, UPDATE)] == list(Journal(path).replay())


def test_a_cleared_journal_is_empty(tmp_path: Path) -> None:
    """After a checkpoint nothing is replayed."""
    journal = Journal(tmp_path / "journal")
    journal.append(1, UPDATE)
    journal.clear()

    assert [] == list(Journal(tmp_path / "journal").replay())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT DATA { <x:s> <x:p> 'NOW()' }", False),
        ("INSERT { <x:s> <x:p> ?n } WHERE { BIND(now() AS ?n) }", True),
        ("INSERT { ?u <x:p> 1 } WHERE { BIND(UUID() AS ?u) }", True),
    ],
)
def test_what_differs_each_time_is_known(text: str, expected: bool) -> None:
    """An update with NOW, RAND or UUID cannot be replayed; a string with the word can."""
    assert expected is Change("update", text=text).may_differ
