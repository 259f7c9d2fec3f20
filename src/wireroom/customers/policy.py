"""The one access policy: may this reader see this item, how much of it, and why (not)?

A pure function over grants. Terminal, push, pages, API and feeds all ask it and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from wireroom.customers.rights.holdings import (
    AT_ONCE,
    Channel,
    Grant,
    Level,
    Reader,
    Reason,
    Release,
    live,
    on_channel,
)
from wireroom.kernel.newsitem import FOLLOWS_THE_READER, Profile

__all__ = [
    "AT_ONCE",
    "Channel",
    "Grant",
    "GrantVerdict",
    "Level",
    "Reader",
    "Reason",
    "Release",
    "Verdict",
    "judge",
    "live",
    "on_channel",
    "reasons",
]

_NEARNESS = {
    reason: place
    for place, reason in enumerate(
        (
            Reason.NO_ACTIVE_GRANT,
            Reason.OUTSIDE_PRODUCTS,
            Reason.OTHER_CHANNEL,
            Reason.BEYOND_ARCHIVE,
            Reason.DELAYED,
        )
    )
}
"""How near a refusal comes to a yes. Of many grants, the nearest one says why (not)."""


class Verdict(Struct, frozen=True):
    """The answer: how much, why, and by which product (the first that gives the most)."""

    level: Level
    reason: Reason
    product: str | None = None


class GrantVerdict(Struct, frozen=True):
    """What one grant says of a version, and from when on it can be read if only time is lacking."""

    grant: Grant
    level: Level
    reason: Reason
    readable_at: datetime | None = None


def judge(
    reader: Reader, versions: Sequence[Release], now: datetime, channel: Channel | None = None
) -> Verdict:
    """Say how much of the last of `versions` the reader may see at `now`, and why.

    Args:
        reader: who asks, with grants past and present.
        versions: the story's versions in ascending order, up to and including the one asked for.
        now: the moment of asking; a replay is judged by today's rights.
        channel: by which channel, when the reader was not made for one: `other_channel` can be
            the reason then. The level is that of `on_channel(reader, channel)`.

    A correction, hold or kill also reaches whoever could read any earlier version when its time
    came (DESIGN §4), up to `now`, at the level of then, whatever the story's codes and the rights
    are today, and however far back that is.
    """
    latest = versions[-1]
    if latest.item.profile is Profile.TEST:
        return Verdict(Level.NONE, Reason.NOT_FOR_CUSTOMERS)
    verdict = _by_grants(reader, latest, now, channel)
    if latest.item.update_type in FOLLOWS_THE_READER and verdict.level < Level.FULL:
        for version in versions[:-1]:
            for grant in reader.grants:
                if grant.level > verdict.level and _gave(grant, version, now, channel):
                    reason = Reason.FOLLOWS_EARLIER_VERSION
                    verdict = Verdict(grant.level, reason, grant.product)
    return verdict


def _by_grants(reader: Reader, version: Release, now: datetime, channel: Channel | None) -> Verdict:
    best: Grant | None = None
    nearest = Reason.NO_ACTIVE_GRANT
    for grant in reader.grants:
        if best is not None and grant.level <= best.level:
            continue
        reason = grant.answer(version, now, channel)
        if reason is Reason.GRANTED:
            best = grant
        elif reason is not nearest and _NEARNESS[reason] > _NEARNESS[nearest]:
            nearest = reason
    if best is None:
        return Verdict(Level.NONE, nearest)
    return Verdict(best.level, Reason.GRANTED, best.product)


def _gave(grant: Grant, version: Release, now: datetime, channel: Channel | None) -> bool:
    """Whether a version could be read by a grant when its time came, and that is not to come."""
    moment = grant.readable_at(version)
    if version.item.profile is Profile.TEST or (grant.delay and moment > now):
        return False
    return grant.answer(version, moment, channel) is Reason.GRANTED


def reasons(
    reader: Reader, versions: Sequence[Release], now: datetime, channel: Channel | None = None
) -> tuple[GrantVerdict, ...]:
    """Say of each grant by itself what `judge` would say: “why can they (not) read this?”."""
    found = []
    for grant in reader.grants:
        verdict = judge(replace(reader, grants=(grant,)), versions, now, channel)
        is_early = verdict.reason is Reason.DELAYED
        readable_at = grant.readable_at(versions[-1]) if is_early else None
        found.append(GrantVerdict(grant, verdict.level, verdict.reason, readable_at))
    return tuple(found)
