"""The alerts of a person as the screens show them, judged by today's rights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from msgspec import Struct, to_builtins

from wireroom.archive import queries as archive
from wireroom.customers.policy import Reader
from wireroom.matching import queries as matching
from wireroom.matching.queries import AlertRow
from wireroom.terminal.personal.topics import Topic, topics_of
from wireroom.terminal.rows import Row, row_of

_LOOKED_AT = 200
"""More than 99 unread are “99+”: so many of the newest alerts are looked at to count them."""
_SENT = "sent"
_HELD_BACK = "held_back"


class Alert(Struct, frozen=True, kw_only=True):
    """A story that met topics, as it stands now."""

    id: int
    at: datetime
    row: Row
    topics: tuple[Topic, ...]
    is_unread: bool
    is_muted: bool


class Held(Struct, frozen=True):
    """How many alerts of a topic its budget held back, and nobody has looked at."""

    topic: Topic
    count: int


def alerts(
    person_id: int,
    reader: Reader,
    topics: Sequence[Topic],
    now: datetime,
    *,
    topic_id: int | None = None,
    limit: int,
) -> list[Alert]:
    """List alerts newest first, each story once; what may not be read any more is left out."""
    rows = [row for row in matching.alerts_of(person_id, limit=limit) if row.state != _HELD_BACK]
    chosen = [row for row in rows if topic_id is None or topic_id in row.topics]
    newest = {row.guid: row for row in reversed(chosen)}
    unread = {row.guid for row in chosen if row.seen_at is None}
    shown = archive.stories(reader, list(newest), now)
    muted = matching.muted_stories(person_id, now)
    known = {topic.id: topic for topic in topics}
    found = [
        Alert(
            id=row.id,
            at=row.released_at,
            row=row_of(shown[guid].current),
            topics=tuple(known[pk] for pk in row.topics if pk in known),
            is_unread=guid in unread,
            is_muted=guid in muted,
        )
        for guid, row in newest.items()
        if guid in shown
    ]
    return sorted(found, key=lambda alert: -alert.id)


def held_back(person_id: int, topics: Iterable[Topic]) -> list[Held]:
    """Say of which topics the budget held alerts back, and how many."""
    counts = matching.held_back(person_id)
    return [Held(topic, counts[topic.id]) for topic in topics if topic.id in counts]


def unread(person_id: int) -> dict[str, Any]:
    """Count what is unread: `total` alerts, and by the id of each of the `topics`. Two queries."""
    by_topic = matching.unread(person_id)
    newest = matching.alerts_of(person_id, limit=_LOOKED_AT) if by_topic else []
    stories = {row.guid for row in newest if row.seen_at is None and row.state == _SENT}
    return {"total": max(len(stories), *by_topic.values(), 0), "topics": by_topic}


def newest_id(person_id: int) -> int:
    """Give the number of the newest alert; 0: there is none."""
    return next((row.id for row in matching.alerts_of(person_id, limit=1)), 0)


def news(
    person_id: int, reader: Reader, after_id: int, now: datetime
) -> tuple[int, list[dict[str, Any]]]:
    """Give the number of the newest alert, and what came after `after_id`, oldest first."""
    rows = matching.alerts_of(person_id, after_id=after_id, limit=_LOOKED_AT)
    if not rows:
        return after_id, []
    fresh = [row for row in reversed(rows) if row.state == _SENT]
    views = archive.stories(reader, {row.guid for row in fresh}, now) if fresh else {}
    topics = {topic.id: topic for topic in topics_of(person_id, now)} if views else {}
    came = [
        _told(row, view.current.urgency, row_of(view.current), topics)
        for row in fresh
        if (view := views.get(row.guid))
    ]
    return rows[0].id, came


def _told(row: AlertRow, urgency: int, shown: Row, topics: dict[int, Topic]) -> dict[str, Any]:
    met = [topics[pk] for pk in row.topics if pk in topics]
    return {
        "id": row.id,
        "guid": row.guid,
        "version": shown.version,
        "kind": row.kind,
        "topic": " · ".join(topic.name for topic in met),
        "colour": met[0].colour if met else "grey",
        "topics": row.topics,
        "sound": row.sound,
        "desktop": row.desktop,
        "urgency": urgency,
        "headline": shown.headline,
        "language": shown.language,
        "labels": to_builtins(shown.labels),
        "url": reverse("terminal-story", args=[shown.short]),
    }
