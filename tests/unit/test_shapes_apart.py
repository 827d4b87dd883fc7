"""Checking part of the shapes in another process."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from graph.shapes import validate
from graph.shapes_apart import apart, part
from ontology.errors import StoreError

SHAPES = sorted((Path(__file__).parents[2] / "ontology" / "shapes").glob("*.ttl"))
BROKEN = """
<https://example.org/id/bevinding/x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/beleidsgraaf/def#Finding> .
<https://example.org/id/bewering/x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/beleidsgraaf/def#Claim> .
"""


def test_both_parts_together_find_what_one_process_finds(tmp_path: Path) -> None:
    """No shape needs one of another file."""
    dump = tmp_path / "graph.nq"
    dump.write_text(BROKEN, encoding="utf-8")
    store = Store()
    store.load(BROKEN, RdfFormat.N_QUADS)
    far, near = part(SHAPES)
    with apart(far) as helper:
        helper.look_at(dump)
        found = {*validate(store, near), *helper.result()}

    assert set(validate(store, SHAPES)) == found


def test_named_graphs_do_not_count(tmp_path: Path) -> None:
    """Only what is published is checked."""
    dump = tmp_path / "graph.nq"
    dump.write_text(BROKEN.replace(" .", " <urn:g> ."), encoding="utf-8")
    with apart(SHAPES) as helper:
        helper.look_at(dump)
        found = helper.result()

    assert () == found


def test_missing_dump_is_an_error(tmp_path: Path) -> None:
    """A process that fails is told in one line."""
    with apart(SHAPES[:1]) as helper:
        helper.look_at(tmp_path / "none.nq")
        with pytest.raises(StoreError, match="could not be checked"):
            helper.result()


def test_no_shapes_need_no_process() -> None:
    """Without files there is nothing to find."""
    with apart([]) as helper:
        assert () == helper.result()
