"""What the templates show: lines of the list and one story, from what the archive let out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe
from msgspec import Struct

from wireroom.archive.queries import Line, StoryView
from wireroom.customers.policy import Level
from wireroom.formats.html import body
from wireroom.kernel.ids import short
from wireroom.kernel.newsitem import NewsItem
from wireroom.terminal.labels import Label, genre_name, labels


class Row(Struct, frozen=True, kw_only=True):
    """One line of the list, or one version in a story's history."""

    guid: str
    version: int
    released_at: datetime
    headline: str
    language: str
    genre: str
    labels: tuple[Label, ...]

    @property
    def short(self) -> str:
        """The part of the guid that goes into the address."""
        return short(self.guid)

    @property
    def tone(self) -> str:
        """The tone of the whole line: that of its first label."""
        return self.labels[0].tone if self.labels else ""


class Story(Struct, frozen=True, kw_only=True):
    """A story as the pane shows it: one version, and the history it stands in."""

    item: NewsItem
    row: Row
    body: SafeString
    is_full: bool
    is_stopped: bool
    is_current: bool
    first_released_at: datetime
    history: tuple[Row, ...]

    @property
    def current_version(self) -> int:
        """The number of the newest version that the reader may see."""
        return self.history[0].version


def row_of(line: Line) -> Row:
    """Make a row of what the archive gave."""
    return Row(
        guid=line.guid,
        version=line.version,
        released_at=line.released_at,
        headline=line.headline,
        language=line.language,
        genre=genre_name(line.genre),
        labels=labels(line.urgency, line.update_type),
    )


def story_of(view: StoryView, version: int | None = None) -> Story | None:
    """Show a story at `version` (None: the newest readable); None when there is no such version."""
    stopped = view.is_killed or view.is_held
    line = _version(view.versions, version) if version and not stopped else view.current
    if line is None:
        return None
    return Story(
        item=line.item,
        row=row_of(line),
        body=mark_safe(body(line.item.body)),  # noqa: S308 - formats.html cleans whatever it renders
        is_full=line.level is Level.FULL,
        is_stopped=stopped,
        is_current=line.version == view.current.version,
        first_released_at=view.first_released_at,
        history=tuple(row_of(earlier) for earlier in reversed(view.versions)),
    )


def _version(lines: Sequence[Line], version: int) -> Line | None:
    return next((line for line in lines if line.version == version), None)
