"""What each message of the push process and each entry of the wire calls for."""

from __future__ import annotations

from collections import Counter, deque
from itertools import count
from typing import TYPE_CHECKING, TypeVar

from wireroom.delivery.positions import house_key
from wireroom.delivery.push.frames import (
    FEED_CLASS,
    Answer,
    Answers,
    Chunk,
    Format,
    FromPush,
    FromSource,
    Had,
    Idle,
    Left,
    Lookup,
    Lookups,
    Open,
    Ready,
    Replay,
    Resume,
    Revoke,
    Shut,
)
from wireroom.delivery.push.seal import Seal
from wireroom.delivery.source.feeds import Feeds
from wireroom.delivery.source.reading import Group, Reading, looks_back
from wireroom.delivery.source.rights import Principal, Rights, sessions_among
from wireroom.delivery.source.roll import Roll
from wireroom.wire import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from wireroom.delivery.conf import PushSettings

T = TypeVar("T")

_ENTRIES_AT_ONCE = 100
_LOOKUPS_AT_ONCE = _PRINCIPALS_AT_ONCE = 500
"""As many as take some 20 ms; in between, new entries of the wire go first."""
_CLASSES_AT_ONCE = 4
"""A new class costs some milliseconds, for the entries that it may read are looked up."""


class Source:
    """Wire entries first, then one batch of look-ups or one piece of a replay at a time."""

    def __init__(self, settings: PushSettings, say: Callable[[FromSource], None]) -> None:
        """Begin; nothing can be done before `Resume` has come. `say` sends a message at once."""
        self._settings = settings
        self._say = say
        self._rights = Rights()
        self._reading: Reading | None = None
        self.epoch = ""
        self._groups: dict[str, Group] = {}
        serials = count(1)
        self._roll = Roll(serials)
        """Principals that have streams of the wire, with the name of their rights."""
        self.feeds = Feeds(self._rights, Roll(serials), say, chunk_bytes=settings.chunk_bytes)
        self._doubtful: deque[str] = deque()
        """Principals to look at again."""
        self._lookups: deque[Lookup] = deque()
        self._replays: deque[Replay] = deque()

    @property
    def is_busy(self) -> bool:
        """Whether there is work that need not wait for anything."""
        return bool(self._lookups or self._replays or self._doubtful or self.feeds.is_busy)

    def heed(self, message: FromPush, now: datetime) -> None:
        """Take a message of the push process."""
        match message:
            case Resume():
                self._resume(message, now)
            case Lookups():
                self._lookups.extend(each for each in message.wanted if not each.feed)
                self.feeds.look_up(each for each in message.wanted if each.feed)
            case Left():
                for principal in message.principals:
                    self._forget(principal, message.serial)
            case Replay() | Idle() | Had() if message.class_id.startswith(FEED_CLASS):
                self.feeds.heed(message)
            case Replay():
                self._replays.append(message)
            case Idle() if self._roll.has_gone(message.class_id, message.serial):
                self._shut(message.class_id)

    def pass_on(self, now: datetime) -> bool:
        """Send new entries of the wire; say whether there may be more.

        The rights of a class are judged at `now`: no period has to be watched between two checks.
        """
        if self._reading is None:
            return False
        items = self._reading.advance(_ENTRIES_AT_ONCE)
        for item in items:
            for retract in self._reading.retract(item):
                self._say(retract)
            self._say(self._reading.spell(item, self._groups.values(), now))
        stopped = {item.entry.guid for item in items if looks_back(item.entry.item)}
        if stopped:
            self.feeds.reading.take_back(stopped, now)
        self.feeds.reading.look(now)
        return len(items) == _ENTRIES_AT_ONCE

    def work(self, now: datetime) -> None:
        """Do one small piece of what waits."""
        if self._doubtful:
            self._look_again(_up_to(_PRINCIPALS_AT_ONCE, self._doubtful), now)
        if self._lookups:
            self._answer(_up_to(_LOOKUPS_AT_ONCE, self._lookups), now)
        elif self._replays:
            self._replay(self._replays.popleft(), now)
        if self.feeds.is_busy:
            self.feeds.work(now)

    def check_rights(self, now: datetime) -> None:
        """Doubt everybody when rights may have changed, and otherwise all browser sessions.

        `work` looks at them, some at a time, and ends the streams of those who have changed.
        """
        has_changed = self._rights.has_changed(now)
        if has_changed and self._reading:
            self._reading.forget_chunks()
            self.feeds.reading.forget_chunks()
        if has_changed or not self._doubtful:
            readers = self._roll.open
            self._doubtful = deque(readers if has_changed else sessions_among(readers))
        self.feeds.check(now)

    def tokens_in_use(self, *, with_open: bool) -> set[int]:
        """Give the tokens that came since the last time, and those of open streams if wanted."""
        readers = (*self._roll.open, *self.feeds.tokens) if with_open else ()
        return self._rights.take_used(readers)

    def streams_opened(self) -> Counter[int]:
        """Give how many streams tokens have opened since the last time, by their numbers."""
        return self._rights.take_opened()

    def has_new_epoch(self) -> bool:
        """Whether the log has begun another life since this source began."""
        return bool(self.epoch) and queries.current_epoch() != self.epoch

    def _resume(self, message: Resume, now: datetime) -> None:
        self.epoch = queries.current_epoch()
        goes_on = message.epoch == self.epoch
        key = house_key()
        self._reading = Reading(
            Seal(key),
            self.epoch,
            message.after if goes_on else queries.head(),
            keep_entries=self._settings.preload_entries,
            chunk_bytes=self._settings.chunk_bytes,
        )
        self._rights.has_changed(now)
        self._say(Ready(key, self.epoch, self._reading.position))
        if goes_on:
            feeds = [pair for pair in message.streams if pair[1].startswith(FEED_CLASS)]
            self._adopt(set(message.streams).difference(feeds), now)
            self.feeds.adopt(feeds, dict(message.feeds), now)

    def _adopt(self, streams: Iterable[tuple[str, str]], now: datetime) -> None:
        """Take over the streams that a former source opened; end those with other rights now."""
        pairs = list(streams)
        found = self._rights.find((principal for principal, _ in pairs), now)
        ended = set()
        for principal, class_id in pairs:
            rights, _, fmt = class_id.rpartition(".")
            self._roll.open[principal] = rights
            if _rights_of(found, principal) != rights:
                ended.add(principal)
            else:
                reader = found[principal].reader
                self._groups[class_id] = Group(class_id, rights, reader, _format(fmt))
        self._revoke(ended)
        for class_id in {class_id for _, class_id in pairs} - self._groups.keys():
            self._say(Shut(class_id))

    def _answer(self, lookups: list[Lookup], now: datetime) -> None:
        names = self._rights.principals_of(lookups, now)
        found = self._rights.find({name for name in names if name}, now)
        answers: list[Answer] = []
        most_groups = len(self._groups) + _CLASSES_AT_ONCE
        for lookup, name in zip(lookups, names, strict=True):
            if len(self._groups) >= most_groups:
                self._lookups.extendleft(reversed(lookups[len(answers) :]))
                break
            principal = found.get(name or "")
            serial = self._roll.next()
            if name is None or principal is None:
                is_elsewhere = self._rights.is_elsewhere(name or "")
                answers.append(Answer(lookup.conn, serial, 403 if is_elsewhere else 401))
            elif not principal.reader.may_read_at(now):
                answers.append(Answer(lookup.conn, serial, 204))
            else:
                class_id = self._let_in(lookup, name, principal, serial, now)
                reader = principal.reader.name
                answers.append(Answer(lookup.conn, serial, 200, name, class_id, reader))
        self._say(Answers(tuple(answers)))

    def _let_in(
        self, lookup: Lookup, name: str, principal: Principal, serial: int, now: datetime
    ) -> str:
        class_id = f"{principal.rights}.{lookup.format}"
        if class_id not in self._groups:
            group = Group(class_id, principal.rights, principal.reader, lookup.format)
            self._open_class(group, now)
        self._roll.let_in(name, class_id, principal.rights, serial)
        self._rights.note_opened(name)
        return class_id

    def _open_class(self, group: Group, now: datetime) -> None:
        if self._reading is not None:
            self._groups[group.class_id] = group
            self._say(Open(group.class_id, *self._reading.recent(group, now)))

    def _replay(self, message: Replay, now: datetime) -> None:
        group = self._groups.get(message.class_id)
        if group is not None and self._reading is not None:
            upto, data = self._reading.chunk(group, message.after, now)
            self._say(Chunk(message.conn, upto, data))

    def _look_again(self, names: list[str], now: datetime) -> None:
        found = self._rights.find(names, now)
        still = {name: self._roll.open[name] for name in names if name in self._roll.open}
        self._revoke(name for name, rights in still.items() if _rights_of(found, name) != rights)

    def _revoke(self, principals: Iterable[str]) -> None:
        names = set(principals)
        if names:
            reasons, at = self._rights.why_over(names)
            self._say(Revoke(tuple(reasons.items()), at))
        for name in names:
            self._roll.strike(name)

    def _forget(self, principal: str, serial: int) -> None:
        if principal.startswith(FEED_CLASS):
            self.feeds.has_gone(principal, serial)
        elif self._roll.has_gone(principal, serial) and principal not in self.feeds.tokens:
            self._rights.forget(principal)

    def _shut(self, class_id: str) -> None:
        self._groups.pop(class_id, None)
        self._say(Shut(class_id))


def _rights_of(found: dict[str, Principal], name: str) -> str:
    return found[name].rights if name in found else ""


def _up_to(count: int, queue: deque[T]) -> list[T]:
    return [queue.popleft() for _ in range(min(count, len(queue)))]


def _format(text: str) -> Format:
    return "ticker" if text == "ticker" else "item"
