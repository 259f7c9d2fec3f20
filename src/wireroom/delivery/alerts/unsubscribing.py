"""Ending mail by one click, without signing in (RFC 8058)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing

from wireroom.matching import queries, services

LIFETIME = timedelta(days=60)
"""RFC 8058 names none; the CAN-SPAM Act (16 CFR 316) wants links that work for 30 days."""
_SALT = "wireroom.delivery.alerts.unsubscribing"
_NONE = "none"


class Request(NamedTuple):
    """Who wants no more mail about which topics."""

    person_id: int
    topics: tuple[int, ...]


def token(person_id: int, topics: Collection[int], now: datetime) -> str:
    """Write the right to end mail about topics into a text that only we can write."""
    facts = [person_id, sorted(topics), int(now.timestamp())]
    return _signer().sign_object(facts, compress=True)


def read(text: str, now: datetime) -> Request | None:
    """Read a token; None when it was changed, is too old, or none of ours."""
    try:
        person_id, topics, issued_s = _signer().unsign_object(text)
        age = now - datetime.fromtimestamp(issued_s, UTC)
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return None
    return Request(person_id, tuple(topics)) if age <= LIFETIME else None


def topic_names(request: Request, now: datetime) -> list[str]:
    """Give the names of the topics that still send mail."""
    return [topic.name for topic in _mailing(request, now)]


def unsubscribe(request: Request, now: datetime) -> list[str]:
    """End the mail about the topics and give their names; done twice it is done once.

    Screen and webhook stay as they are.
    """
    topics = _mailing(request, now)
    for topic in topics:
        rule = topic.rule._asdict() | {"email": _NONE}
        del rule["muted_until"]
        services.set_rule(person_id=request.person_id, topic_id=topic.id, now=now, **rule)
    return [topic.name for topic in topics]


def _mailing(request: Request, now: datetime) -> list[queries.TopicRow]:
    found = queries.topics_of(request.person_id, now)
    return [row for row in found if row.id in request.topics and row.rule.email != _NONE]


def _signer() -> signing.Signer:
    return signing.Signer(
        key=settings.SECRET_KEY, fallback_keys=settings.SECRET_KEY_FALLBACKS, salt=_SALT
    )
