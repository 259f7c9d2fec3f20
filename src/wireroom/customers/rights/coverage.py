"""What grants cover, as plans: for engines that ask about many stories at once. Pure.

These plans say what `customers.policy` says of whole stories of one version. They know nothing of
corrections, holds and kills that follow a reader: whoever uses them judges what they find. A plan
with a delay or a depth is true at one moment only, so nobody keeps what `covered` gives.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from wireroom.customers.policy import Grant, Level, Reader
from wireroom.customers.rights.product_query import plan_of_query
from wireroom.kernel.newsitem import Profile
from wireroom.query.plan import EVERYTHING, NOTHING, All, Any, Has, Node, Not, Released

_TICK = timedelta(microseconds=1)
"""The bounds of a depth and of a delay belong to it, that of `Released.until` does not."""
NO_TEST = Not(Has((f"profile={Profile.TEST.value}",)))
"""Tests are for nobody."""


def plan_of(grant: Grant) -> Node:
    """Say what a grant covers while it is in force: its stories, its lists and its query.

    The plan of a product stays the same from moment to moment: delay and depth are not in it.
    """
    parts: list[Node] = [
        Has(tuple(f"{name}={code}" for code in sorted(codes)))
        for name, codes in (
            ("guid", grant.stories),
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

    Over the whole story, also when the level is lower: rights do not depend on what is shown. Delay
    and depth are bounds on the release.
    """
    held = (grant for grant in reader.grants if grant.level >= level and grant.active_at(now))
    plan = _union(_in_time(grant, now) for grant in held)
    if plan == NOTHING:
        return NOTHING
    return NO_TEST if plan == EVERYTHING else All((plan, NO_TEST))


def by_product(grants: Iterable[Grant], now: datetime) -> dict[str, Node]:
    """Say of each product that is in force at `now` what it carries, by its code.

    Whoever holds samples of a product does not hold it.
    """
    active: dict[str, list[Grant]] = {}
    for grant in grants:
        if grant.active_at(now) and not grant.stories:
            active.setdefault(grant.product, []).append(grant)
    return {code: _union(map(plan_of, held)) for code, held in active.items()}


def _in_time(grant: Grant, now: datetime) -> Node:
    """Say what a grant gives at one moment: released long enough ago, and not too long ago."""
    since = None if grant.archive is None else now - grant.archive
    until = now - grant.delay + _TICK if grant.delay else None
    if since is None and until is None:
        return plan_of(grant)
    if since is not None and until is not None and until <= since:
        return NOTHING
    plan, period = plan_of(grant), Released(since, until)
    return period if plan == EVERYTHING else All((plan, period))


def _union(found: Iterable[Node]) -> Node:
    plans = tuple(dict.fromkeys(plan for plan in found if plan != NOTHING))
    if EVERYTHING in plans:
        return EVERYTHING
    return plans[0] if len(plans) == 1 else Any(plans)
