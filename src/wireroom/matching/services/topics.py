"""Topics are made, changed, shared, put in order and deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from wireroom.customers.queries import company_of, products_of, reader_of
from wireroom.kernel.errors import WireroomError
from wireroom.matching import compiling
from wireroom.matching.models import FOLDER_CHARS, NAME_CHARS, AlertRule, Colour, Topic
from wireroom.matching.queries.topics import TopicNotFound, visible_topic
from wireroom.matching.services.order import next_change
from wireroom.wire import queries as wire

MAX_TOPICS = 200
"""Topics that one person may have: more than anybody can look at."""


class TopicNotValid(WireroomError):
    """The topic cannot be saved like this; the fields say why."""

    code = "topic_not_valid"
    http_status = 422


class NotYourTopic(WireroomError):
    """A colleague shares this topic. Only its owner may change it; your alerts are your own."""

    code = "not_your_topic"
    http_status = 403


class TooManyTopics(WireroomError):
    """You have as many topics as a person may have. Delete one first."""

    code = "too_many_topics"
    http_status = 409


class NobodyToShareWith(WireroomError):
    """Topics are shared within a company, and you belong to none."""

    code = "nobody_to_share_with"
    http_status = 409


def save_topic(
    *,
    person_id: int,
    name: str,
    query: str,
    now: datetime,
    topic_id: int | None = None,
    folder: str | None = None,
    colour: str | None = None,
) -> int:
    """Make a topic, or change one's own when `topic_id` is given, and give its id.

    A new one alerts its owner on screen to what is released from now on, until `set_rule` says
    otherwise. What is None stays as it is: no folder and grey in the beginning.

    Raises:
        QueryError: `query` is no query, or names a product that the owner does not have (400).
        TopicNotValid: name, folder or colour is not acceptable (422).
        TooManyTopics: the person has `MAX_TOPICS` (409).
        TopicNotFound, NotYourTopic: as `topic_id` says.
    """
    products = products_of(reader_of(person_id, now), now)
    compiling.compile_query(query, now, products)
    with transaction.atomic():
        number = next_change()
        topic = _own(person_id, topic_id) if topic_id else _new(person_id, now)
        topic.name, topic.query, topic.moves = name.strip(), query, compiling.moves(query)
        topic.folder = topic.folder if folder is None else folder.strip()
        topic.colour = topic.colour if colour is None else colour
        topic.change_number, topic.changed_at = number, now
        _refuse_invalid(topic)
        topic.save()
        if topic_id is None:
            AlertRule.objects.create(topic=topic, person_id=person_id, changed_at=now)
    return topic.pk


def _new(person_id: int, now: datetime) -> Topic:
    own = Topic.objects.filter(owner_id=person_id, deleted_at=None)
    if own.count() >= MAX_TOPICS:
        raise TooManyTopics(limit=MAX_TOPICS)
    last = own.order_by("-position").values_list("position", flat=True).first()
    return Topic(
        owner_id=person_id,
        company_id=company_of(person_id),
        position=0 if last is None else last + 1,
        since_seq=wire.head(),
        created_at=now,
    )


def _own(person_id: int, topic_id: int) -> Topic:
    topic = visible_topic(person_id, topic_id)
    if topic.owner_id != person_id:
        raise NotYourTopic(id=topic_id)
    return topic


def _refuse_invalid(topic: Topic) -> None:
    told = {}
    for name, limit in (("name", NAME_CHARS), ("folder", FOLDER_CHARS)):
        if len(getattr(topic, name)) > limit:
            told[name] = f"At most {limit} characters."
    if not topic.name:
        told["name"] = "Give the topic a name."
    if topic.colour not in Colour.values:
        told["colour"] = f"One of {', '.join(Colour.values)}."
    if told:
        raise TopicNotValid(" ".join(told.values()), **told)


def delete_topic(*, person_id: int, topic_id: int, now: datetime) -> None:
    """Delete one's own topic: it matches nothing more.

    Corrections of what it has alerted to still come.

    Raises:
        TopicNotFound, NotYourTopic: as `topic_id` says.
    """
    with transaction.atomic():
        number = next_change()
        topic = _own(person_id, topic_id)
        topic.deleted_at = topic.changed_at = now
        topic.change_number = number
        topic.save()


def share_topic(*, person_id: int, topic_id: int, shared: bool, now: datetime) -> None:
    """Show one's own topic to the colleagues of the company, or to nobody else any more.

    Raises:
        NobodyToShareWith: the person belongs to no company (409).
        TopicNotFound, NotYourTopic: as `topic_id` says.
    """
    with transaction.atomic():
        number = next_change()
        topic = _own(person_id, topic_id)
        topic.company_id = company_of(person_id)
        if shared and topic.company_id is None:
            raise NobodyToShareWith
        topic.is_shared = shared
        topic.change_number, topic.changed_at = number, now
        topic.save()


def reorder(
    *,
    person_id: int,
    places: Sequence[tuple[int, str]],
    now: datetime,  # noqa: ARG001 - as the others
) -> None:
    """Put one's own topics in this order, each in the folder beside it.

    Topics that are not named come after the others, as they stood. Those of colleagues are passed
    over: their owners put them in order.

    Raises:
        TopicNotValid: the name of a folder is too long (422).
    """
    with transaction.atomic():
        next_change()
        own = Topic.objects.filter(owner_id=person_id, deleted_at=None).order_by("position", "pk")
        topics = {topic.pk: topic for topic in own}
        folders = {pk: folder.strip() for pk, folder in places if pk in topics}
        for position, pk in enumerate(dict.fromkeys([*folders, *topics])):
            topic = topics[pk]
            topic.position, topic.folder = position, folders.get(pk, topic.folder)
            _refuse_invalid(topic)
        Topic.objects.bulk_update(topics.values(), ["position", "folder"])


__all__ = [
    "MAX_TOPICS",
    "NobodyToShareWith",
    "NotYourTopic",
    "TooManyTopics",
    "TopicNotFound",
    "TopicNotValid",
    "delete_topic",
    "reorder",
    "save_topic",
    "share_topic",
]
