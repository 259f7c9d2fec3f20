"""Why did I, or did I not, get an alert?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from wireroom.customers.policy import Level, Reader, judge, live
from wireroom.customers.queries import products_of, reader_of
from wireroom.formats.projection import project
from wireroom.matching import compiling
from wireroom.matching.models import Alert, AlertRule, MutedStory, State, Topic
from wireroom.matching.queries.topics import visible_topic
from wireroom.query.because import Because, because
from wireroom.query.document import Document
from wireroom.query.predicate import matches
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry


class Why(NamedTuple):
    """The answer about one version of a story and one topic.

    `reason` is stable: not_readable, trouble, no_match, before_the_topic, no_channel, topic_muted,
    story_muted, held_back, delayed, alerted, not_yet. `channels` say what became of the alert by
    each.
    """

    reason: str
    text: str
    because: tuple[Because, ...] = ()
    channels: tuple[tuple[str, str], ...] = ()


_TEXTS = {
    "not_readable": "There is no such story.",
    "no_match": "The story does not match the topic.",
    "before_the_topic": "The story was released before the topic was made.",
    "no_channel": "The topic alerts you by no channel.",
    "topic_muted": "You have muted the topic.",
    "story_muted": "You have muted the story.",
    "delayed": "You have the story later than others: it is in your lists, and alerts nobody.",
    "held_back": "The alert was held back: the topic's budget for the hour was spent.",
    "alerted": "You were alerted.",
    "not_yet": "The story matches; the alert is on its way.",
}


def why(
    person_id: int, topic_id: int, guid: str, now: datetime, *, version: int | None = None
) -> Why:
    """Explain what a topic did with a version of a story, the newest unless another is named.

    What the person may not read is answered like what there is not.

    Raises:
        TopicNotFound: the person sees no such topic (404).
    """
    topic = visible_topic(person_id, topic_id)
    reader = reader_of(person_id, now)
    entry, level = _judged(reader, guid, version, now)
    if entry is None:
        return Why("not_readable", _TEXTS["not_readable"])
    products = products_of(reader, now)
    trouble = compiling.trouble(topic.query, entry.released_at, products)
    if trouble:
        return Why("trouble", trouble)
    plan = compiling.compile_query(topic.query, entry.released_at, products)
    document = Document(project(entry.item, level), entry.released_at)
    sent = _sent(person_id, topic_id, entry)
    if matches(plan, document):
        late = "delayed" if _is_late(reader, guid, version, now) else ""
        reason = _outcome(sent) or late or _silence(person_id, topic, entry, now)
        return Why(reason, _TEXTS[reason], because(plan, document), sent)
    reason = _outcome(sent) or "no_match"
    return Why(reason, _TEXTS[reason], (), sent)


def _judged(
    reader: Reader, guid: str, version: int | None, now: datetime
) -> tuple[Entry | None, Level]:
    """Give the version asked about and its level; no entry when the reader may not see it."""
    chain = [entry for entry in wire.versions(guid) if version is None or entry.version <= version]
    if not chain or version not in {None, chain[-1].version}:
        return None, Level.NONE
    level = judge(reader, chain, now).level
    return (chain[-1] if level else None), level


def _is_late(reader: Reader, guid: str, version: int | None, now: datetime) -> bool:
    """Whether the version can be read, but is not sent, because it is held with a delay."""
    at_once = live(reader)
    return at_once is not reader and not _judged(at_once, guid, version, now)[1]


def _sent(person_id: int, topic_id: int, entry: Entry) -> tuple[tuple[str, str], ...]:
    rows = Alert.objects.filter(person_id=person_id, guid=entry.guid, version=entry.version)
    facts = rows.order_by("channel").values_list("channel", "state", "topics")
    return tuple((channel, state) for channel, state, topics in facts if topic_id in topics)


def _outcome(sent: Collection[tuple[str, str]]) -> str:
    if not sent:
        return ""
    return "held_back" if all(state == State.HELD_BACK for _, state in sent) else "alerted"


def _silence(person_id: int, topic: Topic, entry: Entry, now: datetime) -> str:
    """Say why there is no alert although the topic matches, by how things stand now."""
    if entry.seq <= topic.since_seq:
        return "before_the_topic"
    rule = AlertRule.objects.filter(person_id=person_id, topic=topic).first()
    if rule is None or not rule.channels():
        return "no_channel"
    if rule.muted_until is not None and rule.muted_until > now:
        return "topic_muted"
    muted = MutedStory.objects.filter(person_id=person_id, guid=entry.guid, until__gt=now)
    return "story_muted" if muted.exists() else "not_yet"
