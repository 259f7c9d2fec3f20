"""The one thing the desk may learn about readers: how many, never who.

The desk cannot ask `customers` (a wall that customers rely on). The composition root plugs a
function in through `WIREROOM_DESK_AUDIENCE`; it is given the versions of a story, the one that is
about to go out last, and gives counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec
from msgspec import Struct

from wireroom.desk.conf import desk_settings
from wireroom.kernel.newsitem import NewsItem, UpdateType


class Audience(Struct, frozen=True, kw_only=True):
    """Who a story reaches: names of products, how many companies, whether the public too."""

    products: tuple[str, ...]
    companies: int
    public: bool

    def __str__(self) -> str:
        """Say it in words fit for a confirmation."""
        who = {0: "no company", 1: "one company"}.get(self.companies, f"{self.companies} companies")
        through = f" through {', '.join(self.products)}" if self.products else ""
        return f"{who}{through}{', and the public' if self.public else ''}"


UNKNOWN = "everybody who received an earlier version"


class Version(Protocol):
    """One version of a story and when it was released; an entry of the wire is one."""

    @property
    def item(self) -> NewsItem:
        """What it said."""

    @property
    def released_at(self) -> datetime:
        """When."""


class Coming(Struct, frozen=True):
    """The version that is about to be released."""

    item: NewsItem
    released_at: datetime


def describe(released: Sequence[Version], draft: NewsItem, now: datetime) -> str:
    """Say who will get the next version of a story, given what was released of it, oldest first.

    When something was, the next one is taken for a correction, hold or kill, which follow whoever
    received it; else it is the `draft`.
    """
    if not (ask := desk_settings().audience):
        return UNKNOWN
    item = draft
    if released:
        item = msgspec.structs.replace(released[-1].item, update_type=UpdateType.KILL)
    return str(ask([*released, Coming(item, now)], now))
