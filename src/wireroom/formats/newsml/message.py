"""The newsMessage around items: who sends what to whom, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from wireroom.formats.newsml.making import make, text
from wireroom.formats.outgoing import House
from wireroom.formats.xmlparts.making import Element
from wireroom.kernel.clock import iso


def message(
    items: Iterable[Element],
    house: House,
    *,
    sent_at: datetime,
    transmit_id: str,
    priority: int,
    channel: str,
    released_at: datetime,
) -> Element:
    """Wrap items. The transmission's id is that of the delivery, the same on every attempt."""
    header = make(
        "header",
        None,
        make("sent", None, iso(sent_at)),
        make("sender", None, house.domain),
        make("transmitId", None, transmit_id),
        make("priority", None, str(priority)),
        make("origin", None, house.name),
        make("timestamp", {"role": "transmitted"}, iso(sent_at)),
        make("timestamp", {"role": "released"}, iso(released_at)),
        text("channel", channel),
    )
    return make("newsMessage", None, header, make("itemSet", None, *items))
