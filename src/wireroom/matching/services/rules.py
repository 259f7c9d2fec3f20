"""What a person wants to hear of a topic."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wireroom.kernel.errors import WireroomError
from wireroom.matching.models import AlertRule, Email, Topic
from wireroom.matching.queries.topics import visible_topic
from wireroom.matching.services.order import next_change

LARGEST_BUDGET = 1000
"""Alerts an hour; who wants more wants no budget."""


class RuleNotValid(WireroomError):
    """Alerts cannot be set like this; the fields say why."""

    code = "rule_not_valid"
    http_status = 422


def set_rule(  # noqa: PLR0913 - the whole rule at once
    *,
    person_id: int,
    topic_id: int,
    now: datetime,
    on_screen: bool = True,
    sound: bool = False,
    desktop: bool = False,
    email: str = Email.NONE,
    webhook: bool = False,
    budget_per_hour: int | None = None,
) -> None:
    """Say by which channels this person hears of a topic: an own one, or one of a colleague.

    The whole rule is replaced; a mute stays. Sound and desktop notifications come with what is on
    screen. A budget of None is no budget.

    Raises:
        RuleNotValid: no such way of mailing, or a budget out of range (422).
        TopicNotFound: the person sees no such topic (404).
    """
    _refuse_invalid(email, budget_per_hour)
    values = {
        "on_screen": on_screen,
        "sound": sound and on_screen,
        "desktop": desktop and on_screen,
        "email": email,
        "webhook": webhook,
        "budget_per_hour": budget_per_hour,
        "changed_at": now,
    }
    with transaction.atomic():
        number = next_change()
        topic = visible_topic(person_id, topic_id)
        AlertRule.objects.update_or_create(topic=topic, person_id=person_id, defaults=values)
        Topic.objects.filter(pk=topic.pk).update(change_number=number)


def _refuse_invalid(email: str, budget_per_hour: int | None) -> None:
    told = {}
    if email not in Email.values:
        told["email"] = f"One of {', '.join(Email.values)}."
    if budget_per_hour is not None and not 1 <= budget_per_hour <= LARGEST_BUDGET:
        told["budget_per_hour"] = f"From 1 to {LARGEST_BUDGET}, or none."
    if told:
        raise RuleNotValid(" ".join(told.values()), **told)


def mute_topic(*, person_id: int, topic_id: int, until: datetime, now: datetime) -> None:
    """Keep a topic from alerting this person until a moment; corrections of earlier alerts come.

    Raises:
        TopicNotFound: the person sees no such topic (404).
    """
    _mute(person_id, topic_id, until, now)


def unmute_topic(*, person_id: int, topic_id: int, now: datetime) -> None:
    """Let a topic alert this person again.

    Raises:
        TopicNotFound: the person sees no such topic (404).
    """
    _mute(person_id, topic_id, None, now)


def _mute(person_id: int, topic_id: int, until: datetime | None, now: datetime) -> None:
    topic = visible_topic(person_id, topic_id)
    rules = AlertRule.objects.filter(topic=topic, person_id=person_id)
    rules.update(muted_until=until, changed_at=now)
