"""Counts what customers do in the terminal: how often, never what."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

from django.http import HttpRequest

from wireroom.customers.policy import Channel
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


def count_search(request: HttpRequest, text: str, now: datetime) -> None:
    """Count a search, if a text is searched for and it is another search than the last."""
    if text and _searches.is_new(request.user.pk or 0, now):
        count(request, What.SEARCH, now)
