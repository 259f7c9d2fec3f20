"""Reading a stream of server-sent events (WHATWG HTML §9.2), without I/O."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct


class Event(Struct, frozen=True):
    """One event. `last_id` is the position to resume from after it."""

    name: str
    data: str
    last_id: str


class EventReader:
    """Takes bytes in as they come and gives the events that they complete."""

    def __init__(self) -> None:
        """Begin a stream."""
        self._rest = b""
        self._data: list[str] = []
        self._name = ""
        self.last_id = ""

    def feed(self, data: bytes) -> Iterator[Event]:
        """Take bytes in; give the events completed by them, in order."""
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        for line in lines:
            text = line.rstrip(b"\r").decode("utf-8", "replace")
            if text:
                self._field(text)
            elif (event := self._dispatch()) is not None:
                yield event

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._name = value
        elif name == "id" and "\0" not in value:
            self.last_id = value

    def _dispatch(self) -> Event | None:
        name, data = self._name or "message", self._data
        self._name, self._data = "", []
        return Event(name, "\n".join(data), self.last_id) if data else None
