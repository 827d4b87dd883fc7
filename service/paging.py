"""A page of a long answer: which part, in which language, and the links to its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal, TypeVar

from fastapi import Depends, Query, Request

from service.whole_numbers import WholeNumber

MAX_PAGE: Final = 10_000
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Page:
    """Rows `offset` up to `offset + limit`, with labels in a language."""

    limit: int
    offset: int
    language: Literal["nl", "en"] = "nl"

    def of(self, rows: Sequence[_T]) -> Sequence[_T]:
        """The rows on this page."""
        return rows[self.offset : self.offset + self.limit]

    def links(self, request: Request, total: int) -> dict[str, str]:
        """A Link header to the next, previous and first page, as far as there are any.

        The addresses are relative (RFC 8288, section 3.1): a Host that a client made up is not
        told on.
        """
        starts = {}
        if self.offset + self.limit < total:
            starts["next"] = self.offset + self.limit
        if self.offset > 0:
            starts["prev"] = max(0, self.offset - self.limit)
            starts["first"] = 0
        url = request.url
        found = []
        for name, start in starts.items():
            there = url.include_query_params(offset=start, limit=self.limit)
            found.append(f'<{there.path}?{there.query}>; rel="{name}"')
        return {"Link": ", ".join(found)} if found else {}


async def read_page(
    limit: Annotated[WholeNumber, Query(ge=1, le=MAX_PAGE, description="rows on a page")] = 1_000,
    offset: Annotated[WholeNumber, Query(ge=0, le=10**9, description="rows to skip")] = 0,
    lang: Annotated[Literal["nl", "en"], Query(description="language of labels")] = "nl",
) -> Page:
    """The page a request asks for."""
    return Page(limit, offset, lang)


PageDep = Annotated[Page, Depends(read_page)]
