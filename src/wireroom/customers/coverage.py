"""What grants cover, as plans: for engines that ask about many stories at once. Pure.

These plans say what `customers.policy` says of whole stories of one version. They know nothing of
corrections, holds and kills that follow a reader: whoever uses them judges what they find.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from wireroom.customers.policy import Grant, Level, Reader
from wireroom.customers.product_query import plan_of_query
from wireroom.kernel.newsitem import Profile
from wireroom.query.plan import EVERYTHING, NOTHING, All, Any, Has, Node, Not

NO_TEST = Not(Has((f"profile={Profile.TEST.value}",)))
"""Tests are for nobody."""


def plan_of(grant: Grant) -> Node:
    """Say what a grant covers while it is in force: its lists and its query."""
    parts: list[Node] = [
        Has(tuple(f"{name}={code}" for code in sorted(codes)))
        for name, codes in (
            ("language", grant.languages),
            ("genre", grant.genres),
            ("topic", grant.topics),
        )
        if codes
    ]
    if grant.query:
        parts.append(plan_of_query(grant.query))
    match parts:
        case []:
            return EVERYTHING
        case [part]:
            return part
        case _:
            return All(tuple(parts))


def covered(reader: Reader, now: datetime, level: Level) -> Node:
    """Say what the reader's grants in force at `now` give at this level or a higher one.

    Over the whole story, also when the level is lower: rights do not depend on what is shown.
    """
    plan = _union(g for g in reader.grants if g.level >= level and g.active_at(now))
    if plan == NOTHING:
        return NOTHING
    return NO_TEST if plan == EVERYTHING else All((plan, NO_TEST))


def by_product(grants: Iterable[Grant], now: datetime) -> dict[str, Node]:
    """Say of each product that is in force at `now` what it gives, by its code."""
    active: dict[str, list[Grant]] = {}
    for grant in grants:
        if grant.active_at(now):
            active.setdefault(grant.product, []).append(grant)
    return {code: _union(held) for code, held in active.items()}


def _union(grants: Iterable[Grant]) -> Node:
    plans = tuple(dict.fromkeys(plan_of(grant) for grant in grants))
    if EVERYTHING in plans:
        return EVERYTHING
    return plans[0] if len(plans) == 1 else Any(plans)
