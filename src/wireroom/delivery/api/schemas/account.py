"""What a customer holds and has used."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from wireroom.delivery.api.schemas.base import Moment, Out


class TokenOut(Out):
    """The token of the request."""

    name: str
    scopes: list[str] = Field(description="None: good for every channel but the screen.")
    is_personal: bool
    may_write: bool = Field(description="Whether it may make and change feeds.")
    expires_at: Moment | None = None


class AccountOut(Out):
    """Whose token it is, and what it may do."""

    company: str | None = Field(default=None, description="The company's code; none: the agency.")
    company_name: str | None = None
    token: TokenOut
    may_read: bool = Field(description="Whether anything held can be read by the API now.")
    requests_per_minute: int


class ProductOut(Out):
    """A product in force that can be read by the API."""

    code: str
    name: str = ""
    level: Literal["headline", "full"]
    delay_minutes: int = Field(description="How long after its release a story can be read.")
    archive_days: int | None = Field(default=None, description="How far back; none: all there is.")
    active_from: Moment
    active_to: Moment | None = None


class ProductList(Out):
    """What can be read by the API now."""

    products: list[ProductOut]


class UsageRow(Out):
    """How often something was done on a day, in UTC."""

    day: date
    what: str
    channel: str
    times: int


class Usage(Out):
    """Counts of a period: of the company, or of the person whose token it is."""

    first: date
    last: date
    rows: list[UsageRow]


class TopicOut(Out):
    """A media topic. `count` says how many of the newest stories that you may read have it."""

    code: str
    label: str
    broader: str | None = None
    count: int = 0


class SavedTopic(Out):
    """A saved topic of the person whose token it is."""

    id: int
    name: str
    query: str
    is_own: bool


class TopicList(Out):
    """Topics that stories are coded with, and saved ones."""

    media_topics: list[TopicOut]
    saved: list[SavedTopic] = Field(description="Only with a token of a person.")
