"""From a complete request to an open stream: who is that, and where does the reader stand?"""

from __future__ import annotations

import contextlib
import random
from typing import TYPE_CHECKING, Literal

import msgspec

from wireroom.delivery.push import http, sse
from wireroom.delivery.push.conns import Conn, Stage
from wireroom.delivery.push.frames import FORMATS, Answer, Format, Lookup, Lookups
from wireroom.delivery.push.seal import Seal
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.network import client_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from wireroom.delivery.conf import PushSettings
    from wireroom.delivery.push.frames import FromPush, Ready
    from wireroom.delivery.push.sockets import Sockets
    from wireroom.delivery.push.streams import Streams

EARLIEST = "earliest"
_RETRY_SPREAD = 3


class Entering(msgspec.Struct, frozen=True, gc=False):
    """What a waiting connection asked for."""

    kind: Literal["public", "token", "ticket"]
    secret: str
    address: str
    format: Format
    place: str
    cors: dict[str, str]


class Door:
    """Lets readers in, as the source says."""

    def __init__(
        self,
        settings: PushSettings,
        sockets: Sockets,
        streams: Streams,
        tell: Callable[[FromPush], None],
    ) -> None:
        """Begin closed, until `opened`."""
        self._settings = settings
        self._sockets = sockets
        self._streams = streams
        self._tell = tell
        self._seal: Seal | None = None
        self.epoch = ""
        self.is_open = False
        self._waiting: dict[int, tuple[Conn, Entering]] = {}
        self._unasked: list[int] = []
        self._last_number = 0
        self._random = random.Random()  # noqa: S311 - spreads reconnects, no secrecy

    def ask(self, conn: Conn, request: http.Request) -> None:
        """Take a request for a stream; the answer comes when the source has looked.

        Raises:
            BadRequest: there is no such format.
            UnknownCredential: it is not a Bearer token (RFC 6750).
        """
        entering = self._read(request, _peer(conn))
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
        self._streams.serial = answer.serial
        conn, entering = self._waiting.pop(answer.conn, (None, None))
        if conn is None or entering is None:
            self._streams.never_came(answer.principal)
        elif answer.status == 200:  # noqa: PLR2004 - HTTP
            self._let_in(conn, entering, answer)
        elif answer.status == 204:  # noqa: PLR2004 - HTTP; a browser must not try again (HTML §9.2.3)
            self._sockets.refuse(conn, 204, http.answer(204, headers=entering.cors))
        elif answer.status == 403:  # noqa: PLR2004 - HTTP
            self.turn_away(conn, http.ElsewhereRefused(), entering.cors)
        else:
            self.turn_away(conn, http.UnknownCredential(), entering.cors)

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

    def _read(self, request: http.Request, peer: str) -> Entering:
        wanted = request.query.get("format", "item")
        if wanted not in FORMATS:
            raise http.BadRequest("format is item or ticker")
        kind, secret = _credential(request)
        return Entering(
            kind=kind,
            secret=secret,
            address=client_address(
                peer, request.headers.get("x-forwarded-for", ""), self._settings.trusted_proxies
            ),
            format=wanted,
            place=request.headers.get("last-event-id") or request.query.get("last-event-id", ""),
            cors=http.cors(request, self._settings.origins),
        )

    def _lookup(self, number: int) -> Lookup:
        _, entering = self._waiting[number]
        return Lookup(number, entering.kind, entering.secret, entering.format, entering.address)

    def _let_in(self, conn: Conn, entering: Entering, answer: Answer) -> None:
        after, reason = self._resolve(entering.place)
        here = self._here()
        hello = sse.hello(
            answer.reader,
            entering.format,
            self.epoch,
            retry_ms=round(self._settings.retry_ms * self._random.uniform(1, _RETRY_SPREAD)),
            position=here if after is None and not reason else "",
        )
        greeting = http.stream_head(entering.cors) + hello
        if reason:
            greeting += sse.reset(reason, here)
        conn.principal = answer.principal
        self._streams.start(conn, answer.class_id, after, greeting)

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


def _peer(conn: Conn) -> str:
    """Give the address at the other end; empty when it has hung up in this very moment."""
    with contextlib.suppress(OSError):
        return str(conn.sock.getpeername()[0])
    return ""


def _credential(request: http.Request) -> tuple[Literal["public", "token", "ticket"], str]:
    authorization = request.headers.get("authorization")
    if authorization is not None:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise http.UnknownCredential
        return "token", token.strip()
    ticket = request.query.get("ticket")
    return ("public", "") if ticket is None else ("ticket", ticket)
