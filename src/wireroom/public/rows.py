"""What the templates show, made of what the archive let out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from msgspec import Struct

from wireroom.archive.queries import Line, StoryView
from wireroom.customers.policy import Level
from wireroom.formats.html import body
from wireroom.formats.language import direction
from wireroom.kernel.clock import iso
from wireroom.kernel.ids import short
from wireroom.kernel.newsitem import Correction, EdNote, NewsItem, UpdateType
from wireroom.public.labels import Label, label


class Moment(Struct, frozen=True):
    """A time as the page spells it: in UTC, to be localised by the reader's browser."""

    at: datetime

    @property
    def iso(self) -> str:
        """The machine's spelling."""
        return iso(self.at)

    @property
    def ticker(self) -> str:
        """The ticker's spelling: `02/22 21:56`."""
        return self.at.astimezone(UTC).strftime("%m/%d %H:%M")

    @property
    def full(self) -> str:
        """The story's spelling: `22 February 2026, 21:56 UTC`."""
        moment = self.at.astimezone(UTC)
        return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


class Row(Struct, frozen=True, kw_only=True):
    """One line of a list."""

    guid: str
    version: int
    released: Moment
    headline: str
    language: str
    label: Label | None
    teaser: str
    url: str

    @property
    def direction(self) -> str:
        """The direction the headline is written in."""
        return direction(self.language)


class Day(Struct, frozen=True):
    """The lines of one day in UTC."""

    date: date
    rows: tuple[Row, ...]


class Change(Struct, frozen=True, kw_only=True):
    """One entry of a story's history."""

    version: int
    released: Moment
    word: str
    correction: Correction | None


class Story(Struct, frozen=True, kw_only=True):
    """A story as its page shows it."""

    item: NewsItem
    row: Row
    body: SafeString
    is_full: bool
    is_killed: bool
    is_held: bool
    first_released: Moment
    notes: tuple[EdNote, ...]
    history: tuple[Change, ...]
    speakers: tuple[str, ...]

    @property
    def is_stopped(self) -> bool:
        """Whether only a notice is left."""
        return self.is_killed or self.is_held

    @property
    def is_changed(self) -> bool:
        """Whether the text is another one than at first."""
        return len(self.history) > 1


_WORDS = {
    UpdateType.NEW: "First published",
    UpdateType.DEVELOPMENT: "Updated",
    UpdateType.CORRECTION_FACT: "Corrected",
    UpdateType.CORRECTION_MINOR: "Corrected in form",
    UpdateType.WRITETHRU: "Rewritten with new facts",
    UpdateType.ADD: "Added to",
    UpdateType.REPEAT: "Sent again",
    UpdateType.HOLD: "Withheld for checking",
    UpdateType.KILL: "Killed",
}


def row_of(line: Line) -> Row:
    """Make a row of one line."""
    return Row(
        guid=line.guid,
        version=line.version,
        released=Moment(line.released_at),
        headline=line.headline,
        language=line.language,
        label=label(line.urgency, line.update_type),
        teaser=line.item.standfirst,
        url=reverse("story", args=[short(line.guid)]),
    )


def days_of(lines: Iterable[Line]) -> list[Day]:
    """Group lines, newest first, by their day in UTC."""
    by_day = groupby(lines, key=lambda line: line.released_at.astimezone(UTC).date())
    return [Day(day, tuple(map(row_of, members))) for day, members in by_day]


def story_of(view: StoryView) -> Story:
    """Make what the story's page shows."""
    item = view.current.item
    return Story(
        item=item,
        row=row_of(view.current),
        body=mark_safe(body(item.body)),  # noqa: S308 - formats.html cleans whatever it renders
        is_full=view.current.level is Level.FULL,
        is_killed=view.is_killed,
        is_held=view.is_held,
        first_released=Moment(view.first_released_at),
        notes=item.ednotes,
        history=tuple(_change(line) for line in reversed(view.versions)),
        speakers=tuple(dict.fromkeys(_speakers(item))),
    )


def _change(line: Line) -> Change:
    return Change(
        version=line.version,
        released=Moment(line.released_at),
        word=_WORDS[line.update_type],
        correction=line.item.correction,
    )


def _speakers(item: NewsItem) -> Iterator[str]:
    return (name for block in item.body if (name := getattr(block, "speaker", "")))
