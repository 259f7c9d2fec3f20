"""What the templates show: lines of the list and one story, from what the archive let out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.utils.safestring import SafeString, mark_safe
from msgspec import Struct

from wireroom.archive.queries import Line, StoryView
from wireroom.customers.policy import Level
from wireroom.formats.html import body
from wireroom.kernel.ids import short
from wireroom.kernel.newsitem import NOTICES, NewsItem
from wireroom.query.plan import Node
from wireroom.terminal.labels import Label, genre_name, labels
from wireroom.terminal.marking import Finder, marked, marked_body, marker
from wireroom.terminal.reasons import Reason, reasons


class Row(Struct, frozen=True, kw_only=True):
    """One line of the list, or one version in a story's history."""

    guid: str
    version: int
    released_at: datetime
    headline: str
    """The headline; that of a notice does not repeat its label."""
    shown: SafeString
    """The headline as HTML, a search's words marked."""
    language: str
    genre: str
    labels: tuple[Label, ...]
    search: str = ""
    """The end of the address by which a search goes along to the story."""

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
    headline: SafeString
    standfirst: SafeString
    body: SafeString
    because: tuple[Reason, ...]
    """What made a search find this version; empty when the reader did not come from one."""
    is_full: bool
    is_stopped: bool
    is_current: bool
    first_released_at: datetime
    history: tuple[Row, ...]

    @property
    def current_version(self) -> int:
        """The number of the newest version that the reader may see."""
        return self.history[0].version


class Shown(Protocol):
    """A version as one reader sees it: of the archive, or fresh from the wire."""

    @property
    def item(self) -> NewsItem:
        """The item, projected."""

    @property
    def released_at(self) -> datetime:
        """When the version was released."""


def row_of(line: Shown, find: Finder | None = None, search: str = "") -> Row:
    """Make a row of what the archive gave, with marks where a search's words stand."""
    item = line.item
    return Row(
        guid=item.guid,
        version=item.version,
        released_at=line.released_at,
        headline=_without_label(item),
        shown=marked(_without_label(item), find),
        search=search,
        language=item.language,
        genre=genre_name(item.genre),
        labels=labels(item.urgency, item.update_type),
    )


def story_of(view: StoryView, version: int | None = None, plan: Node | None = None) -> Story | None:
    """Show a story at `version` (None: the newest readable); None when there is no such version.

    With a plan, its words are marked, and what made the version meet it is said.
    """
    stopped = view.is_killed or view.is_held
    line = _version(view.versions, version) if version and not stopped else view.current
    if line is None:
        return None
    item, find = line.item, marker(plan, line.language)
    return Story(
        item=item,
        row=row_of(line),
        headline=marked(_without_label(item), find),
        standfirst=marked(item.standfirst, find),
        body=mark_safe(marked_body(body(item.body), find)),  # noqa: S308 - formats.html cleans it
        because=reasons(plan, item, line.released_at) if plan is not None else (),
        is_full=line.level is Level.FULL,
        is_stopped=stopped,
        is_current=line.version == view.current.version,
        first_released_at=view.first_released_at,
        history=tuple(row_of(earlier) for earlier in reversed(view.versions)),
    )


def _version(lines: Sequence[Line], version: int) -> Line | None:
    return next((line for line in lines if line.version == version), None)


def _without_label(item: NewsItem) -> str:
    """Give the headline without the word that a notice's label says already."""
    if item.update_type in NOTICES:
        return item.headline.removeprefix("KILL: ").removeprefix("HOLD: ")
    return item.headline
