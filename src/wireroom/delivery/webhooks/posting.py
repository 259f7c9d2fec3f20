"""One POST to an address of a customer: to a judged machine, bounded in time and size.

A client of our own in place of a library's: the connection has to go to an address that was
judged while TLS and `Host` speak of the name, and one deadline has to hold for all of it, also
against somebody who answers a byte at a time.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from datetime import datetime

import httptools
from msgspec import Struct
from msgspec.structs import replace

from wireroom import __version__
from wireroom.delivery.webhooks.addresses import NotResolved, Refused, Resolve, Target
from wireroom.delivery.webhooks.addresses import resolve as ask_system
from wireroom.delivery.webhooks.addresses import target as judge_address
from wireroom.delivery.webhooks.answers import Answer, Outcome, failed, judge
from wireroom.kernel.markup import tidy

_PIECE = 4096
_MOST_ADDRESSES = 4
_HEAD_LIMIT_BYTES = 16_384
_KEPT_BYTES = 1024
_KEPT_WITHIN_S = 1.0
"""How much of an answer's body is kept for the customer's log, and how long we wait for it."""
_NOT_HTTP = (httptools.HttpParserError, httptools.HttpParserUpgrade)
_USER_AGENT = f"Wireroom/{__version__}"


class Post(Struct, frozen=True, kw_only=True):
    """What to post, and where. `headers` are ours: their names and values are plain ASCII."""

    url: str
    body: bytes
    headers: Mapping[str, str]


class Poster:
    """Posts; holds no state between posts, so that many threads may share one."""

    def __init__(
        self,
        *,
        total_s: float = 10.0,
        loopback: bool = False,
        resolver: Resolve = ask_system,
        context: ssl.SSLContext | None = None,
    ) -> None:
        """Say how long a post may take in all, and whether this machine may be called (tests)."""
        self._total_s = total_s
        self._loopback = loopback
        self._resolver = resolver
        self._context = context or ssl.create_default_context()

    def post(self, post: Post, now: datetime) -> Answer:
        """Post once and say what became of it. Never raises for what a receiver can do."""
        deadline_s = time.monotonic() + self._total_s
        try:
            target = judge_address(post.url, self._resolver, loopback=self._loopback)
            with closing(self._connect(target, deadline_s)) as line:
                _say(line, _request(target, post), deadline_s)
                head = _hear(line, deadline_s)
        except Refused as error:
            return Answer(outcome=Outcome.REFUSED, detail=error.detail)
        except TimeoutError:
            return failed(f"no answer within {self._total_s:g} s", timed_out=True)
        except (NotResolved, OSError, *_NOT_HTTP, _NoAnswer) as error:
            return failed(_in_words(error), tls=isinstance(error, ssl.SSLError))
        return replace(judge(head.status, head.retry_after, now), said=head.said)

    def _connect(self, target: Target, deadline_s: float) -> socket.socket:
        line = first_open(target.ips, target.port, deadline_s)
        if not target.tls:
            return line
        try:
            line.settimeout(_left(deadline_s))
            return self._context.wrap_socket(line, server_hostname=target.host)
        except BaseException:
            line.close()
            raise


class _NoAnswer(Exception):
    """The receiver closed, or said what is no answer."""


class _Head:
    """The beginning of an answer."""

    def __init__(self) -> None:
        self.status = 0
        self.retry_after = ""
        self.is_complete = False
        self._reason = self._body = b""
        self.parser = httptools.HttpResponseParser(self)

    def on_message_begin(self) -> None:
        """Forget an interim answer (1xx) when the next one begins."""
        self.retry_after, self._reason, self.is_complete = "", b"", False

    def on_status(self, reason: bytes) -> None:
        """Keep what stands behind the status, which may come in pieces."""
        self._reason = (self._reason + reason)[:_KEPT_BYTES]

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep the one field that matters."""
        if name.lower() == b"retry-after":
            self.retry_after = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """Take the status."""
        self.status = self.parser.get_status_code()

    def on_body(self, piece: bytes) -> None:
        """Keep the beginning."""
        self._body = (self._body + piece)[:_KEPT_BYTES]

    def on_message_complete(self) -> None:
        """Take note that nothing follows."""
        self.is_complete = True

    @property
    def is_enough(self) -> bool:
        """Whether no more of the body would be kept."""
        return self.is_complete or len(self._body) >= _KEPT_BYTES

    @property
    def said(self) -> str:
        """Spell the status line and the beginning of the body."""
        line = f"{self.status} {self._reason.decode('latin-1')}".strip()
        return tidy(f"{line}\n\n{self._body.decode('utf-8', 'replace')}")

    @property
    def is_final(self) -> bool:
        """Whether this is the answer, not an interim one (RFC 9110 §15.2)."""
        return self.status >= 200  # noqa: PLR2004 - see there


def first_open(ips: Sequence[str], port: int, deadline_s: float) -> socket.socket:
    """Connect to the first address that lets us; a machine without IPv6 fails there at once.

    `deadline_s` is a moment of the monotonic clock.

    Raises:
        OSError: none does; a TimeoutError when the time is up.
    """
    trouble: OSError = OSError("cannot be reached")
    for number, ip in enumerate(ips[:_MOST_ADDRESSES]):
        left_s = _left(deadline_s)
        last = number + 1 == len(ips)
        try:
            return socket.create_connection((ip, port), left_s if last else left_s / 2)
        except OSError as error:
            trouble = error
    raise trouble


def _left(deadline_s: float) -> float:
    left_s = deadline_s - time.monotonic()
    if left_s <= 0:
        raise TimeoutError
    return left_s


def _request(target: Target, post: Post) -> bytes:
    fields = {
        "host": target.host_header,
        "user-agent": _USER_AGENT,
        "accept": "*/*",
        "content-type": "application/json",
        "content-length": str(len(post.body)),
        "connection": "close",
        **post.headers,
    }
    lines = [f"POST {target.path} HTTP/1.1", *(f"{key}: {text}" for key, text in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + post.body


def _say(line: socket.socket, request: bytes, deadline_s: float) -> None:
    line.settimeout(_left(deadline_s))
    line.sendall(request)  # its timeout is for all of it


def _hear(line: socket.socket, deadline_s: float) -> _Head:
    head, heard = _Head(), 0
    while not head.is_final:
        line.settimeout(_left(deadline_s))
        piece = line.recv(_PIECE)
        heard += len(piece)
        if not piece:
            raise _NoAnswer("closed the connection without an answer")
        if heard > _HEAD_LIMIT_BYTES:
            raise _NoAnswer("sent a head of more than 16 KB")
        head.parser.feed_data(piece)
    _hear_on(line, head, min(deadline_s, time.monotonic() + _KEPT_WITHIN_S))
    return head


def _hear_on(line: socket.socket, head: _Head, deadline_s: float) -> None:
    """Take the beginning of the body; the answer is judged already, so nothing here can fail."""
    with suppress(OSError, *_NOT_HTTP):
        while not head.is_enough:
            line.settimeout(_left(deadline_s))
            piece = line.recv(_PIECE)
            if not piece:
                return
            head.parser.feed_data(piece)


def _in_words(error: Exception) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return f"TLS: {error.verify_message}"
        case ssl.SSLError():
            return f"TLS: {error.reason or 'failed'}"
        case httptools.HttpParserError() | httptools.HttpParserUpgrade():
            return "answered something that is not HTTP"
        case OSError():
            return error.strerror or "cannot be reached"
        case _:
            return str(error)
