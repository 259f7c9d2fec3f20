"""NewsML-G2 2.35, conformance power: complete newsMessages of single items and of packages."""

from __future__ import annotations

from collections.abc import Sequence

from wireroom.formats import options as opt
from wireroom.formats.newsml import codes
from wireroom.formats.newsml.item import news_item
from wireroom.formats.newsml.message import message
from wireroom.formats.newsml.package import Package, package_item
from wireroom.formats.options import Option
from wireroom.formats.outgoing import House, Options, Outgoing
from wireroom.formats.xmlparts.making import document

BODY = opt.choice(
    "body", "How the text is marked up inside the item.", tuple(codes.CONTENT_TYPES), "nitf"
)
URGENCY = opt.table(
    "urgency",
    "Which urgency of NewsML-G2 (1 highest, 9 lowest) stands for each of ours.",
    codes.URGENCIES,
    lambda value: type(value) is int and 1 <= value <= 9,  # noqa: PLR2004 - the schema's scale
    "Give whole numbers from 1 to 9.",
)
OPTIONS: tuple[Option, ...] = (BODY, URGENCY)


def render(outgoing: Outgoing, house: House, options: Options) -> bytes:
    """Write one item as a newsMessage, valid against the schema of IPTC: UTF-8 with declaration.

    The transmission's id is made of the feed and its number, or of the item and its version where
    there is no number, so that a second attempt is recognised.
    """
    urgency = _urgency(outgoing, options)
    item = outgoing.item
    counted = outgoing.feed and outgoing.number is not None
    key = f"{outgoing.feed}:{outgoing.number}" if counted else f"{item.guid}:{item.version}"
    return document(
        message(
            [news_item(outgoing, house, options, urgency)],
            house,
            sent_at=outgoing.sent_at,
            transmit_id=key,
            priority=urgency,
            channel=outgoing.feed,
            released_at=outgoing.released_at,
        )
    )


def package(
    package: Package, outgoings: Sequence[Outgoing], house: House, options: Options
) -> bytes:
    """Write a list and its items, of which there must be one at least, as one newsMessage.

    The items follow the packageItem in the order of the list.
    """
    urgencies = [_urgency(outgoing, options) for outgoing in outgoings]
    items = [
        news_item(outgoing, house, options, urgency)
        for outgoing, urgency in zip(outgoings, urgencies, strict=True)
    ]
    return document(
        message(
            [package_item(package, outgoings, house), *items],
            house,
            sent_at=max(outgoing.sent_at for outgoing in outgoings),
            transmit_id=f"{package.guid}:{package.version}",
            priority=min(urgencies),
            channel=outgoings[0].feed,
            released_at=package.created_at,
        )
    )


def _urgency(outgoing: Outgoing, options: Options) -> int:
    return int(URGENCY.of(options)[str(outgoing.item.urgency)])
