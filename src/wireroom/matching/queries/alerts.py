"""Alerts on a person's screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from wireroom.matching.models import Alert, Channel, State
from wireroom.wire.consumers import cursor
from wireroom.wire.queries import head

NAME = "matching"
"""By which alerts follow the wire."""
_COUNTED = 1000
"""How many unseen alerts are counted at most: beyond that, the screen says “many”."""
_ON_SCREEN = (State.SENT, State.SEEN, State.HELD_BACK)


class AlertRow(NamedTuple):
    """An alert on screen. The story's text is the archive's to show, or to hide by now."""

    id: int
    guid: str
    version: int
    seq: int
    kind: str
    state: str
    topics: list[int]
    sound: bool
    desktop: bool
    released_at: datetime
    made_at: datetime
    seen_at: datetime | None


def alerts_of(person_id: int, *, after_id: int = 0, limit: int = 100) -> list[AlertRow]:
    """Give a person's alerts on screen, newest first: those after `after_id`.

    Ids grow in the order of the commits. Held back ones are among them, by their state.
    """
    rows = Alert.objects.filter(
        person_id=person_id, channel=Channel.SCREEN, state__in=_ON_SCREEN, pk__gt=after_id
    )
    return [AlertRow(*row) for row in rows.order_by("-pk").values_list(*AlertRow._fields)[:limit]]


def is_behind() -> bool:
    """Tell whether entries of the wire are still to be matched, and may alert somebody soon."""
    return cursor(NAME) < head()


def unseen(person_id: int) -> QuerySet[Alert]:
    """Give the rows that are on a person's screen and not seen, held back ones too."""
    return Alert.objects.filter(person_id=person_id, channel=Channel.SCREEN, seen_at=None)


def unread(person_id: int) -> dict[int, int]:
    """Count stories with unseen alerts by topic, held back ones not; of the newest thousand."""
    return _by_topic(unseen(person_id).filter(state=State.SENT))


def held_back(person_id: int) -> dict[int, int]:
    """Count by topic stories that the budget has held back and nobody has looked at: “12 more”."""
    return _by_topic(unseen(person_id).filter(state=State.HELD_BACK))


def _by_topic(rows: QuerySet[Alert]) -> dict[int, int]:
    found: Iterable[tuple[str, list[int]]]
    found = rows.order_by("-pk").values_list("guid", "topics")[:_COUNTED]
    stories = {(topic, guid) for guid, topics in found for topic in topics}
    return dict(Counter(topic for topic, _ in stories))
