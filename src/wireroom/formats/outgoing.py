"""What every format is made from: one released version as one receiver gets it, and the house."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from wireroom.formats.publishable import Publishable
from wireroom.kernel.newsitem import NewsItem


class House(Struct, frozen=True, kw_only=True):
    """The agency as the formats name it.

    Attributes:
        name: as it stands in bylines, credits and headers.
        code: two to four capital letters: the source of an IPTC 7901 header.
        domain: host name of the site; identifies the agency as a provider of NewsML-G2.
        site_url: the site's address without a slash at its end.
        email: where receivers ask about the service; may be empty.
        language: BCP 47 tag of what the formats themselves say.
    """

    name: str
    code: str
    domain: str
    site_url: str
    email: str = ""
    language: str = "en"


class Outgoing(Struct, frozen=True, kw_only=True):
    """One version of a story for one receiver. `item` is projected: nothing hidden is in it.

    Attributes:
        level: `projection.HEADLINE` or `projection.FULL`.
        released_at: when this version went on the wire, aware and in UTC.
        first_released_at: when the first version did that this receiver may see.
        sent_at: when it is sent: the time of the message, not of the news.
        number: the feed's number of this delivery; None where there is no feed.
        feed: the feed's code; empty where there is none.
        url: the story's page; empty where the receiver has none.
        topic_labels: names of the codes that the item does not name itself, by code.
    """

    item: NewsItem
    level: int
    released_at: datetime
    first_released_at: datetime
    sent_at: datetime
    publishable: Publishable
    number: int | None = None
    feed: str = ""
    url: str = ""
    topic_labels: Mapping[str, str] = {}


Options = Mapping[str, Any]
"""A feed's own settings of a format, as its `Format.options` allows them; none: the usual ones."""

Kind = Literal["item", "collection"]
