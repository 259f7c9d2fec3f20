"""From subscriptions and terms to what the policy judges by.

A subscription that is in force, or will be, gives today's terms for its whole period: a replay is
judged by today's rights. Earlier terms give only the periods in which both ran, for the corrections
and kills of what was released then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from wireroom.customers.models import Subscription, Terms
from wireroom.customers.policy import Grant, Level

Period = tuple[datetime, datetime | None]

STAFF_GRANT = Grant(product="staff", level=Level.FULL, active_from=datetime(1970, 1, 1, tzinfo=UTC))
"""The agency's own people read the whole wire, at any time."""

_LEVELS = {"headline": Level.HEADLINE, "full": Level.FULL}
_TERMS = ("level", "topics", "genres", "languages", "query", "active_from", "active_to")


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
    columns = (f"product__terms__{name}" for name in _TERMS)
    rows = Subscription.objects.filter(company__in=ids, product__terms__isnull=False).values_list(
        "company", "active_from", "active_to", "product__code", *columns
    )
    found: dict[int, set[Grant]] = defaultdict(set)
    for company, held_from, held_to, code, *terms in rows:
        period = period_of_grant((held_from, held_to), (terms[-2], terms[-1]), now)
        if period is not None:
            found[company].add(_grant(code, terms, period))
    return {company: in_order(grants) for company, grants in found.items()}


def grants_of_public(now: datetime) -> tuple[Grant, ...]:
    """Give what everybody may read, and could, in one query."""
    rows = Terms.objects.filter(public=True).values_list(
        "product__created_at", "product__code", *_TERMS
    )
    periods = (
        (code, terms, period_of_grant((created_at, None), (terms[-2], terms[-1]), now))
        for created_at, code, *terms in rows
    )
    return in_order(_grant(code, terms, period) for code, terms, period in periods if period)


def grants_of_products(now: datetime) -> tuple[Grant, ...]:
    """Give what each product on offer carries now, in nobody's hands, in one query."""
    rows = Terms.objects.filter(active_from__lte=now, active_to=None)
    return in_order(
        _grant(code, terms, (terms[-2], None))
        for code, *terms in rows.values_list("product__code", *_TERMS)
    )


def in_order(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """Give the one order in which equal rights are equal tuples, without doubles."""
    return tuple(sorted(set(grants), key=_place))


def _place(grant: Grant) -> tuple[object, ...]:
    lists = (grant.topics, grant.genres, grant.languages)
    end = grant.active_to or datetime.max.replace(tzinfo=UTC)
    return (grant.product, grant.active_from, end, grant.level, *map(sorted, lists), grant.query)


def _grant(code: str, terms: list[object], period: Period) -> Grant:
    level, topics, genres, languages, query = terms[:5]
    return Grant(
        product=code,
        level=_LEVELS[str(level)],
        topics=_codes(topics),
        genres=_codes(genres),
        languages=_codes(languages),
        query=str(query),
        active_from=period[0],
        active_to=period[1],
    )


def _codes(stored: object) -> frozenset[str]:
    return frozenset(str(code) for code in stored) if isinstance(stored, list) else frozenset()
