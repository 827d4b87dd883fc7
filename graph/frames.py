"""Rows of an answer as a table of pandas, polars or Arrow, with a type for each column.

In: an answer of SPARQL in TSV, which keeps every term whole. Out: rows of Python values, or a
frame. IRIs are strings, an unbound cell is null, a column of numbers is a column of numbers. The
libraries are those of the extra `frames` and are imported when a frame is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse_query_results,
)

from ontology.errors import InputError, QueryError

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]  # stubs are a package of their own
    import polars
    import pyarrow  # type: ignore[import-untyped]  # has no stubs

Value = str | int | float | bool | Decimal | date | datetime
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_WHOLE: Final = [
    "integer",
    "int",
    "long",
    "short",
    "byte",
    "nonNegativeInteger",
    "positiveInteger",
    "nonPositiveInteger",
    "negativeInteger",
    "unsignedLong",
    "unsignedInt",
    "unsignedShort",
    "unsignedByte",
]
_READ: Final[Mapping[str, Callable[[str], Value]]] = {
    **{_XSD + name: int for name in _WHOLE},
    _XSD + "decimal": Decimal,
    _XSD + "double": float,
    _XSD + "float": float,
    _XSD + "boolean": lambda text: text in ("true", "1"),
    _XSD + "date": date.fromisoformat,
    _XSD + "dateTime": datetime.fromisoformat,
}
_MOST_DIGITS: Final = 38  # of Arrow's decimal128
_LONG: Final = 2**63


class Rows:
    """The answer of a SELECT: iterate over it for dictionaries, or make a frame of it.

    A cell is a str, int, Decimal, float, bool, date, datetime, or None where it is unbound.
    """

    def __init__(self, columns: Mapping[str, Sequence[Value | None]]) -> None:
        self._columns = columns

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the variables, in the order of the query."""
        return tuple(self._columns)

    def __len__(self) -> int:
        return len(next(iter(self._columns.values()), ()))

    def __iter__(self) -> Iterator[dict[str, Value | None]]:
        names = self.columns
        for cells in zip(*self._columns.values(), strict=True):
            yield dict(zip(names, cells, strict=True))

    def __getitem__(self, column: str) -> Sequence[Value | None]:
        """One column, row by row."""
        return self._columns[column]

    def __repr__(self) -> str:
        return f"<{len(self)} rows of {', '.join(self.columns)}>"

    def to_arrow(self) -> pyarrow.Table:
        """A table of Arrow: int64, decimal128, double, bool, date32, timestamp or string.

        Raises:
            InputError: when the extra `frames` is not installed.
        """
        arrow = _need("pyarrow")
        arrays = [_to_array(arrow, cells) for cells in self._columns.values()]
        return arrow.Table.from_arrays(arrays, names=list(self.columns))

    def to_pandas(self) -> pandas.DataFrame:
        """A frame of pandas over the Arrow table, so that whole numbers with gaps stay whole.

        Raises:
            InputError: when the extra `frames` is not installed.
        """
        module = _need("pandas")
        frame: pandas.DataFrame = self.to_arrow().to_pandas(types_mapper=module.ArrowDtype)
        return frame

    def to_polars(self) -> polars.DataFrame:
        """A frame of polars over the Arrow table.

        Raises:
            InputError: when the extra `frames` is not installed.
        """
        frame: polars.DataFrame = _need("polars").from_arrow(self.to_arrow())
        return frame


def read_rows(tsv: bytes) -> Rows:
    """An answer in TSV as rows.

    Raises:
        QueryError: when it is the answer of an ASK.
    """
    found = parse_query_results(tsv, QueryResultsFormat.TSV)
    if not isinstance(found, QuerySolutions):
        raise QueryError("an ASK has no rows; use ask() for a yes or no")
    names = [variable.value for variable in found.variables]
    columns: list[list[Value | None]] = [[] for _ in names]
    for row in found:
        for cells, term in zip(columns, row, strict=True):
            cells.append(_value(term))
    return Rows(dict(zip(names, columns, strict=True)))


def _value(term: NamedNode | BlankNode | Literal | Triple | None) -> Value | None:
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return term.value
    if not isinstance(term, Literal):
        return str(term)
    read = _READ.get(term.datatype.value)
    if read is None:
        return term.value
    try:
        return read(term.value)
    except (ValueError, InvalidOperation):
        return term.value  # no such number or day: the text says it all


def _to_array(arrow: Any, cells: Sequence[Value | None]) -> Any:
    """One column in the narrowest type that holds all of its cells; text when none does."""
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds and kinds <= {int, Decimal, float}:
        return _numbers(arrow, cells, kinds)
    if len(kinds) == 1:
        known = {bool: arrow.bool_(), date: arrow.date32(), str: arrow.string()}
        if (kind := known.get(kinds.pop())) is not None:
            return arrow.array(cells, kind)
        zoned = all(cell.tzinfo for cell in cells if isinstance(cell, datetime))
        if zoned or not any(cell.tzinfo for cell in cells if isinstance(cell, datetime)):
            return arrow.array(cells, arrow.timestamp("us", tz="UTC" if zoned else None))
    texts = [None if cell is None else _text(cell) for cell in cells]
    return arrow.array(texts, arrow.string())


def _numbers(arrow: Any, cells: Sequence[Value | None], kinds: set[type]) -> Any:
    if kinds == {int} and all(-_LONG <= int(c) < _LONG for c in cells if isinstance(c, int)):
        return arrow.array(cells, arrow.int64())
    if float not in kinds:
        exact = [None if cell is None else Decimal(str(cell)) for cell in cells]
        after = max(_places(one) for one in exact if one is not None)
        before = max(one.adjusted() + 1 for one in exact if one is not None)
        if max(before, 1) + after <= _MOST_DIGITS:
            return arrow.array(exact, arrow.decimal128(_MOST_DIGITS, after))
    return arrow.array([None if c is None else float(str(c)) for c in cells], arrow.float64())


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _text(cell: Value) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.isoformat() if isinstance(cell, date | datetime) else str(cell)


def _need(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise InputError(
            f"{name} is not installed; install it with: pip install 'beleidsgraaf[frames]'"
        ) from None
