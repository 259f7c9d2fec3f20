"""“Why can they (not) read this?” for support: every channel, every grant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from wireroom.customers.policy import (
    Channel,
    GrantVerdict,
    Reader,
    Release,
    Verdict,
    judge,
    reasons,
)
from wireroom.customers.rights.grants import in_order
from wireroom.customers.rights.readers import Assets, Owner, assets_of, owners_of, reader_from


class ChannelVerdict(NamedTuple):
    """What somebody may see of a version by one channel, and what each of their grants says.

    Grants that are not good on the channel are among them: they say `other_channel`.
    """

    channel: Channel
    verdict: Verdict
    grants: tuple[GrantVerdict, ...]


def explain_for_person(
    person_id: int, versions: Sequence[Release], now: datetime
) -> tuple[ChannelVerdict, ...]:
    """Judge the last of `versions` (ascending) for a person, by each channel. Three queries.

    The verdicts are those of `readers_of_people`. Who is unknown, inactive or of an inactive
    company has no grants. Streams and alerts carry only what is granted without a delay.
    """
    owner = owners_of([person_id]).get(person_id)
    if owner is None:
        owner = Owner(
            is_active=False, is_staff=False, company_id=None, company=None, company_active=None
        )
    assets = assets_of([owner], now)
    return tuple(_explained(owner, assets, versions, now, channel) for channel in Channel)


def _explained(
    owner: Owner, assets: Assets, versions: Sequence[Release], now: datetime, channel: Channel
) -> ChannelVerdict:
    reader = reader_from(owner, assets, now, channel)
    elsewhere = assets.bought.get(owner.buyer or 0, ())
    both = Reader(name=reader.name, grants=in_order((*reader.grants, *elsewhere)))
    verdict = judge(both, versions, now, channel)
    return ChannelVerdict(channel, verdict, reasons(both, versions, now, channel))
