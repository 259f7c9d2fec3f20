"""From subscriptions and terms to what the policy judges by.

A subscription that is in force, or will be, gives today's terms for its whole period: a replay is
judged by today's rights. Earlier terms give only the periods in which both ran, for the corrections
and kills of what was released then.

A subscription narrows its product: the greater delay counts, and the channels that both name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db.models import Q

from wireroom.customers.models import Subscription, Terms
from wireroom.customers.policy import Channel, Grant, Level

Period = tuple[datetime, datetime | None]
Channels = frozenset[Channel] | None
"""As a grant has them: an empty set means all. None: there is no channel left."""

STAFF_GRANT = Grant(product="staff", level=Level.FULL, active_from=datetime(1970, 1, 1, tzinfo=UTC))
"""The agency's own people read the whole wire, at any time."""

_LEVELS = {"headline": Level.HEADLINE, "full": Level.FULL}
_LONGEST = timedelta(days=36_500)
"""A depth of a hundred years is none; a delay of as long gives nothing."""


class _Offer(NamedTuple):
    """The columns of terms that make a grant."""

    level: str
    topics: list[str]
    genres: list[str]
    languages: list[str]
    query: str
    delay_minutes: int
    archive_days: int | None
    channels: list[str]
    active_from: datetime
    active_to: datetime | None

    @property
    def period(self) -> Period:
        """When the terms ran, or run."""
        return (self.active_from, self.active_to)


class _Held(NamedTuple):
    """The columns of a subscription that narrow what its product gives."""

    code: str
    active_from: datetime
    active_to: datetime | None
    channels: list[str]
    delay_minutes: int
    sample_only: bool
    samples: list[str]


_OF_HELD = ("product__code", *_Held._fields[1:-1], "product__samples")


def common_period(one: Period, other: Period) -> Period | None:
    """Give the time that two half-open periods share, None when they share none."""
    start = max(one[0], other[0])
    end = min((to for to in (one[1], other[1]) if to is not None), default=None)
    return (start, end) if end is None or start < end else None


def period_of_grant(held: Period, terms: Period, now: datetime) -> Period | None:
    """Say when terms that ran during `terms` count for a right held during `held`."""
    is_over = held[1] is not None and held[1] <= now
    still_counts = terms[1] is None and not is_over
    return common_period(held, held if still_counts else terms)


def grants_of_companies(ids: Collection[int], now: datetime) -> dict[int, tuple[Grant, ...]]:
    """Give the grants of each company that has any, past and future ones too, in one query."""
    columns = (f"product__terms__{name}" for name in _Offer._fields)
    rows = Subscription.objects.filter(company__in=ids, product__terms__isnull=False)
    found: dict[int, set[Grant]] = defaultdict(set)
    for company, *facts in rows.values_list("company", *_OF_HELD, *columns):
        held, offer = _Held(*facts[: len(_OF_HELD)]), _Offer(*facts[len(_OF_HELD) :])
        period = period_of_grant((held.active_from, held.active_to), offer.period, now)
        grant = _bought(held, offer, period) if period else None
        if grant is not None:
            found[company].add(grant)
    return {company: in_order(grants) for company, grants in found.items()}


def _bought(held: _Held, offer: _Offer, period: Period) -> Grant | None:
    """Give what a subscription gives of a product on some terms; None: nothing."""
    channels = _in_both(_channels(held.channels), _channels(offer.channels))
    if channels is None:
        return None
    if held.sample_only:
        return _samples(held.code, held.samples, period, channels) if held.samples else None
    delay_minutes = max(held.delay_minutes, offer.delay_minutes)
    offer = offer._replace(delay_minutes=delay_minutes)
    return _grant(held.code, offer, period, channels)


def _in_both(one: Channels, other: Channels) -> Channels:
    """Give the channels that two lists allow."""
    if one is None or other is None:
        return None
    if not one or not other:
        return one or other
    return one & other or None


def grants_of_public(now: datetime) -> tuple[Grant, ...]:
    """Give what everybody may read, and could, in one query: public products, and samples."""
    has_samples = Q(active_to=None, product__listed=True) & ~Q(product__samples=[])
    rows = Terms.objects.filter(Q(public=True) | has_samples).values_list(
        "public", "product__listed", "product__samples",
        "product__created_at", "product__code", *_Offer._fields,
    )  # fmt: skip
    found: set[Grant] = set()
    for public, listed, samples, created_at, code, *terms in rows:
        offer, always = _Offer(*terms), (created_at, None)
        period = period_of_grant(always, offer.period, now)
        channels = _channels(offer.channels)
        if public and period is not None and channels is not None:
            found.add(_grant(code, offer, period, channels))
        if samples and listed and offer.active_to is None:
            found.add(_samples(code, samples, always, frozenset()))
    return in_order(found)


def grants_of_products(now: datetime) -> tuple[Grant, ...]:
    """Give what each product on offer carries now, in nobody's hands, in one query."""
    rows = Terms.objects.filter(active_from__lte=now, active_to=None)
    return in_order(
        _grant(code, offer, (offer.active_from, None), frozenset())
        for code, offer in (
            (code, _Offer(*terms))
            for code, *terms in rows.values_list("product__code", *_Offer._fields)
        )
    )


def in_order(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """Give the one order in which equal rights are equal tuples, without doubles."""
    return tuple(sorted(set(grants), key=_place))


def _place(grant: Grant) -> tuple[object, ...]:
    lists = (grant.topics, grant.genres, grant.languages, grant.channels, grant.stories)
    end = grant.active_to or datetime.max.replace(tzinfo=UTC)
    depth = timedelta.max if grant.archive is None else grant.archive
    period = (grant.active_from, end, grant.delay, depth)
    return (grant.product, *period, grant.level, *map(sorted, lists), grant.query)


def _grant(code: str, offer: _Offer, period: Period, channels: frozenset[Channel]) -> Grant:
    return Grant(
        product=code,
        level=_LEVELS[offer.level],
        topics=_codes(offer.topics),
        genres=_codes(offer.genres),
        languages=_codes(offer.languages),
        query=offer.query,
        delay=_span(timedelta(minutes=1), offer.delay_minutes),
        archive=_depth(offer.archive_days),
        channels=channels,
        active_from=period[0],
        active_to=period[1],
    )


def _samples(code: str, guids: list[str], period: Period, channels: frozenset[Channel]) -> Grant:
    """Give samples of a product: whole stories, at once, whatever the product carries."""
    return Grant(
        product=code,
        level=Level.FULL,
        stories=_codes(guids),
        channels=channels,
        active_from=period[0],
        active_to=period[1],
    )


def _span(unit: timedelta, count: int) -> timedelta:
    return min(count, _LONGEST // unit) * unit


def _depth(days: int | None) -> timedelta | None:
    span = None if days is None else _span(timedelta(days=1), days)
    return None if span == _LONGEST else span


def _codes(stored: object) -> frozenset[str]:
    return frozenset(str(code) for code in stored) if isinstance(stored, list) else frozenset()


def _channels(stored: object) -> Channels:
    """Read a stored list. A name that is no channel's opens none, and does not make it empty."""
    codes = _codes(stored)
    known = frozenset(channel for channel in Channel if channel in codes)
    return known or (None if codes else known)
