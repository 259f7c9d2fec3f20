"""The rows of the ledger for one version: one for each person and channel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from wireroom.kernel.batches import batches
from wireroom.matching import telling
from wireroom.matching.live import Matched
from wireroom.matching.models import Alert, Channel, State
from wireroom.matching.notes import Note, Wish, in_time, notes, over_budget
from wireroom.matching.queries.people import PreferencesRow, preferences_of, webhooks_of
from wireroom.matching.rules import next_digest, passes_story_mute
from wireroom.matching.telling import Levels
from wireroom.wire.entries import Entry

_ROWS = 500
"""Rows an INSERT."""

Notes = Mapping[int, Sequence[Note]]
"""What is to be told, by person."""


def make_alerts(entry: Entry, matched: Matched, now: datetime) -> None:
    """Write down who is told of a version; rows that are there already stay as they are.

    Everybody's right to read it is judged before there is a row.
    """
    asked, earlier = telling.wishes(entry, matched, now), telling.told_before(entry)
    if not asked and not earlier:
        return
    levels = telling.levels(entry, asked.keys() | earlier.keys(), now)
    wanted = {
        person: list(_readable(wishes, matched, levels[person])) for person, wishes in asked.items()
    }
    earlier = {
        person: {channel: each for channel, each in told.items() if levels[person][channel]}
        for person, told in earlier.items()
    }
    muting = telling.muting(entry, now)
    wanted = {person: wishes for person, wishes in wanted.items() if person not in muting}
    if not passes_story_mute(entry.item):
        earlier = {person: told for person, told in earlier.items() if person not in muting}
    people = [pk for pk in sorted(wanted.keys() | earlier.keys()) if any(levels[pk].values())]
    spent = telling.spent(entry, (pk for pk in people if _has_budget(wanted.get(pk, ()))))
    told: dict[int, list[Note]] = {}
    for person in people:
        wishes = wanted.get(person, [])
        over = over_budget(entry.item, wishes, spent.get(person, {}))
        found = notes(entry.item, wishes, over, earlier.get(person, {}))
        told[person] = in_time(found, now - entry.released_at)
    rows = list(_rows(entry, told, now))
    Alert.objects.bulk_create(rows, batch_size=_ROWS, ignore_conflicts=True)


def _readable(wishes: Iterable[Wish], matched: Matched, levels: Levels) -> Iterator[Wish]:
    """Leave of wishes the channels by which so much may be read that the topic is met."""
    for wish in wishes:
        channels = frozenset(
            channel
            for channel in wish.channels
            if levels[channel] and wish.topic in matched.at(levels[channel])
        )
        if channels:
            yield wish._replace(channels=channels)


def _has_budget(wishes: Sequence[Wish]) -> bool:
    return any(wish.budget is not None for wish in wishes)


def _rows(entry: Entry, told: Notes, now: datetime) -> Iterator[Alert]:
    posted_to = _with_webhook(told)
    clocks = _clocks(told)
    for person, found in told.items():
        for note in found:
            if note.channel == Channel.WEBHOOK and person not in posted_to:
                continue
            row = _row(entry, person, note, now)
            if row.state == State.PENDING:
                row.next_attempt_at = now
                if note.channel == Channel.DIGEST and not note.at_once:
                    row.next_attempt_at = next_digest(now, *clocks[person])
            yield row


def _row(entry: Entry, person: int, note: Note, now: datetime) -> Alert:
    on_screen = note.channel == Channel.SCREEN
    shown = on_screen and note.state == State.PENDING
    return Alert(
        person_id=person,
        guid=entry.guid,
        version=entry.version,
        channel=note.channel,
        seq=entry.seq,
        released_at=entry.released_at,
        kind=note.kind,
        topics=note.topics,
        sound=on_screen and note.sound,
        desktop=on_screen and note.desktop,
        state=State.SENT if shown else note.state,
        made_at=now,
        sent_at=now if shown else None,
        seen_at=now if note.state == State.SEEN else None,
    )


def _with_webhook(told: Notes) -> set[int]:
    """Give those among the people who want it that have a webhook which works."""
    asking = _asking(told, Channel.WEBHOOK)
    found = (webhooks_of(batch).items() for batch in batches(asking))
    return {pk for rows in found for pk, webhook in rows if webhook.disabled_at is None}


def _clocks(told: Notes) -> dict[int, PreferencesRow]:
    found: dict[int, PreferencesRow] = {}
    for batch in batches(_asking(told, Channel.DIGEST)):
        found |= preferences_of(batch)
    return found


def _asking(told: Notes, channel: str) -> list[int]:
    return [pk for pk, found in told.items() if any(note.channel == channel for note in found)]
