"""What readers hold: products with their level, period, delay, depth and channels. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from wireroom.customers.rights.product_query import meets
from wireroom.kernel.newsitem import NewsItem

AT_ONCE = timedelta(0)
"""The delay of most products."""


class Level(IntEnum):
    """How much of an item a reader may see."""

    NONE = 0
    HEADLINE = 1
    FULL = 2


class Channel(StrEnum):
    """A way by which somebody reads. `terminal` is every screen of a person, `export` many at once.

    Mails of alerts are `email`, their posts to a customer's server `webhook`.
    """

    TERMINAL = "terminal"
    STREAM = "stream"
    API = "api"
    FEED = "feed"
    WEBHOOK = "webhook"
    SFTP = "sftp"
    EMAIL = "email"
    EXPORT = "export"


class Reason(StrEnum):
    """Why a verdict is what it is; stable, and shown to support and to the customer who asks."""

    GRANTED = "granted"
    FOLLOWS_EARLIER_VERSION = "follows_earlier_version"
    NO_ACTIVE_GRANT = "no_active_grant"
    OUTSIDE_PRODUCTS = "outside_products"
    OTHER_CHANNEL = "other_channel"
    BEYOND_ARCHIVE = "beyond_archive"
    DELAYED = "delayed"
    NOT_FOR_CUSTOMERS = "not_for_customers"


class Release(Protocol):
    """One version as it was released; an entry of the wire is one."""

    @property
    def item(self) -> NewsItem:
        """The version's content."""

    @property
    def released_at(self) -> datetime:
        """When it went on the wire, aware and in UTC."""


class Grant(Struct, frozen=True, kw_only=True):
    """A product as one reader holds it. An empty set of topics, genres or languages means all.

    An empty query means all, too; the others are asked of the whole story, at every level.

    The period is half-open: from `active_from` up to, not including, `active_to`. Grants that have
    ended stay in the reader's hands, because corrections and kills follow what they once covered.

    Attributes:
        delay: a version can be read so long after its release.
        archive: how far back, counted from the moment of reading; None: as far as there is.
        channels: by which it can be read; empty: by all.
        stories: the guids of the only stories it gives, such as samples; empty: no such limit.
    """

    product: str
    level: Level
    topics: frozenset[str] = frozenset()
    genres: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    query: str = ""
    delay: timedelta = AT_ONCE
    archive: timedelta | None = None
    channels: frozenset[Channel] = frozenset()
    stories: frozenset[str] = frozenset()
    active_from: datetime
    active_to: datetime | None = None

    @property
    def is_live(self) -> bool:
        """Whether it gives news as it is released. A sample is no news."""
        return not self.delay and not self.stories

    def active_at(self, moment: datetime) -> bool:
        """Whether the grant was, is or will be in force at `moment`."""
        return self.active_from <= moment and (self.active_to is None or moment < self.active_to)

    def covers(self, version: Release) -> bool:
        """Whether the product contains a version; a topic takes its narrower ones along."""
        item = version.item
        return (
            (not self.stories or item.guid in self.stories)
            and (not self.languages or item.language in self.languages)
            and (not self.genres or item.genre in self.genres)
            and _meets(self.topics, (c for t in item.topics for c in (t.code, *t.broader)))
            and (not self.query or meets(self.query, item, version.released_at))
        )

    def readable_at(self, version: Release) -> datetime:
        """Say from when on a version can be read, if it can at all."""
        return version.released_at + self.delay

    def is_good_on(self, channel: Channel | None) -> bool:
        """Whether it can be used by a channel; None: whatever the channel."""
        return channel is None or not self.channels or channel in self.channels

    def answer(self, version: Release, moment: datetime, channel: Channel | None = None) -> Reason:
        """Say whether a version could be read by this grant at `moment`, or what was in the way."""
        if not self.active_at(moment):
            return Reason.NO_ACTIVE_GRANT
        if not self.covers(version):
            return Reason.OUTSIDE_PRODUCTS
        if not self.is_good_on(channel):
            return Reason.OTHER_CHANNEL
        if self.archive is not None and moment - version.released_at > self.archive:
            return Reason.BEYOND_ARCHIVE
        if self.delay and moment < self.readable_at(version):
            return Reason.DELAYED
        return Reason.GRANTED


def _meets(wanted: frozenset[str], offered: Iterable[str]) -> bool:
    return not wanted or not wanted.isdisjoint(offered)


class Reader(Struct, frozen=True, kw_only=True):
    """Whoever asks: a person, a machine or the anonymous public. Equal grants are equal rights.

    A reader is made for a channel: it holds the grants that can be used there, see `on_channel`.
    """

    name: str
    grants: tuple[Grant, ...] = ()

    def may_read_at(self, moment: datetime) -> bool:
        """Whether any grant is in force at `moment`."""
        return any(grant.active_at(moment) for grant in self.grants)


def on_channel(reader: Reader, channel: Channel) -> Reader:
    """Leave a reader the grants that can be used by a channel."""
    return _only(reader, [grant for grant in reader.grants if grant.is_good_on(channel)])


def live(reader: Reader) -> Reader:
    """Leave a reader the grants that give news as it is released: for streams and alerts.

    A delayed version is not sent when its time has come; it is in lists then. Nor are its
    corrections, for nothing was sent that they could correct.
    """
    return _only(reader, [grant for grant in reader.grants if grant.is_live])


def _only(reader: Reader, grants: Sequence[Grant]) -> Reader:
    if len(grants) == len(reader.grants):
        return reader
    return replace(reader, grants=tuple(grants))
