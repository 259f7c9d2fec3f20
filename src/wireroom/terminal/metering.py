"""Counts what customers do in the terminal: how often, never what. Receipts are for recalls."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Lock

from django.http import HttpRequest

from wireroom.customers.policy import Channel
from wireroom.delivery.recalls.naming import PANE
from wireroom.delivery.services.receipts import note_received
from wireroom.usage.queries import What
from wireroom.usage.services import note

ONE_SEARCH = timedelta(seconds=10)
"""A query is asked with every word that is typed: what follows within this is the same search."""
_PEOPLE_KEPT = 10_000


class Searches:
    """When each person last searched, in this process."""

    def __init__(self) -> None:
        """Know nobody yet."""
        self._last: OrderedDict[int, datetime] = OrderedDict()
        self._lock = Lock()

    def is_new(self, person_id: int, now: datetime) -> bool:
        """Whether this is another search than the one that was going on."""
        with self._lock:
            last = self._last.pop(person_id, None)
            self._last[person_id] = now
            if len(self._last) > _PEOPLE_KEPT:
                self._last.popitem(last=False)
        return last is None or now - last >= ONE_SEARCH


_searches = Searches()


def count(request: HttpRequest, what: What, now: datetime) -> None:
    """Count something that the signed-in customer does; people of the agency are not counted."""
    company_id = getattr(request.user, "company_id", None)
    channel = Channel.EXPORT if what is What.EXPORT else Channel.TERMINAL
    note(what, person_id=request.user.pk, company_id=company_id, channel=channel, now=now)


def note_shown(
    request: HttpRequest, guid: str, version: int, now: datetime, *, is_renewed: bool = False
) -> None:
    """Note that the signed-in customer has a version on the screen, so that a recall finds them.

    `is_renewed`: an open pane has renewed itself, and nobody asked for it.
    """
    channel = PANE if is_renewed else Channel.TERMINAL
    _note_received(request, [(guid, version)], channel, now)


def note_exported(request: HttpRequest, versions: Iterable[tuple[str, int]], now: datetime) -> None:
    """Note which versions the signed-in customer has taken away, so that a recall finds them."""
    _note_received(request, versions, Channel.EXPORT, now)


def _note_received(
    request: HttpRequest, versions: Iterable[tuple[str, int]], channel: str, now: datetime
) -> None:
    """Leave out colleagues who look with a customer's eyes: `request.user` is who really looks."""
    note_received(
        stories=versions,
        channel=channel,
        company_id=getattr(request.user, "company_id", None) or 0,
        person_id=request.user.pk or 0,
        now=now,
    )


def count_search(request: HttpRequest, text: str, now: datetime) -> None:
    """Count a search, if a text is searched for and it is another search than the last."""
    if text and _searches.is_new(request.user.pk or 0, now):
        count(request, What.SEARCH, now)
