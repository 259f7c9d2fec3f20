"""What people set for all their topics."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from wireroom.matching.models import MutedStory, Preferences, Webhook
from wireroom.matching.rules import DEFAULT_DIGEST_HOURS


class PreferencesRow(NamedTuple):
    """Where a person's clock stands, and at which full hours of it digests go out."""

    time_zone: str = "UTC"
    digest_hours: tuple[int, ...] = DEFAULT_DIGEST_HOURS


class WebhookRow(NamedTuple):
    """Where to post and what to sign with. A disabled one says why."""

    url: str
    secret: str
    disabled_at: datetime | None
    reason: str


def preferences_of(people: Collection[int]) -> dict[int, PreferencesRow]:
    """Give the preferences of each person asked for, in one query; the usual where none are set."""
    rows = Preferences.objects.filter(pk__in=people).values_list("pk", "time_zone", "digest_hours")
    chosen = {pk: PreferencesRow(zone, tuple(hours)) for pk, zone, hours in rows}
    return dict.fromkeys(people, PreferencesRow()) | chosen


def webhook_of(person_id: int) -> WebhookRow | None:
    """Give a person's webhook, disabled or not; None: there never was one."""
    return webhooks_of([person_id]).get(person_id)


def webhooks_of(people: Collection[int]) -> dict[int, WebhookRow]:
    """Give the webhook of each person asked for who has one, in one query."""
    rows = Webhook.objects.filter(pk__in=people)
    return {pk: WebhookRow(*facts) for pk, *facts in rows.values_list("pk", *WebhookRow._fields)}


def muted_stories(person_id: int, now: datetime) -> dict[str, datetime]:
    """Give the stories that a person has muted, and until when."""
    rows = MutedStory.objects.filter(person_id=person_id, until__gt=now)
    return dict(rows.values_list("guid", "until"))
