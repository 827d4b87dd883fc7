"""A parameter of a saved query seeks in its column: the answer is a part of the whole one."""

from __future__ import annotations

import pytest

from queries.results import text_of
from tests.integration.conftest import RealGraph

pytestmark = pytest.mark.sources


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("projects", "municipality"),  # from an OPTIONAL
        ("projects", "document"),  # from a required pattern
        ("quantities", "indicator"),
        ("quantities", "place"),
        ("quantities", "year"),  # computed by BIND
        ("findings", "status"),
        ("places", "within"),
    ],
)
def test_parameter_gives_the_rows_with_that_value(
    name: str, parameter: str, real_graph: RealGraph
) -> None:
    """Asking with a value gives the rows of the whole answer that have it, and no other."""
    whole = [row for row in real_graph.ask(name) if parameter in row]
    value = sorted({text_of(row[parameter]) for row in whole})[0]
    expected = [row for row in whole if text_of(row[parameter]) == value]

    assert expected == list(real_graph.ask(name, **{parameter: value}))
