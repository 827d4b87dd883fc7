"""Answers as GeoJSON: one feature a row, its place from a column with WKT.

In: Solutions and the name of the column that holds geo:wktLiteral. Out: a FeatureCollection in
CRS84 (longitude, latitude). A row without a place, or with one in another system, is a feature
without geometry, as RFC 7946 provides for; no row is left out.

Source: RFC 7946; OGC GeoSPARQL 1.1, section 8.5 (wktLiteral); OGC 06-103r4, section 7 (WKT).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from ontology.records import Literal
from queries.results import Row, Solutions

_CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG_4326: Final = "http://www.opengis.net/def/crs/EPSG/0/4326"  # latitude comes first
_WKT: Final = re.compile(r"\s*(?:<([^<>\s]*)>\s*)?([A-Za-z]+)\s*(\(.*\))\s*", re.DOTALL)
_MAX_CHARACTERS: Final = 5_000_000
_NUMBER: Final = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?"
_TOKEN: Final = re.compile(rf"\s*([(),]|{_NUMBER})", re.ASCII)
_KINDS: Final[Mapping[str, tuple[str, int]]] = {  # name in GeoJSON, depth of its lists
    "POINT": ("Point", 0),
    "MULTIPOINT": ("MultiPoint", 1),
    "LINESTRING": ("LineString", 1),
    "MULTILINESTRING": ("MultiLineString", 2),
    "POLYGON": ("Polygon", 2),
    "MULTIPOLYGON": ("MultiPolygon", 3),
}


def write_geojson(solutions: Solutions, column: str, members: Mapping[str, str]) -> bytes:
    """The rows as features; `members` stand beside them, such as the release they come from."""
    collection = {
        "type": "FeatureCollection",
        **members,
        "features": [_feature(row, column) for row in solutions],
    }
    return json.dumps(collection, ensure_ascii=False).encode()


def parse_wkt(text: str) -> dict[str, Any] | None:
    """A wktLiteral as a GeoJSON geometry; None when it is no place that GeoJSON can hold."""
    found = _WKT.fullmatch(text) if len(text) <= _MAX_CHARACTERS else None
    if found is None or found[2].upper() not in _KINDS:
        return None
    if found[1] not in (None, _CRS84, _EPSG_4326):
        return None
    kind, depth = _KINDS[found[2].upper()]
    try:
        shape = _Shape(found[3], swap=found[1] == _EPSG_4326)
        return {"type": kind, "coordinates": shape.read(depth)}
    except ValueError:
        return None


def _feature(row: Row, column: str) -> dict[str, Any]:
    place = row.get(column)
    properties = {name: _plain(row[name]) for name in row if name != column}
    return {
        "type": "Feature",
        "geometry": parse_wkt(place.value) if isinstance(place, Literal) else None,
        "properties": properties,
    }


def _plain(term: object) -> str | int | bool:
    """Numbers and booleans as JSON has them, anything else as text."""
    if isinstance(term, Literal):
        kind = term.datatype.rpartition("#")[2]
        if kind == "integer" and re.fullmatch(r"[+-]?[0-9]{1,15}", term.value):
            return int(term.value)
        return term.value == "true" if kind == "boolean" else term.value
    return str(term)


class _Shape:
    """Reads the brackets and numbers of a WKT text, once, from left to right."""

    def __init__(self, text: str, *, swap: bool) -> None:
        self._tokens = _TOKEN.findall(text)
        if _TOKEN.sub("", text).strip():
            raise ValueError("neither bracket, comma nor number")
        self._at = 0
        self._swap = swap

    def read(self, depth: int) -> list[Any]:
        """All coordinates; depth 0 is a single position."""
        found: list[Any] = self._list(max(depth, 1))
        if self._at != len(self._tokens):
            raise ValueError("more after the last bracket")
        if depth:
            return found
        if len(found) != 1:
            raise ValueError("a point has one position")
        position: list[Any] = found[0]
        return position

    def _list(self, depth: int) -> list[Any]:
        self._take("(")
        found = [self._item(depth)]
        while self._next() == ",":
            self._take(",")
            found.append(self._item(depth))
        self._take(")")
        return found

    def _item(self, depth: int) -> list[Any]:
        if depth > 1:
            return self._list(depth - 1)
        if self._next() != "(":
            return self._position()
        self._take("(")  # MULTIPOINT may put brackets around each
        position = self._position()
        self._take(")")
        return position

    def _position(self) -> list[Any]:
        numbers = []
        while self._next() not in ("(", ")", ",", ""):
            numbers.append(float(self._tokens[self._at]))
            self._at += 1
        if len(numbers) not in (2, 3):
            raise ValueError("a position has two or three numbers")
        return [numbers[1], numbers[0], *numbers[2:]] if self._swap else numbers

    def _next(self) -> str:
        return str(self._tokens[self._at]) if self._at < len(self._tokens) else ""

    def _take(self, mark: str) -> None:
        if self._next() != mark:
            raise ValueError(f"'{mark}' is missing")
        self._at += 1
