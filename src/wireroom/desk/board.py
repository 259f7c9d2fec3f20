"""What the desk's home shows, ready to be written down: ages, countdowns, urgency in words."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from wireroom.desk import queries
from wireroom.desk.models import Story
from wireroom.desk.rules import countdown, spell_duration
from wireroom.desk.vocabulary import urgency_word
from wireroom.kernel.newsitem import URGENT, NewsItem, UpdateType


class Line(Struct, frozen=True, kw_only=True):
    """One line of the board."""

    story_id: int | None
    headline: str
    when: str
    at: datetime | None = None
    mark: str = ""
    note: str = ""
    seq: int | None = None
    left_s: int | None = None


class Board(Struct, frozen=True, kw_only=True):
    """The four lists of the desk's home."""

    wire: list[Line]
    embargoed: list[Line]
    waiting: list[Line]
    drafts: list[Line]


_WORDS = {
    UpdateType.NEW: "",
    UpdateType.CORRECTION_FACT: "Correction",
    UpdateType.CORRECTION_MINOR: "Minor correction",
    UpdateType.WRITETHRU: "Write-through",
}
_NOTICES = {UpdateType.HOLD: "On hold", UpdateType.KILL: "Killed"}


def read(now: datetime) -> Board:
    """Read the board as it stands at `now`."""
    waiting, embargoed = queries.waiting(), queries.embargoed()
    elsewhere = [*(story.pk for story in waiting), *(e.story_id for e in embargoed)]
    return Board(
        wire=[_wire(line, now) for line in queries.on_the_wire()],
        embargoed=[
            Line(
                story_id=e.story_id,
                headline=e.headline,
                when=countdown((e.until - now).total_seconds()),
                at=e.until,
                left_s=max(0, round((e.until - now).total_seconds())),
            )
            for e in embargoed
        ],
        waiting=[_draft(story, now) for story in waiting],
        drafts=[_draft(story, now) for story in queries.drafts(leave_out=elsewhere)],
    )


def _wire(line: queries.WireLine, now: datetime) -> Line:
    item = line.entry.item
    return Line(
        story_id=line.story_id,
        headline=item.headline,
        when=spell_duration((now - line.entry.released_at).total_seconds()),
        at=line.entry.released_at,
        mark=_mark(item),
        note=_note(item),
        seq=line.entry.seq,
    )


def _mark(item: NewsItem) -> str:
    """Say what must not be overlooked; an ordinary line needs no word."""
    if item.update_type in _NOTICES:
        return _NOTICES[item.update_type]
    return urgency_word(item.urgency) if item.urgency <= URGENT else ""


def _note(item: NewsItem) -> str:
    word = _WORDS.get(item.update_type, item.update_type.capitalize())
    if item.update_type in _NOTICES:
        word = ""
    return ", ".join(filter(None, (word, f"version {item.version}" if item.version > 1 else "")))


def _draft(story: Story, now: datetime) -> Line:
    revision = story.latest_revision
    who = revision.user.get_full_name() or str(revision.user) if revision and revision.user else ""
    return Line(
        story_id=story.pk,
        headline=(revision.object_str if revision else "") or str(story),
        when=spell_duration((now - revision.created_at).total_seconds()) if revision else "",
        at=revision.created_at if revision else None,
        mark="Changes a released story" if story.live else "",
        note=who,
    )
