"""Which connections of clients are lent to readers: those with quick queries, all alike.

In: a connection, after each answer on it. Out: nothing, or the connection lent. Speaks no HTTP:
`service.http_protocol` holds the connection.
"""

from __future__ import annotations

from typing import Any, Final, Protocol

from graph.asking import Asking
from graph.connection_reader import Lender
from graph.request_form import Answered, RequestForm, learn_form
from graph.requests import opening_of

CONNECTION: Final = "beleidsgraaf.connection"  # in the scope of a request
_IN_A_ROW: Final = 4  # quick answers before a connection is lent
_AGAIN: Final = 2  # quick answers more after no reader could take it
_MOST_IN_A_ROW: Final = 1_024
_MOST_FORMS: Final = 8
_FRUITFUL: Final = 4  # requests answered on loan that make it worth its trouble


class Habit:
    """How quick the answers on one connection were of late, and what its requests look like."""

    def __init__(self) -> None:
        self._quick = 0
        self._needed = _IN_A_ROW
        self._release = ""
        self._forms: dict[str, RequestForm | None] = {}  # of quick queries, by their opening

    @property
    def forms(self) -> tuple[RequestForm, ...]:
        """By which a reader knows the requests it may answer."""
        return tuple(form for form in self._forms.values() if form is not None)

    @property
    def is_steady(self) -> bool:
        """Whether enough quick answers followed each other."""
        return self._quick >= self._needed

    def note(self, opening: str, release: str, is_quick: bool) -> bool:
        """Count a fresh answer to a query that opens so; whether its form is still to be learnt."""
        if release != self._release:
            self._release = release
            self._forms.clear()
        if not is_quick:
            self._quick = 0
            self._forms.pop(opening, None)
            return False
        self._quick += 1
        return opening not in self._forms

    def learn(self, opening: str, form: RequestForm | None) -> None:
        """Keep a form, or that there is none; the oldest goes when there are many."""
        if len(self._forms) >= _MOST_FORMS:
            del self._forms[next(iter(self._forms))]
        self._forms[opening] = form

    def note_refusal(self) -> None:
        """No reader could take the connection, perhaps because it has to start: ask again soon."""
        self._quick -= _AGAIN

    def note_kept(self) -> None:
        """An answer that was kept: it says nothing about how quick the next one is."""
        self._quick = 0

    def note_loan(self, answered: int | None) -> None:
        """A loan has ended, with so many answers; after one that bore little the next comes later.

        None when it was ended from outside, so that it says nothing.
        """
        self._quick = 0
        if answered is None:
            return
        if answered >= _FRUITFUL:
            self._needed = _IN_A_ROW
        else:
            self._needed = min(2 * self._needed, _MOST_IN_A_ROW)
            self._forms.clear()


class Connection(Lender, Protocol):
    """A connection that can be lent."""

    habit: Habit

    def exchanged(self) -> tuple[bytes, bytes] | None:
        """The last request and the head of its answer, while nothing more is to be sent or read."""

    def hold(self) -> None:
        """Read nothing until the connection comes back."""


def note_answer(
    pool: Asking[Any], connection: Connection, client: str, answered: Answered, is_quick: bool
) -> None:
    """Note a fresh answer on a connection; after enough quick ones, lend it to a reader."""
    habit, opening = connection.habit, opening_of(answered.query.text)
    is_new = habit.note(opening, answered.release, is_quick)
    if not (is_new or habit.is_steady) or (exchanged := connection.exchanged()) is None:
        return
    if is_new:
        habit.learn(opening, learn_form(*exchanged, answered))
    if habit.is_steady and (forms := habit.forms) and pool.lend(connection, forms, client):
        connection.hold()
    elif habit.is_steady:
        habit.note_refusal()
