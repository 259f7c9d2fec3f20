"""Where a story stands, in words: what an editor has to see before touching it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from wireroom.desk import queries
from wireroom.desk.models import Story
from wireroom.desk.rules import countdown
from wireroom.kernel.newsitem import UpdateType
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry


class Standing(Struct, frozen=True, kw_only=True):
    """One fact about where a story stands: a word, what it means, and since or until when."""

    tone: str
    word: str
    detail: str
    at: datetime | None = None


def word(story: Story) -> str:
    """Say it in a word, from the row alone: what the list of stories shows."""
    if story.killed_at:
        return "Killed"
    if story.held_at:
        return "On hold"
    if not story.live:
        return "Draft"
    return "On the wire, with changes" if story.has_unpublished_changes else "On the wire"


def read(story: Story, now: datetime) -> list[Standing]:
    """Give what is true of `story` at `now`: first what readers have, then what waits here."""
    latest = wire.latest(story.guid)
    return [_released(latest), *_waiting(story, latest, now)]


def _released(latest: Entry | None) -> Standing:
    if latest is None:
        return Standing(
            tone="draft", word="Not released", detail="Nothing of it has left the house."
        )
    at = latest.released_at
    if latest.item.is_killed:
        detail = f"Its notice is number {latest.seq} on the wire. The story is closed."
        return Standing(tone="kill", word="Killed", detail=detail, at=at)
    if latest.item.update_type is UpdateType.HOLD:
        detail = "Nobody may use it. Lifting the hold or releasing a version ends that."
        return Standing(tone="hold", word="On hold", detail=detail, at=at)
    detail = f"Version {latest.version}, number {latest.seq}."
    return Standing(tone="wire", word="On the wire", detail=detail, at=at)


def _waiting(story: Story, latest: Entry | None, now: datetime) -> Iterator[Standing]:
    until = queries.embargo_of(story)
    if until is not None:
        detail = f"Leaves the house in {countdown((until - now).total_seconds())}, at"
        yield Standing(tone="embargo", word="Under embargo", detail=detail, at=until)
    if story.current_workflow_state is not None:
        yield Standing(
            tone="waiting", word="In approval", detail="Waits for a second pair of eyes."
        )
    is_open = latest is not None and not latest.item.is_killed and until is None
    if is_open and story.has_unpublished_changes:
        detail = "The text below is not what readers have."
        yield Standing(tone="draft", word="Changes not out", detail=detail)
