"""Who is changing rights right now, and when: written beside every change of rights."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Act:
    """One act: by whom, at what time, and the verb of its audit tag.

    `find_actor` is a function: a request's person costs a query that most requests never need.
    """

    find_actor: Callable[[], str | None]
    now: datetime | None = None
    verb: str | None = None


_UNKNOWN = Act(find_actor=lambda: None)
_act: ContextVar[Act] = ContextVar("act", default=_UNKNOWN)


def current() -> Act:
    """Give the act under way; outside any act nobody is known and the database tells the time."""
    return _act.get()


@contextmanager
def acting(
    actor: str | Callable[[], str | None] | None,
    *,
    now: datetime | None = None,
    verb: str | None = None,
) -> Iterator[None]:
    """Let every change of rights inside the block name `actor` (an e-mail address) and `now`."""
    find_actor = actor if callable(actor) else lambda: actor
    token = _act.set(Act(find_actor, now, verb))
    try:
        yield
    finally:
        _act.reset(token)
