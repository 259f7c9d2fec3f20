"""What a person sets for all topics: clock, digest, webhook."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Collection
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from wireroom.kernel.errors import WireroomError
from wireroom.matching.models import Alert, Channel, Preferences, State, Webhook
from wireroom.matching.models.person import URL_CHARS
from wireroom.matching.rules import is_time_zone, next_digest

_SECRET_BYTES = 32  # Standard Webhooks 1.0: between 24 and 64
_HOURS_OF_A_DAY = 24


class PreferencesNotValid(WireroomError):
    """These preferences cannot be set; the fields say why."""

    code = "preferences_not_valid"
    http_status = 422


class WebhookNotValid(WireroomError):
    """Alerts can be posted to a full https:// address only, without a password in it."""

    code = "webhook_not_valid"
    http_status = 422


def set_preferences(
    *, person_id: int, time_zone: str, digest_hours: Collection[int], now: datetime
) -> None:
    """Say where the person's clock stands, and at which full hours of it digests go out.

    Digests that wait already go by the new hours.

    Raises:
        PreferencesNotValid: no IANA time zone, or no hour from 0 to 23 (422).
    """
    hours = sorted(set(digest_hours))
    told = {}
    if not is_time_zone(time_zone):
        told["time_zone"] = "Name a time zone as in Europe/Paris."
    if not hours or not all(0 <= hour < _HOURS_OF_A_DAY for hour in hours):
        told["digest_hours"] = "Choose one or more full hours from 0 to 23."
    if told:
        raise PreferencesNotValid(" ".join(told.values()), **told)
    values = {"time_zone": time_zone, "digest_hours": hours, "changed_at": now}
    waiting = Alert.objects.filter(
        person_id=person_id, channel=Channel.DIGEST, state=State.PENDING, next_attempt_at__gt=now
    )
    with transaction.atomic():
        Preferences.objects.update_or_create(person_id=person_id, defaults=values)
        waiting.filter(attempts=0).update(next_attempt_at=next_digest(now, time_zone, hours))


def set_webhook(*, person_id: int, url: str, now: datetime, new_secret: bool = False) -> str:
    """Post the person's alerts to `url` from now on, and give the secret that signs them.

    A new address gets a new secret; the same one keeps its secret unless `new_secret` is said. One
    that was disabled works again. Whether the address may be called is decided when it is called.

    Raises:
        WebhookNotValid: `url` is no full https:// address (422).
    """
    _refuse_bad_address(url)
    with transaction.atomic():
        before = Webhook.objects.select_for_update().filter(pk=person_id).first()
        keep = before is not None and before.url == url and not new_secret
        secret = before.secret if before is not None and keep else _make_secret()
        values = {"url": url, "secret": secret, "made_at": now, "disabled_at": None, "reason": ""}
        Webhook.objects.update_or_create(pk=person_id, defaults=values)
    return secret


def _refuse_bad_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        good = parts.hostname and parts.port != 0 and _is_safe(parts.scheme, parts.hostname)
    except ValueError:
        raise WebhookNotValid from None
    too_long = len(url) > URL_CHARS
    if not good or too_long or "@" in parts.netloc or not url.isascii() or not url.isprintable():
        raise WebhookNotValid


def _is_safe(scheme: str, host: str) -> bool:
    """Whether nobody on the way can read what is posted; tests post to their own machine."""
    if scheme == "http" and getattr(settings, "WIREROOM_WEBHOOKS_TO_LOOPBACK", False):
        return host in {"localhost", "127.0.0.1", "::1"}
    return scheme == "https"


def _make_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def disable_webhook(*, person_id: int, reason: str, now: datetime) -> None:
    """Stop posting to a person's webhook, and keep the reason for its owner to read."""
    active = Webhook.objects.filter(pk=person_id, disabled_at=None)
    active.update(disabled_at=now, reason=reason[:300])


def remove_webhook(*, person_id: int, now: datetime) -> None:
    """Stop posting because the person says so."""
    disable_webhook(person_id=person_id, reason="removed by its owner", now=now)
