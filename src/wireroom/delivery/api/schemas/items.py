"""Items and lists of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from wireroom.delivery.api.schemas.base import Moment, Out
from wireroom.formats.publishable import Answer, Publishable, Why

ItemJson = Annotated[
    dict[str, Any],
    WithJsonSchema({"type": "object", "x-component": "Item"}, mode="serialization"),
]
"""The item in our own JSON, format `item`; the OpenAPI document describes it once."""


class PublishableOut(Out):
    """May it be published? Obey this, and no other recipe is needed."""

    answer: Answer
    why: Why
    text: str
    until: Moment | None = None

    @classmethod
    def of(cls, said: Publishable) -> PublishableOut:
        """Spell the answer."""
        return cls(answer=said.answer, why=said.why, text=said.text, until=said.until)


class ItemLine(Out):
    """A version of a story as it stands in a list."""

    guid: str
    version: int
    released_at: Moment
    first_released_at: Moment = Field(description="When you could first read the story.")
    level: Literal["headline", "full"]
    headline: str
    slugline: str
    language: str
    urgency: int
    genre: str
    profile: str
    pub_status: str
    update_type: str
    publishable: PublishableOut
    href: str = Field(description="The item's address in the API.")
    item: ItemJson | None = Field(default=None, description="With `include=item`.")


class FoundLine(ItemLine):
    """A line of a search. Highlights are HTML: escaped text, the words found inside `<mark>`."""

    headline_html: str
    snippet_html: str = ""


class ItemList(Out):
    """One page of a list."""

    items: list[ItemLine]
    before: str | None = Field(
        default=None, description="Cursor of the next older page; absent on the last."
    )
    after: str | None = Field(
        default=None,
        description="Cursor for what is newer: keep it, and ask with it again; not on older pages.",
    )
    more: bool = Field(description="Whether to ask again at once.")


class Count(Out):
    """How many of the stories found have a value."""

    value: str
    label: str
    count: int


class Results(Out):
    """What a search found."""

    items: list[FoundLine]
    total: int
    is_least: bool = Field(description="There are more than `total`, too many to count at once.")
    is_building: bool = Field(description="The index is not complete, nor is the answer.")
    cursor: str | None = Field(default=None, description="Of the next page; absent on the last.")
    counts: dict[str, list[Count]] | None = Field(default=None, description="With `counts=true`.")
    counted_newest: int | None = Field(
        default=None, description="Counts are of so many of the newest only."
    )
