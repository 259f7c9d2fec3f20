"""What a person changes: topics, how they reach the person, what is muted and what was seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from wireroom.matching import services
from wireroom.terminal.personal.forms import USUAL_BUDGET
from wireroom.terminal.personal.starters import Starter
from wireroom.terminal.personal.topics import Topic

_RULE = ("on_screen", "sound", "desktop", "email", "webhook")
_OWN = ("name", "query", "folder", "colour", "is_shared")


def save(person_id: int, topic: Topic | None, facts: Mapping[str, Any], now: datetime) -> int:
    """Save what a form says: the topic when it is one's own, and in any case its rule.

    `facts` are those of `TopicForm`, or of `RuleForm` for the topic of a colleague.

    Raises:
        WireroomError: what `matching.services` refuses, a bad query among it.
    """
    with transaction.atomic():
        pk = topic.id if topic and not topic.is_own else _save_own(person_id, topic, facts, now)
        services.set_rule(
            person_id=person_id,
            topic_id=pk,
            budget_per_hour=facts["budget"] or None,
            now=now,
            **{name: facts[name] for name in _RULE},
        )
    return pk


def _save_own(person_id: int, topic: Topic | None, facts: Mapping[str, Any], now: datetime) -> int:
    pk = services.save_topic(
        person_id=person_id,
        topic_id=topic.id if topic else None,
        name=facts["name"],
        query=facts["query"],
        folder=facts["folder"],
        colour=facts["colour"],
        now=now,
    )
    if facts["is_shared"] != (topic.is_shared if topic else False):
        services.share_topic(person_id=person_id, topic_id=pk, shared=facts["is_shared"], now=now)
    return pk


def take(person_id: int, starter: Starter, now: datetime) -> int:
    """Make a topic of a suggestion: on screen, with the usual budget."""
    facts = {
        "name": starter.name,
        "query": starter.query,
        "folder": "",
        "colour": starter.colour,
        "is_shared": False,
        "on_screen": True,
        "sound": False,
        "desktop": False,
        "email": "none",
        "webhook": False,
        "budget": USUAL_BUDGET,
    }
    return save(person_id, None, facts, now)


def facts_of(topic: Topic) -> dict[str, Any]:
    """Give a topic as its form shows it, and as `save` takes it."""
    facts = {name: getattr(topic, name) for name in (*_OWN, *_RULE)}
    return facts | {"budget": topic.budget or 0}


def delete(person_id: int, topic: Topic, now: datetime) -> None:
    """Delete a topic of one's own."""
    services.delete_topic(person_id=person_id, topic_id=topic.id, now=now)


def reorder(person_id: int, places: Sequence[tuple[int, str]], now: datetime) -> None:
    """Bring one's own topics into this order, each in its folder."""
    services.reorder(person_id=person_id, places=places, now=now)


def mute(person_id: int, topic: Topic, until: datetime | None, now: datetime) -> None:
    """Silence a topic until a moment; None lets it ring again."""
    who: dict[str, Any] = {"person_id": person_id, "topic_id": topic.id, "now": now}
    if until is None:
        services.unmute_topic(**who)
    else:
        services.mute_topic(until=until, **who)


def mute_story(person_id: int, guid: str, until: datetime | None, now: datetime) -> None:
    """Silence a story until a moment; None lets it ring again."""
    if until is None:
        services.unmute_story(person_id=person_id, guid=guid, now=now)
    else:
        services.mute_story(person_id=person_id, guid=guid, until=until, now=now)


def mark_story_seen(person_id: int, guid: str, now: datetime) -> None:
    """Mark the alerts of a story as read, whatever the topic: it has been opened."""
    services.mark_seen(person_id=person_id, guid=guid, now=now)


def mark_seen(person_id: int, topic_id: int | None, up_to: int, now: datetime) -> None:
    """Mark alerts as read: of one topic or of all, up to the alert `up_to`."""
    services.mark_seen(person_id=person_id, topic_id=topic_id, up_to=up_to, now=now)
