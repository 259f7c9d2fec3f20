"""The topics that a person sees."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from wireroom.customers.queries import company_of, products_of, reader_of
from wireroom.kernel.errors import WireroomError
from wireroom.matching import compiling
from wireroom.matching.models import AlertRule, Topic
from wireroom.matching.queries.alerts import unread
from wireroom.query.plan import Node


class TopicNotFound(WireroomError):
    """There is no such topic."""

    code = "topic_not_found"
    http_status = 404


class RuleRow(NamedTuple):
    """What the person hears of a topic; without a rule of one's own: nothing."""

    on_screen: bool = False
    sound: bool = False
    desktop: bool = False
    email: str = "none"
    webhook: bool = False
    budget_per_hour: int | None = None
    muted_until: datetime | None = None


class TopicRow(NamedTuple):
    """A topic as one person sees it."""

    id: int
    name: str
    query: str
    folder: str
    position: int
    colour: str
    is_own: bool
    is_shared: bool
    owner_id: int
    rule: RuleRow
    unread: int
    trouble: str
    """Why the topic matches nothing, when its query means nothing any more; usually empty."""
    created_at: datetime
    changed_at: datetime


def topics_of(person_id: int, now: datetime) -> list[TopicRow]:
    """Give a person's own topics in their order, then those that colleagues share.

    Seven queries at most, however many topics.
    """
    rows = list(_visible(person_id).order_by("position", "pk"))
    rows.sort(key=lambda row: row.owner_id != person_id)
    rules = {
        rule.topic_id: RuleRow(*(getattr(rule, name) for name in RuleRow._fields))
        for rule in AlertRule.objects.filter(person_id=person_id, topic__in=[r.pk for r in rows])
    }
    counts = unread(person_id)
    products = products_of(reader_of(person_id, now), now)
    return [
        _row(row, person_id, rules.get(row.pk, RuleRow()), counts.get(row.pk, 0), products, now)
        for row in rows
    ]


def topic_names(person_id: int, topic_ids: Collection[int]) -> dict[int, str]:
    """Give the names of topics for whoever writes a person's alert out, deleted ones too.

    What a colleague has stopped sharing has no name any more: it may have got another since.
    """
    own_or_shared = Q(owner_id=person_id) | Q(is_shared=True)
    rows = Topic.objects.filter(own_or_shared, pk__in=topic_ids)
    return dict(rows.values_list("pk", "name"))


def visible_topic(person_id: int, topic_id: int) -> Topic:
    """Give the topic when the person sees it.

    Raises:
        TopicNotFound: there is none, or it is somebody else's and not shared with this person.
    """
    found = _visible(person_id).filter(pk=topic_id).first()
    if found is None:
        raise TopicNotFound(id=topic_id)
    return found


def _visible(person_id: int) -> QuerySet[Topic]:
    seen = Q(owner_id=person_id)
    company = company_of(person_id)
    if company is not None:
        seen |= Q(is_shared=True, company_id=company)
    return Topic.objects.filter(seen, deleted_at=None)


def _row(
    row: Topic,
    person_id: int,
    rule: RuleRow,
    count: int,
    products: Mapping[str, Node],
    now: datetime,
) -> TopicRow:
    return TopicRow(
        id=row.pk,
        name=row.name,
        query=row.query,
        folder=row.folder,
        position=row.position,
        colour=row.colour,
        is_own=row.owner_id == person_id,
        is_shared=row.is_shared,
        owner_id=row.owner_id,
        rule=rule,
        unread=count,
        trouble=compiling.trouble(row.query, now, products),
        created_at=row.created_at,
        changed_at=row.changed_at,
    )
