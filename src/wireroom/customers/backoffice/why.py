"""Why somebody can or cannot read a story, version by version, for support.

Shows headlines and reasons, and only of what was released: support must not learn from here what
is embargoed or in work. Stories are found by functions that the composition root plugs in
(`WIREROOM_CUSTOMERS_STORIES`, `WIREROOM_CUSTOMERS_SENT`): reading the wire is not this room's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from wireroom.customers.backoffice.forms_of_offers import CHANNEL_WORDS
from wireroom.customers.backoffice.plugs import plugs
from wireroom.customers.models import AccessToken, Product
from wireroom.customers.policy import (
    Channel,
    Grant,
    GrantVerdict,
    Level,
    Reason,
    Release,
    judge,
    reasons,
)
from wireroom.customers.rights.explaining import ChannelVerdict, explain_for_person
from wireroom.customers.rights.readers import NOBODY, readers_of_tokens
from wireroom.kernel.ids import from_short

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

LEVEL_WORDS = {Level.NONE: "nothing", Level.HEADLINE: "headline", Level.FULL: "full text"}
SAMPLES = "samples only"
REASON_WORDS = {
    Reason.GRANTED: "A product in force covers it.",
    Reason.FOLLOWS_EARLIER_VERSION: "A correction, hold or kill of what they could read before.",
    Reason.NO_ACTIVE_GRANT: "No product is in force.",
    Reason.OUTSIDE_PRODUCTS: "None of the products in force covers it.",
    Reason.OTHER_CHANNEL: "A product covers it, but is not sold for this channel.",
    Reason.BEYOND_ARCHIVE: "A product covers it, but does not go back so far.",
    Reason.DELAYED: "A product covers it, but with a delay that is not over.",
    Reason.NOT_FOR_CUSTOMERS: "A test message: for nobody.",
}
GRANT_WORDS = {
    Reason.GRANTED: "This product covers it.",
    Reason.FOLLOWS_EARLIER_VERSION: "A correction, hold or kill of what this product gave before.",
    Reason.OUTSIDE_PRODUCTS: "This product does not cover it.",
    Reason.OTHER_CHANNEL: "This product covers it, but is not sold for the terminal.",
    Reason.BEYOND_ARCHIVE: "This product covers it, but does not go back so far.",
    Reason.DELAYED: "This product covers it, but with a delay that is not over.",
    Reason.NOT_FOR_CUSTOMERS: REASON_WORDS[Reason.NOT_FOR_CUSTOMERS],
}


_Judged = tuple[Sequence[Release], tuple[ChannelVerdict, ...]]


class ByChannel(NamedTuple):
    """What is seen of a version by one channel, in words."""

    channel: str
    level: str
    reason: str
    product: str


class ByGrant(NamedTuple):
    """What one grant says, in words."""

    product: str
    level: str
    active_from: datetime
    active_to: datetime | None
    says: str
    reason: str
    readable_at: datetime | None


class Explained(NamedTuple):
    """One version: what of it is seen and why, by channel and by grant."""

    number: int
    headline: str
    kind: str
    released_at: datetime
    channels: tuple[ByChannel, ...]
    grants: tuple[ByGrant, ...]


def guid_of(text: str) -> str:
    """Find a story's identity in what was typed: the identity itself, or a story's address."""
    found = _UUID.search(text)
    return from_short(found.group().lower()) if found else text.strip()


def versions_of(guid: str) -> Sequence[Release]:
    """Give the released versions of a story, ascending; empty: there is none."""
    return plugs().stories(guid)


def sent_to(person_id: int, guid: str) -> Sequence[Any]:
    """Give what a person was sent of a story, the first one first."""
    return plugs().sent(person_id, guid)


def for_person(person_id: int, chain: Sequence[Release], now: datetime) -> list[Explained]:
    """Explain every version to support, the newest first, as a person sees it."""
    judged = [
        (chain[:end], explain_for_person(person_id, chain[:end], now))
        for end in range(len(chain), 0, -1)
    ]
    return _in_words(judged, now)


def for_token(token: AccessToken, chain: Sequence[Release], now: datetime) -> list[Explained]:
    """Explain every version to support, the newest first, as a machine with this token gets it."""
    key = bytes(token.hash)
    readers = {channel: readers_of_tokens([key], now, channel).get(key) for channel in Channel}
    judged = []
    for end in range(len(chain), 0, -1):
        part = chain[:end]
        verdicts = []
        for channel, known in readers.items():
            reader = known.reader if known else NOBODY
            told = reasons(reader, part, now)
            verdicts.append(ChannelVerdict(channel, judge(reader, part, now), told))
        judged.append((part, tuple(verdicts)))
    return _in_words(judged, now)


def _in_words(judged: Sequence[_Judged], now: datetime) -> list[Explained]:
    """Call products by their names, in one query."""
    grants = (each.grant for _, verdicts in judged for found in verdicts for each in found.grants)
    rows = Product.objects.filter(code__in={grant.product for grant in grants})
    names = dict(rows.values_list("code", "name"))
    return [_explained(part, verdicts, names, now) for part, verdicts in judged]


def _explained(
    part: Sequence[Release],
    verdicts: tuple[ChannelVerdict, ...],
    names: Mapping[str, str],
    now: datetime,
) -> Explained:
    latest = part[-1]
    grants = {each.grant: each for found in reversed(verdicts) for each in found.grants}
    on_screen = {each.grant: each for each in verdicts[0].grants}
    return Explained(
        number=latest.item.version,
        headline=latest.item.headline,
        kind=latest.item.update_type.value.replace("_", " "),
        released_at=latest.released_at,
        channels=tuple(_by_channel(found, names) for found in verdicts),
        grants=tuple(
            _by_grant(on_screen.get(grant, told), names, now) for grant, told in grants.items()
        ),
    )


def _by_channel(found: ChannelVerdict, names: Mapping[str, str]) -> ByChannel:
    verdict = found.verdict
    product = verdict.product or ""
    return ByChannel(
        channel=CHANNEL_WORDS[found.channel],
        level=LEVEL_WORDS[verdict.level],
        reason=REASON_WORDS[verdict.reason],
        product=names.get(product, product),
    )


def _by_grant(told: GrantVerdict, names: Mapping[str, str], now: datetime) -> ByGrant:
    grant = told.grant
    return ByGrant(
        product=names.get(grant.product, grant.product),
        level=SAMPLES if grant.stories else LEVEL_WORDS[grant.level],
        active_from=grant.active_from,
        active_to=grant.active_to,
        says=LEVEL_WORDS[told.level],
        reason=_of_grant(told.reason, grant, now),
        readable_at=told.readable_at,
    )


def _of_grant(reason: Reason, grant: Grant, now: datetime) -> str:
    if reason is Reason.NO_ACTIVE_GRANT:
        return "It has not begun yet." if grant.active_from > now else "It has ended."
    if reason is Reason.OUTSIDE_PRODUCTS and grant.stories:
        return "This is none of its samples."
    return GRANT_WORDS[reason]
