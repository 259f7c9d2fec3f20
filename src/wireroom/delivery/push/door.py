"""From a complete request to an open stream: who is that, and where does the reader stand?"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from wireroom.delivery.push import feed_sse, http, sse
from wireroom.delivery.push.conns import Conn, Stage
from wireroom.delivery.push.entering import Entering, read_entering
from wireroom.delivery.push.frames import FEED_CLASS, Answer, Lookup, Lookups
from wireroom.delivery.push.seal import Seal
from wireroom.kernel.errors import WireroomError

if TYPE_CHECKING:
    from collections.abc import Callable

    from wireroom.delivery.conf import PushSettings
    from wireroom.delivery.push.feed_streams import FeedStreams
    from wireroom.delivery.push.frames import FromPush, Ready
    from wireroom.delivery.push.sockets import Sockets
    from wireroom.delivery.push.streams import Streams

EARLIEST = "earliest"
_RETRY_SPREAD = 3
_REFUSALS: dict[int, type[WireroomError]] = {
    401: http.UnknownCredential,
    403: http.ElsewhereRefused,
    404: http.NotFound,
}


class Door:
    """Lets readers in, as the source says."""

    def __init__(
        self,
        settings: PushSettings,
        sockets: Sockets,
        streams: Streams,
        feeds: FeedStreams,
        tell: Callable[[FromPush], None],
    ) -> None:
        """Begin closed, until `opened`."""
        self._settings = settings
        self._sockets = sockets
        self._streams = streams
        self._feeds = feeds
        self._tell = tell
        self._seal: Seal | None = None
        self.epoch = ""
        self.is_open = False
        self._waiting: dict[int, tuple[Conn, Entering]] = {}
        self._unasked: list[int] = []
        self._last_number = 0
        self._random = random.Random()  # noqa: S311 - spreads reconnects, no secrecy

    def ask(self, conn: Conn, request: http.Request, feed: str = "") -> None:
        """Take a request for a stream; the answer comes when the source has looked.

        Raises:
            BadRequest: there is no such format.
            UnknownCredential: it is not a Bearer token (RFC 6750); feeds take nothing else.
        """
        entering = read_entering(request, conn, feed, self._settings)
        self._last_number += 1
        conn.number = self._last_number
        self._waiting[conn.number] = (conn, entering)
        self._unasked.append(conn.number)
        self._sockets.enter(conn, Stage.WAITING)

    def opened(self, ready: Ready) -> None:
        """Begin, or go on, with a source that is ready."""
        self._seal = Seal(ready.key)
        hub = self._streams.hub
        if self.epoch and self.epoch != ready.epoch:
            place = self._seal.seal_place(ready.epoch, ready.head)
            self._streams.reset_all(sse.reset("epoch", place))
            self._feeds.reset_all(feed_sse.reset("epoch", None))
            hub = self._streams.hub
        if self.epoch != ready.epoch:
            hub.head = ready.head
        self.epoch = ready.epoch
        self.is_open = True
        self._unasked = list(self._waiting)

    def closed(self) -> None:
        """Let nobody in until the source is back."""
        self.is_open = False

    def send_lookups(self) -> None:
        """Ask the source about everybody who has come since the last time, in one message."""
        if self.is_open and self._unasked:
            asked = [self._lookup(n) for n in self._unasked if n in self._waiting]
            self._unasked.clear()
            if asked:
                self._tell(Lookups(tuple(asked)))

    def answered(self, answer: Answer) -> None:
        """Let a reader in or turn it away."""
        self._streams.serial = self._feeds.serial = answer.serial
        conn, entering = self._waiting.pop(answer.conn, (None, None))
        if conn is None or entering is None:
            streams = self._feeds if answer.principal.startswith(FEED_CLASS) else self._streams
            streams.never_came(answer.principal)
        elif answer.status == 200:  # noqa: PLR2004 - HTTP
            if entering.feed:
                self._let_into_feed(conn, entering, answer)
            else:
                self._let_in(conn, entering, answer)
        elif answer.status == 204:  # noqa: PLR2004 - HTTP; a browser must not try again (HTML §9.2.3)
            self._sockets.refuse(conn, 204, http.answer(204, headers=entering.cors))
        else:
            self.turn_away(conn, _REFUSALS[answer.status](), entering.cors)

    def give_up(self, conn: Conn) -> None:
        """Turn away a connection that has waited too long for the source."""
        _, entering = self._waiting.pop(conn.number)
        self.turn_away(conn, http.NotReady(), entering.cors)

    def left(self, conn: Conn) -> None:
        """Note that a connection has ended."""
        self._waiting.pop(conn.number, None)

    def turn_away(self, conn: Conn, error: WireroomError, headers: dict[str, str]) -> None:
        """Answer with an error."""
        if isinstance(error, http.UnknownCredential):
            headers = headers | {"WWW-Authenticate": "Bearer"}
        if error.temporary:
            headers = headers | {"Retry-After": str(self._random.randint(1, 5))}
        self._sockets.refuse(conn, error.http_status, http.problem(error, headers))

    def _lookup(self, number: int) -> Lookup:
        _, entering = self._waiting[number]
        return Lookup(
            number, entering.kind, entering.secret, entering.format, entering.address, entering.feed
        )

    def _let_in(self, conn: Conn, entering: Entering, answer: Answer) -> None:
        after, reason = self._resolve(entering.place)
        here = self._here()
        hello = sse.hello(
            answer.reader,
            entering.format,
            self.epoch,
            retry_ms=self._retry_ms(),
            position=here if after is None and not reason else "",
        )
        greeting = http.stream_head(entering.cors) + hello
        if reason:
            greeting += sse.reset(reason, here)
        conn.principal = answer.principal
        self._streams.start(conn, answer.class_id, after, greeting)

    def _let_into_feed(self, conn: Conn, entering: Entering, answer: Answer) -> None:
        head = http.stream_head(entering.cors)
        if answer.end:
            self._sockets.finish(conn, head + feed_sse.bye(answer.end))
            return
        newest = self._feeds.newest(answer.class_id)
        place = feed_sse.read_place(entering.place, newest)
        greeting = head + feed_sse.hello(
            entering.feed,
            answer.format,
            self.epoch,
            newest,
            retry_ms=self._retry_ms(),
            is_from_now=place.after is None and not place.trouble,
        )
        if place.trouble:
            greeting += feed_sse.reset(place.trouble, newest)
        if place.is_claim and place.after:
            self._feeds.claim(answer.class_id, place.after)
        conn.principal = answer.principal
        self._feeds.start(conn, answer.class_id, place.after, greeting)

    def _retry_ms(self) -> int:
        return round(self._settings.retry_ms * self._random.uniform(1, _RETRY_SPREAD))

    def _here(self) -> str:
        """Name the present place, so that a reader who sees nothing for hours can resume."""
        if self._seal is None:
            raise http.NotReady
        return self._seal.seal_place(self.epoch, self._streams.hub.head)

    def _resolve(self, place: str) -> tuple[int | None, str]:
        """Give the entry to continue after, None for live only, and why the reader must reset."""
        if not place:
            return None, ""
        if place == EARLIEST:
            return 0, ""
        position = self._seal.unseal(place) if self._seal else None
        if position is None:
            return None, "unknown_id"
        if position.epoch != self.epoch:
            return None, "epoch"
        if position.seq > self._streams.hub.head:
            return None, "future"
        return position.seq, ""
