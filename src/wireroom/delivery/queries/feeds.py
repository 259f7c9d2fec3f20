"""Feeds as plain facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q

from wireroom.customers.access.tokens import digest
from wireroom.delivery import secrets
from wireroom.delivery.models import Feed, FeedAddress, FeedState

_GIVES_NOTHING = (FeedState.PAUSED, FeedState.SUSPENDED, FeedState.CLOSED)


class FeedFacts(NamedTuple):
    """A feed, without its secret. `waiting`: numbers given out and not yet taken or void."""

    id: int
    code: str
    company_id: int
    name: str
    products: Sequence[str]
    query: str
    destination: str
    target: Mapping[str, Any]
    has_secret: bool
    format: str
    options: Mapping[str, Any]
    schedule: Mapping[str, Any]
    state: str
    state_why: str
    state_at: datetime
    state_by: str
    made_at: datetime
    made_by: str
    last_number: int
    taken_number: int
    last_made_at: datetime | None
    last_taken_at: datetime | None
    failures: int
    next_attempt_at: datetime | None
    idle_after_minutes: int | None
    idle_to: str

    @property
    def waiting(self) -> int:
        """How many numbers wait behind the last that was taken with all before it."""
        return self.last_number - self.taken_number


class AddressFacts(NamedTuple):
    """A secret address of a feed, without its secret."""

    id: int
    name: str
    made_at: datetime
    made_by: str
    revoked_at: datetime | None
    last_used_at: datetime | None


def feeds_of(company_id: int, *, closed: bool = False) -> list[FeedFacts]:
    """Give a company's feeds by name; `closed`: those that were closed as well, at the end."""
    rows = Feed.objects.filter(company_id=company_id).order_by("name", "pk")
    found = [_facts(feed) for feed in rows]
    open_ones = [facts for facts in found if facts.state != FeedState.CLOSED]
    return open_ones + [facts for facts in found if closed and facts.state == FeedState.CLOSED]


def feed_facts(code_or_id: str | int, of_company_id: int | None = None) -> FeedFacts | None:
    """Find a feed by its code or number; None: there is none, or it is another company's."""
    by = {"pk": code_or_id} if isinstance(code_or_id, int) else {"code": code_or_id}
    feed = Feed.objects.filter(**by).first()
    if feed is None or of_company_id not in {None, feed.company_id}:
        return None
    return _facts(feed)


def all_feeds(search: str = "", state: str = "") -> list[FeedFacts]:
    """Give every feed whose name or code holds `search`, in a state; by company and name."""
    rows = Feed.objects.order_by("company_id", "name", "pk")
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(code__icontains=search))
    if state:
        rows = rows.filter(state=state)
    return [_facts(feed) for feed in rows]


def addresses_of(feed_id: int) -> list[AddressFacts]:
    """Give a feed's secret addresses, the newest first; revoked ones too."""
    rows = FeedAddress.objects.filter(feed=feed_id).order_by("-pk")
    return [AddressFacts(*row) for row in rows.values_list(*AddressFacts._fields)]


class OpenedFeed(NamedTuple):
    """What a secret address opens: its feed, and which address it was."""

    feed: FeedFacts
    address_id: int


def feed_of_address(secret: str, now: datetime) -> OpenedFeed | None:
    """Find the feed that an address opens; None: unknown or revoked, or the feed rests or ended."""
    rows = FeedAddress.objects.filter(hash=digest(secret), revoked_at=None)
    address = rows.exclude(feed__state__in=_GIVES_NOTHING).select_related("feed").first()
    if address is None or address.made_at > now:
        return None
    return OpenedFeed(_facts(address.feed), address.pk)


def secrets_of(feed_id: int, now: datetime) -> tuple[str, ...]:
    """Give the secrets to sign or sign in with now, the newest first; for whoever sends, alone.

    Raises:
        SealBroken: the house's secret key is not the one that sealed them.
    """
    sealed = Feed.objects.values_list("secret", flat=True).get(pk=feed_id)
    return secrets.good(sealed, now)


def _facts(feed: Feed) -> FeedFacts:
    facts = {name: getattr(feed, name) for name in FeedFacts._fields if name != "has_secret"}
    return FeedFacts(**facts, has_secret=bool(feed.secret))
