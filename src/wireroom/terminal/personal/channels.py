"""The ways out of the house: e-mail digests and the webhook, as a person has set them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext
from msgspec import Struct

from wireroom.matching import queries as matching
from wireroom.matching import services
from wireroom.matching.queries import PreferencesRow, WebhookRow

_REMOVED = "removed by its owner"  # as `matching.services.remove_webhook` writes it


class Channels(Struct, frozen=True, kw_only=True):
    """What a person has set for all topics."""

    time_zone: str
    digest_hours: tuple[int, ...]
    is_set: bool
    """Whether it differs from what everybody has in the beginning."""
    webhook_url: str
    webhook_trouble: str
    """Why the webhook is not called any more."""

    @property
    def has_webhook(self) -> bool:
        """Whether there is an address to call."""
        return bool(self.webhook_url)

    @property
    def digest_words(self) -> str:
        """Say when the digest comes."""
        hours = ", ".join(f"{hour:02d}:00" for hour in self.digest_hours)
        return gettext("The digest comes at %(hours)s, %(zone)s time.") % {
            "hours": hours,
            "zone": self.time_zone.rpartition("/")[2].replace("_", " "),
        }


def channels_of(person_id: int) -> Channels:
    """Give what a person has set for all topics. Two queries."""
    kept = matching.preferences_of([person_id])[person_id]
    hook = matching.webhook_of(person_id)
    if hook and hook.disabled_at and hook.reason == _REMOVED:
        hook = None
    return Channels(
        time_zone=kept.time_zone,
        digest_hours=tuple(kept.digest_hours),
        is_set=kept != PreferencesRow(),
        webhook_url=hook.url if hook else "",
        webhook_trouble=_trouble(hook),
    )


def _trouble(hook: WebhookRow | None) -> str:
    return hook.reason if hook and hook.disabled_at else ""


def set_preferences(person_id: int, time_zone: str, hours: Collection[int], now: datetime) -> None:
    """Set the time zone, and the hours at which the digest comes.

    Raises:
        PreferencesNotValid: no such time zone, or no hour of the day.
    """
    services.set_preferences(person_id=person_id, time_zone=time_zone, digest_hours=hours, now=now)


def set_webhook(person_id: int, url: str, now: datetime) -> str:
    """Have an address called, and give the secret to check the calls by; it is new each time.

    Raises:
        WebhookNotValid: no full https address.
    """
    return services.set_webhook(person_id=person_id, url=url, now=now, new_secret=True)


def remove_webhook(person_id: int, now: datetime) -> None:
    """Call no address any more."""
    services.remove_webhook(person_id=person_id, now=now)


def shown(person_id: int) -> dict[str, Any]:
    """Give what the editor of topics says about the ways out."""
    channels = channels_of(person_id)
    return {
        "has_webhook": channels.has_webhook,
        "digest_words": channels.digest_words,
        "is_set": channels.is_set,
    }


def adopt_time_zone(person_id: int, time_zone: str, now: datetime) -> None:
    """Take the browser's time zone for somebody who has set nothing yet; an unknown one is not."""
    kept = channels_of(person_id)
    if not kept.is_set and time_zone in available_timezones():
        set_preferences(person_id, time_zone, kept.digest_hours, now)
