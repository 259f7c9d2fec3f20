"""What a carrier is given, and what it tells afterwards. Plain data: hands know no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from msgspec import Struct

from wireroom.delivery.destinations.file_names import Named
from wireroom.formats.outgoing import Outgoing

Clock = Callable[[], datetime]

DELIVERED, VOID = "delivered", "void"
"""The outcomes of what was taken, and of a void number that was told; others name a trouble."""


class Ending(StrEnum):
    """What a result means for the feed."""

    TAKEN = "taken"
    FAILED = "failed"
    """Trying again may help."""
    GONE = "gone"
    """The destination wants no more, ever."""
    HELD = "held"
    """Trouble of our own: the feed did nothing wrong."""


class Feed(Struct, frozen=True, kw_only=True):
    """A feed as sending knows it; `secrets` with the newest first."""

    id: int
    code: str
    company_id: int
    name: str
    destination: str
    target: Mapping[str, Any]
    format: str
    options: Mapping[str, Any]
    schedule: Mapping[str, Any]
    secrets: Sequence[str] = ()


class Piece(Struct, frozen=True, kw_only=True):
    """One delivery, written. `name` is its name outside, the same at every attempt.

    A void number has an empty body where its destination is not told, and no `outgoing`.
    """

    delivery_id: int
    number: int | None
    name: str
    event: str
    content_type: str
    body: bytes
    named: Named
    outgoing: Outgoing | None = None
    void_why: str = ""
    taken_by: Sequence[str] = ()
    """Addresses of a feed by mail that have it already, while others have not."""


class Parcel(Struct, frozen=True, kw_only=True):
    """What goes to one destination in one go, in this order."""

    feed: Feed
    pieces: Sequence[Piece]


class Result(Struct, frozen=True, kw_only=True):
    """What came of one piece, or of several that went as one.

    Attributes:
        outcome: a stable code such as `delivered`, `timed_out`, `host_key_wrong`.
        status: of HTTP or SMTP; 0 without one.
        detail: a sentence for the customer.
        request: what we said, `answer` what was said to us; no secret is in either.
        slow: it took so long that others must not wait for the same hands.
        taken_by: addresses that have it now, though not all have.
    """

    delivery_ids: Sequence[int]
    ending: Ending
    outcome: str
    at: datetime
    took_ms: int = 0
    status: int = 0
    detail: str = ""
    request: str = ""
    answer: str = ""
    retry_after: timedelta | None = None
    slow: bool = False
    taken_by: Sequence[str] = ()


class Carrier(Protocol):
    """Hands parcels over."""

    def carry(self, parcel: Parcel, clock: Clock) -> list[Result]:
        """Hand over piece by piece and stop at the first that is not taken; may block.

        Never raises for what a destination can do.
        """
        ...

    def rest(self) -> None:
        """Let go of what was kept for the next parcel; there is none for now."""
        ...
