"""What the push process and its source say to each other, and how it is spelled.

The push process starts its source with one end of a socket pair; the number of the inherited file
descriptor stands in the environment variable `WIREROOM_PUSH_FD`. A frame is a length (4 bytes, big
endian) and that many bytes of msgpack: one of the messages below, as an array whose first element
is the message's name. The source may be any program (`wireroom push --source CMD`), which is how
the benchmark drives the sockets without Django. The order of play:

1. push sends `Resume`; the source answers `Ready` (and `Revoke`, `Shut` for what is no longer so).
2. push sends `Lookups`; for each look-up the source sends `Answers`, and `Open` before the first
   answer that names a new class. `Open` brings every entry of the class that is newer than `floor`
   and not newer than the last `Wire`.
3. For every entry of the wire, in order, the source sends one `Wire`, also when nobody may see it.
   Texts are complete SSE events (`wireroom.delivery.push.sse.item` makes them) and are shared by
   all classes named beside them.
   Before the `Wire` of a kill comes one `Retract` for each earlier entry of its story.
4. push sends `Replay` for a reader whose place is older than its class's memory; the source answers
   one `Chunk` of what follows, never beyond the last `Wire`.
5. Streams of feeds (ADR 0016) go the same way. A `Lookup` names the feed, its classes begin with
   `FEED_CLASS`, the entries of a class are the feed's numbers: they come as `Numbered`, in order
   and without a gap, and go into a log of their own. `Had` tells the source what readers have.
6. When the socket reports its end, the source exits.

A smallest source: read `Resume`, send `Ready`, then for each look-up `Open` class "all" once and
answer `Answer(conn, serial, 200, "public", "all", "bench")`, and send `Wire` at will.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

import msgspec
from msgspec import Struct

from wireroom.kernel.errors import WireroomError

if TYPE_CHECKING:
    from collections.abc import Iterator

FD_VARIABLE = "WIREROOM_PUSH_FD"
LIMIT_BYTES = 256 << 20
_LENGTH_BYTES = 4

Message = TypeVar("Message")
Format = Literal["item", "ticker"]
FORMATS: tuple[Format, ...] = ("item", "ticker")
EndReason = Literal[
    "rights_changed",
    "signed_out",
    "seat_taken",
    "revoked",
    "expired",
    "deactivated",
    "password_changed",
    "server_stopping",
    "too_slow",
    "feed_changed",
    "feed_paused",
    "feed_suspended",
    "feed_refused",
    "feed_closed",
]
"""Why a stream ends. From `signed_out` to `password_changed`: why a browser session is over."""
FEED_CLASS = "feed:"
"""What the names of feeds' classes and of their readers begin with, and no others."""


class _Message(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """One message; on the line an array `[name, field, field, …]`."""


class Resume(_Message, frozen=True):
    """push → source, first: continue after `after`; these principals have streams in these classes.

    `epoch` is empty when the push process has just started: then the source begins at the head.
    `feeds` says for each class of a feed which number was the last to come.
    """

    epoch: str
    after: int
    streams: tuple[tuple[str, str], ...]
    feeds: tuple[tuple[str, int], ...] = ()


class Lookup(_Message, frozen=True):
    """Who is that? `secret` is the token or ticket, empty for the public.

    `address` is where the request came from, past our own proxies; empty when nobody knows.
    `feed` is the code of the feed that is asked for; empty for the wire.
    """

    conn: int
    kind: Literal["public", "token", "ticket"]
    secret: str
    format: Format
    address: str = ""
    feed: str = ""


class Lookups(_Message, frozen=True):
    """push → source: credentials of connections that wait for an answer."""

    wanted: tuple[Lookup, ...]


class Replay(_Message, frozen=True):
    """push → source: what came after `after` for this class, from the database."""

    conn: int
    class_id: str
    after: int


class Left(_Message, frozen=True):
    """push → source: these principals have no stream any more, as of answer number `serial`."""

    principals: tuple[str, ...]
    serial: int


class Idle(_Message, frozen=True):
    """push → source: nobody is in this class, as of answer number `serial`; may it be shut?"""

    class_id: str
    serial: int


class Had(_Message, frozen=True):
    """push → source: a reader of this class has every number after `since`, up to `upto`.

    With `since` 0 it says so itself, by the place from which it goes on. Else it began there, and
    the machine at the other end of its connection has acknowledged what was sent.
    """

    class_id: str
    since: int
    upto: int


class Ready(_Message, frozen=True):
    """source → push, first: the key of positions, the life of the log, the last entry passed on."""

    key: bytes
    epoch: str
    head: int


class Text(_Message, frozen=True):
    """One entry as one class reads it.

    Equal `seq` and `variant` mean equal `data`, until a `Retract` says otherwise.
    """

    seq: int
    variant: str
    data: bytes


class Open(_Message, frozen=True):
    """source → push: a class, with every entry newer than `floor` that it may read."""

    class_id: str
    floor: int
    texts: tuple[Text, ...]


class Shut(_Message, frozen=True):
    """source → push: forget this class; streams still in it end with `rights_changed`."""

    class_id: str


class Variant(_Message, frozen=True):
    """One spelling of an entry and the classes that read it so."""

    variant: str
    data: bytes
    classes: tuple[str, ...]


class Wire(_Message, frozen=True):
    """source → push: the next entry of the wire; no variants when nobody may see it."""

    seq: int
    variants: tuple[Variant, ...]


class Numbered(_Message, frozen=True):
    """source → push: the next numbers of a feed, for one of its classes."""

    class_id: str
    texts: tuple[Text, ...]


class Retract(_Message, frozen=True):
    """source → push: the story of entry `seq` is killed; its texts give way to those named here.

    `class_id` is empty for an entry of the wire; else `seq` is a number of that class's feed.

    `mark` is what the entry's event begins with in every variant, and no other event does. Said
    before the `Wire` of the kill, so that a source that dies in between leaves nothing behind: the
    next one says both. Saying it twice does no harm.
    """

    seq: int
    mark: bytes
    texts: tuple[Text, ...]
    class_id: str = ""


class Answer(_Message, frozen=True):
    """What became of a look-up: `status` 200 with a class, 204 (no grants), 401 (unknown), or 403.

    403 is for a good credential in a network that its company does not come from, 404 for a feed
    that is not of the credential's company, or of nobody. 204 is also for a feed that is closed.
    `end`: the stream ends as soon as it begins, for this reason; then there is no class.
    """

    conn: int
    serial: int
    status: Literal[200, 204, 401, 403, 404]
    principal: str = ""
    class_id: str = ""
    reader: str = ""
    format: str = ""
    end: EndReason | Literal[""] = ""


class Answers(_Message, frozen=True):
    """source → push: answers, with ascending serials."""

    given: tuple[Answer, ...]


class Chunk(_Message, frozen=True):
    """source → push: everything visible up to and including `upto`; `data` may be empty."""

    conn: int
    upto: int
    data: bytes


class Revoke(_Message, frozen=True):
    """source → push: end every stream of these principals, with these reasons.

    `at` gives for some of them when that happened (RFC 3339).
    """

    ended: tuple[tuple[str, EndReason], ...]
    at: dict[str, str] = {}


class Alive(_Message, frozen=True):
    """source → push, every second or so: who has said it once and falls silent is replaced."""


FromPush = Resume | Lookups | Replay | Left | Idle | Had
FromSource = Ready | Open | Shut | Retract | Wire | Numbered | Answers | Chunk | Revoke | Alive

_encoder = msgspec.msgpack.Encoder()


class BrokenFrame(WireroomError):
    """The other process said something that is not a frame."""

    code = "broken_frame"


def encode(message: FromPush | FromSource) -> bytes:
    """Spell one message as one frame."""
    body = _encoder.encode(message)
    return len(body).to_bytes(_LENGTH_BYTES, "big") + body


class Reader(Generic[Message]):
    """Cuts a byte stream into messages; keeps what is incomplete."""

    def __init__(self, messages: type[Message] | Any) -> None:
        """Read messages of the union `messages` (`FromPush` or `FromSource`)."""
        self._decoder: msgspec.msgpack.Decoder[Message] = msgspec.msgpack.Decoder(messages)
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Message]:
        """Give the messages that are complete now.

        Raises:
            BrokenFrame: not msgpack, not a known message, or larger than any frame may be.
        """
        self._buffer += data
        start = 0
        while (end := self._end_of_frame(start)) is not None:
            body = bytes(memoryview(self._buffer)[start + _LENGTH_BYTES : end])
            start = end
            try:
                yield self._decoder.decode(body)
            except msgspec.DecodeError as error:
                raise BrokenFrame(str(error)) from error
        del self._buffer[:start]

    def _end_of_frame(self, start: int) -> int | None:
        body = start + _LENGTH_BYTES
        if len(self._buffer) < body:
            return None
        size = int.from_bytes(self._buffer[start:body], "big")
        if size > LIMIT_BYTES:
            raise BrokenFrame(f"a frame of {size} bytes")
        return body + size if len(self._buffer) >= body + size else None
