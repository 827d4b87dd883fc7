"""Everything that can go wrong, as one tree that knows no HTTP.

Each error carries one line for a person: what, where, and what to do about it.

    BeleidsgraafError
    ├── InputError          what was given cannot be used (exit code 2)
    │   ├── SourceError     a document, its card or its folder
    │   ├── CuratedError    a curated.yml
    │   ├── FactsError      a facts.yml
    │   ├── RegisterError   an authority file
    │   ├── QueryError      a .rq file, a parameter, SPARQL that does not parse
    │   └── FormatError     a media type or format nobody writes
    ├── NotFoundError       an IRI, query, release or document that is not here
    ├── LimitError          time, rows, bytes or memory ran out
    │   └── BusyError       no reader came free in time
    └── StoreError          the data folder: locked, damaged, not writable
        └── ValidationError a graph that breaks the shapes, so it is not published
"""

from __future__ import annotations


class BeleidsgraafError(Exception):
    """Any failure we can explain in one line."""


class InputError(BeleidsgraafError):
    """What was given cannot be used."""


class SourceError(InputError):
    """A document, its source.yml or its folder cannot be used."""


class CuratedError(InputError):
    """A curated.yml breaks its schema."""


class FactsError(InputError):
    """A facts.yml breaks its schema, or names what the register does not know."""


class RegisterError(InputError):
    """An authority file of a region cannot be used."""


class QueryError(InputError):
    """A query file, a parameter or a SPARQL text cannot be used."""


class FormatError(InputError):
    """A media type or format that nobody here reads or writes."""


class NotFoundError(BeleidsgraafError):
    """An IRI, query, release or document that is not here."""


class LimitError(BeleidsgraafError):
    """A limit on time, rows, bytes or memory was reached."""


class BusyError(LimitError):
    """No reader came free in time."""


class StoreError(BeleidsgraafError):
    """The data folder is locked, damaged or not writable."""


class ValidationError(StoreError):
    """The graph breaks its shapes, so it is not published."""
