"""What one person is told of one version, by which channels. Without the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from wireroom.kernel.newsitem import NewsItem
from wireroom.matching.models.alert import Channel, Kind, State
from wireroom.matching.rules import (
    LATE_AFTER,
    STALE_AFTER,
    is_correction,
    is_stop,
    passes_budget,
)


class Wish(NamedTuple):
    """A person's rule about a topic that matched."""

    topic: int
    channels: frozenset[str]
    sound: bool = False
    desktop: bool = False
    budget: int | None = None


class Told(NamedTuple):
    """What a person was told of an earlier version, by one channel."""

    topics: list[int]
    sound: bool
    desktop: bool
    state: str


class Note(NamedTuple):
    """What a person is to be told by one channel.

    `follows` says that it goes after an earlier alert; `at_once`, that no digest is waited for.
    """

    channel: str
    kind: str
    topics: list[int]
    sound: bool = False
    desktop: bool = False
    state: str = State.PENDING
    follows: bool = False
    at_once: bool = False


def over_budget(item: NewsItem, wishes: Iterable[Wish], spent: Mapping[int, int]) -> set[int]:
    """Give the topics whose budget is used up; `spent` counts by topic."""
    if passes_budget(item):
        return set()
    return {
        wish.topic
        for wish in wishes
        if wish.budget is not None and spent.get(wish.topic, 0) >= wish.budget
    }


def notes(
    item: NewsItem, wishes: Sequence[Wish], over: Collection[int], told: Mapping[str, Told]
) -> list[Note]:
    """Say what a person is told who has these wishes, and was `told` this of earlier versions.

    A topic of several that matched is enough when its budget allows it. A digest is one disturbance
    however much is in it: the budget does not count there.
    """
    channels = {channel for wish in wishes for channel in wish.channels}
    return [
        _note(item, channel, [wish for wish in wishes if channel in wish.channels], over, told)
        for channel in sorted(channels | told.keys())
    ]


def _note(
    item: NewsItem,
    channel: str,
    asked: Sequence[Wish],
    over: Collection[int],
    told: Mapping[str, Told],
) -> Note:
    free = [wish for wish in asked if channel == Channel.DIGEST or wish.topic not in over]
    before = told.get(channel)
    return Note(
        channel=channel,
        kind=_kind(item, told),
        topics=sorted({*(wish.topic for wish in asked), *(before.topics if before else ())}),
        sound=any(wish.sound for wish in free) or (before is not None and before.sound),
        desktop=any(wish.desktop for wish in free) or (before is not None and before.desktop),
        state=State.PENDING if free or before else State.HELD_BACK,
        follows=before is not None,
        at_once=before is not None and before.state == State.SENT and is_stop(item),
    )


def _kind(item: NewsItem, told: Mapping[str, Told]) -> str:
    if is_stop(item):
        return Kind.STOP
    return Kind.CORRECTION if told and is_correction(item) else Kind.MATCH


def in_time(found: Iterable[Note], age: timedelta) -> list[Note]:
    """Say what is still worth telling of a version that was released `age` ago.

    What follows an earlier alert is worth it always. Of other things, mail at once becomes part of
    the digest after an hour; after a day, all that is left is a line on screen, seen already.
    """
    if age <= LATE_AFTER:
        return list(found)
    kept: dict[str, Note] = {}
    for note in sorted(found, key=lambda note: note.channel == Channel.EMAIL):
        if note.follows:
            kept[note.channel] = note
        elif age > STALE_AFTER:
            if note.channel == Channel.SCREEN:
                kept[note.channel] = note._replace(state=State.SEEN, sound=False, desktop=False)
        elif note.channel != Channel.EMAIL:
            kept[note.channel] = note
        elif Channel.DIGEST not in kept:
            kept[Channel.DIGEST] = note._replace(channel=Channel.DIGEST)
    return list(kept.values())
