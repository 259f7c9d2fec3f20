"""Feeds: made, changed, paused and closed. Each act is one transaction with its audit row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from wireroom.customers.services import NotValid
from wireroom.delivery import destinations, secrets
from wireroom.delivery.destinations.sftp import is_private_key
from wireroom.delivery.models import Destination, Feed
from wireroom.delivery.services.acts import act_on, note, take_turn_of
from wireroom.delivery.services.checking import TooManyFeeds, checked, refuse_too_many
from wireroom.delivery.services.states import (
    WrongState,
    close_feed,
    lift_suspension,
    pause_feed,
    resume_feed,
    suspend_feed,
)
from wireroom.kernel.ids import new_secret

__all__ = [
    "MadeFeed",
    "TooManyFeeds",
    "WrongState",
    "change_feed",
    "close_feed",
    "lift_suspension",
    "make_feed",
    "pause_feed",
    "resume_feed",
    "rotate_secret",
    "suspend_feed",
]

_ASK_AGAIN = "This is another server: give its password."
_CODE_CHARS = 24
"""144 random bits: a code says nothing, and nobody guesses one."""
_CHANGEABLE = frozenset(
    {
        "name", "products", "query", "format", "options", "target", "secret", "schedule",
        "idle_after_minutes", "idle_to",
    }
)  # fmt: skip


class MadeFeed(NamedTuple):
    """A new feed, and the secret that its posts are signed with; empty where there is none."""

    feed_id: int
    code: str
    secret: str


def make_feed(  # noqa: PLR0913 - the fields of a form
    *,
    company_id: int,
    name: str,
    destination: str,
    format: str,  # noqa: A002 - the field's name
    products: Sequence[str] = (),
    query: str = "",
    target: Mapping[str, Any] | None = None,
    options: Mapping[str, Any] | None = None,
    schedule: Mapping[str, Any] | None = None,
    secret: str = "",
    idle_after_minutes: int | None = None,
    idle_to: str = "",
    now: datetime,
    actor: str,
) -> MadeFeed:
    """Make a feed; what is released from now on is numbered for it.

    `secret` is the password or private key of an SFTP server; that of a webhook is made here.

    Raises:
        NotValid: the fields say which and why (422).
        TooManyFeeds: the company has as many as it may (409).
    """
    feed = Feed(
        code=f"fd_{new_secret()[:_CODE_CHARS]}",
        company_id=company_id,
        name=name,
        destination=destination,
        format=format,
        products=list(products),
        query=query.strip(),
        target=dict(target or {}),
        options=dict(options or {}),
        schedule=dict(schedule or {}),
        idle_after_minutes=idle_after_minutes,
        idle_to=idle_to.strip(),
        state_at=now,
        state_by=actor,
        made_at=_in_whole_ms(now),
        made_by=actor,
    )
    with transaction.atomic():
        take_turn_of(company_id)
        refuse_too_many(company_id)
        _set(feed, checked(feed, secret, now))
        kept = secret or destinations.new_secret(destination)
        feed.secret = secrets.keep(kept, now)
        feed.save()
        note(feed, "made", actor=actor, now=now, destination=destination, format=format)
    return MadeFeed(feed.pk, feed.code, kept if destination == Destination.WEBHOOK else "")


def change_feed(
    *, feed_id: int, of_company_id: int | None = None, now: datetime, actor: str, **facts: Any
) -> None:
    """Change a feed's name, products, query, format, options, target, secret, schedule or monitor.

    What has a number keeps it; the change counts for what is numbered, and for what is sent, later.

    Args:
        feed_id: which one.
        of_company_id: only if it is this company's; None: whoever's it is.
        now: the moment.
        actor: e-mail address of whoever does it.
        facts: the fields of `make_feed` that change; `destination` is not among them.

    Raises:
        NotFound: there is no such feed, or it is closed.
        NotValid: the fields say which and why; a password is asked for again with another server.
    """
    unknown = sorted(facts.keys() - _CHANGEABLE)
    if unknown:
        raise NotValid("This cannot be changed.", **dict.fromkeys(unknown, "Cannot be changed."))
    with act_on(feed_id, of_company_id) as feed:
        take_turn_of(feed.company_id)
        secret, server = str(facts.pop("secret", "") or ""), _server_of(feed)
        _set(feed, facts)
        asks = not facts.keys().isdisjoint({"products", "query"})
        feed_secret = secret or _present_secret(feed, now)
        _set(feed, checked(feed, feed_secret, now, asks=asks))
        if not secret and _server_of(feed) != server and not is_private_key(feed_secret):
            raise NotValid(_ASK_AGAIN, secret=_ASK_AGAIN)
        if secret:
            feed.secret = secrets.keep(secret, now)
        feed.save(update_fields=[*(_CHANGEABLE - {"secret"}), *(["secret"] if secret else [])])
        changed = sorted([*facts, *(["secret"] if secret else [])])
        note(feed, "changed", actor=actor, now=now, changed=changed)


def rotate_secret(
    *, feed_id: int, of_company_id: int | None = None, now: datetime, actor: str
) -> str:
    """Make a webhook a new secret and give it; the old one signs too for 24 hours.

    Raises:
        NotFound: there is no such feed, or it is closed.
        NotValid: the feed is no webhook.
    """
    with act_on(feed_id, of_company_id) as feed:
        secret = destinations.new_secret(feed.destination)
        if not secret:
            raise NotValid(
                "Only a webhook has a secret that is made here.", destination="No webhook."
            )
        feed.secret = secrets.keep(secret, now, before=feed.secret)
        feed.save(update_fields=["secret"])
        note(feed, "secret_rotated", actor=actor, now=now)
    return secret


def _set(feed: Feed, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        setattr(feed, name, _plain(value))


def _plain(value: Any) -> Any:
    match value:
        case str():
            return value.strip()
        case tuple() | set() | frozenset():
            return list(value)
        case Mapping():
            return dict(value)
        case _:
            return value


def _present_secret(feed: Feed, now: datetime) -> str:
    """Give an SFTP server's secret again, for a check of the target."""
    if feed.destination != Destination.SFTP:
        return ""
    return next(iter(secrets.good(feed.secret, now)), "")


def _server_of(feed: Feed) -> tuple[object, object]:
    """Name the machine that gets a password: nobody may send ours to a server of their own."""
    return (feed.target.get("host"), feed.target.get("port"))


def _in_whole_ms(moment: datetime) -> datetime:
    """Spell a moment like the wire spells releases: what follows in the same instant counts."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
