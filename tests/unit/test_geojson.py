"""Answers as GeoJSON."""

from __future__ import annotations

import json

import pytest

from ontology.records import Iri, Literal
from queries.geojson import parse_wkt, write_geojson
from queries.results import Solutions

WKT = Iri("http://www.opengis.net/ont/geosparql#wktLiteral")
PLACE = Iri("https://example.org/id/plaats/x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("POINT(6.8 52.3)", {"type": "Point", "coordinates": [6.8, 52.3]}),
        ("Point Z (6.8 52.3 4)", None),
        (
            "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(52.3 6.8)",
            {"type": "Point", "coordinates": [6.8, 52.3]},
        ),
        ("<http://www.opengis.net/def/crs/EPSG/0/28992> POINT(250000 470000)", None),
        (
            "MULTIPOINT((1 2),(3 4))",
            {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]},
        ),
        ("LINESTRING(1 2, 3 4)", {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}),
        (
            "POLYGON((0 0, 1 0, 1 1, 0 0))",
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
        ),
        ("POINT(1 2", None),
        ("POINT(1 2, 3 4)", None),
        ("POINT(1)", None),
        ("POINT(1 2) x", None),
        ("POINT(1 zwei)", None),
        ("GEOMETRYCOLLECTION(POINT(1 2))", None),
        ("", None),
    ],
)
def test_wkt_is_read_or_left_out(text: str, expected: dict[str, object] | None) -> None:
    """A place in longitude and latitude becomes a geometry; what cannot be one becomes none."""
    assert expected == parse_wkt(text)


def test_each_row_is_a_feature() -> None:
    """A row without a place stays, as a feature without geometry."""
    rows = (
        {"place": PLACE, "count": Literal.integer(3), "at": Literal("POINT(6 52)", WKT)},
        {"place": PLACE},
    )
    found = json.loads(
        write_geojson(Solutions(("place", "count", "at"), rows), "at", {"query": "q"})
    )

    assert ("FeatureCollection", "q") == (found["type"], found["query"])
    assert [{"place": PLACE, "count": 3}, {"place": PLACE}] == [
        feature["properties"] for feature in found["features"]
    ]
    assert [[6.0, 52.0], None] == [
        (feature["geometry"] or {}).get("coordinates") for feature in found["features"]
    ]
