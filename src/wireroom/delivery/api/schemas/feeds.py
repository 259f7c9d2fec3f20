"""Feeds, and what is fetched from them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, WithJsonSchema

from wireroom.delivery.api.schemas.base import In, Moment, Out
from wireroom.delivery.queries.feeds import FeedFacts

DestinationName = Literal["stream", "feed", "webhook", "sftp", "email"]
Number = Annotated[int, Field(ge=1, lt=1 << 63)]
Words = Annotated[str, Field(max_length=10_000)]
Codes = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=200)]
Secret = Annotated[str, Field(max_length=20_000)]
Free = dict[str, Any]

Envelope = Annotated[
    dict[str, Any],
    WithJsonSchema({"type": "object", "x-component": "Envelope"}, mode="serialization"),
]


class FeedOut(Out):
    """A feed. `waiting`: how many numbers you have not taken yet."""

    code: str
    name: str
    state: str
    state_why: str
    state_at: Moment
    destination: DestinationName
    format: str
    products: list[str]
    query: str
    target: Free
    options: Free
    schedule: Free
    has_secret: bool
    made_at: Moment
    last_number: int
    taken_number: int
    waiting: int
    failures: int
    last_made_at: Moment | None = None
    last_taken_at: Moment | None = None
    next_attempt_at: Moment | None = None
    idle_after_minutes: int | None = None
    idle_to: str

    @classmethod
    def of(cls, facts: FeedFacts) -> FeedOut:
        """Spell a feed's facts."""
        told = facts._asdict() | {"waiting": facts.waiting}
        return cls(**{name: told[name] for name in cls.model_fields})


class FeedList(Out):
    """The company's feeds by name."""

    feeds: list[FeedOut]


class FeedIn(In):
    """A new feed. Without products it carries all that you hold; the query narrows that."""

    name: Annotated[str, Field(max_length=120)]
    destination: DestinationName
    format: Annotated[str, Field(max_length=20)] = "item"
    products: Codes = Field(default_factory=list)
    query: Words = ""
    target: Free = Field(default_factory=dict, description="Where it goes, by destination.")
    options: Free = Field(default_factory=dict, description="How the format is spelled.")
    schedule: Free = Field(default_factory=dict, description="When a digest goes; empty: at once.")
    secret: Secret = Field(default="", description="Password or private key of an SFTP server.")
    idle_after_minutes: int | None = Field(default=None, ge=1, le=100_000)
    idle_to: Annotated[str, Field(max_length=500)] = ""


class FeedChange(In):
    """What changes; what is left out stays."""

    name: Annotated[str, Field(max_length=120)] | None = None
    format: Annotated[str, Field(max_length=20)] | None = None
    products: Codes | None = None
    query: Words | None = None
    target: Free | None = None
    options: Free | None = None
    schedule: Free | None = None
    secret: Secret | None = None
    idle_after_minutes: int | None = Field(default=None, ge=1, le=100_000)
    idle_to: Annotated[str, Field(max_length=500)] | None = None


class MadeFeedOut(Out):
    """A new feed, and the secret that its posts are signed with: shown this once."""

    feed: FeedOut
    secret: str | None = None


class RewindIn(In):
    """From where to send again: a number, or a moment of release."""

    to_number: Number | None = None
    since: AwareDatetime | None = None


class RewoundOut(Out):
    """The numbers that wait now, from the first to the last (0: none), and how many are new."""

    first: int
    last: int
    added: int


class SampleIn(In):
    """Which test to send."""

    sample: Annotated[str, Field(max_length=20)] = Field(
        default="story", description="flash, story, update, correction, hold, kill or interview."
    )


class Sent(Out):
    """A test that is on its way."""

    delivery: int


class NumberIn(In):
    """The last number that you have safely got."""

    upto: Annotated[int, Field(ge=0, lt=1 << 63)]


class Acknowledged(Out):
    """How many numbers were new, and how the feed stands."""

    acknowledged: int
    taken_number: int
    last_number: int


class Fetched(Out):
    """What comes after a number, in order. `next_after`: ask with it when you have all of it."""

    feed: str
    items: list[Envelope]
    next_after: int
    last_number: int
    more: bool
