"""One POST to an address of a customer: to a judged machine, bounded in time and size.

A client of our own in place of a library's: the connection has to go to an address that was
judged while TLS and `Host` speak of the name, and one deadline has to hold for all of it, also
against somebody who answers a byte at a time.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime

import httptools
from msgspec import Struct

from wireroom import __version__
from wireroom.delivery.webhooks.addresses import NotResolved, Refused, Resolve, Target
from wireroom.delivery.webhooks.addresses import resolve as ask_system
from wireroom.delivery.webhooks.addresses import target as judge_address
from wireroom.delivery.webhooks.answers import Answer, Outcome, failed, judge

_PIECE = 4096
_MOST_ADDRESSES = 4
_HEAD_LIMIT_BYTES = 16_384
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
            return failed(_in_words(error))
        return judge(head.status, head.retry_after, now)

    def _connect(self, target: Target, deadline_s: float) -> socket.socket:
        line = _first_open(target, deadline_s)
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
    """The beginning of an answer; its body is nobody's business."""

    def __init__(self) -> None:
        self.status = 0
        self.retry_after = ""
        self.parser = httptools.HttpResponseParser(self)

    def on_message_begin(self) -> None:
        """Forget an interim answer (1xx) when the next one begins."""
        self.retry_after = ""

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep the one field that matters."""
        if name.lower() == b"retry-after":
            self.retry_after = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """Take the status."""
        self.status = self.parser.get_status_code()

    @property
    def is_final(self) -> bool:
        """Whether this is the answer, not an interim one (RFC 9110 §15.2)."""
        return self.status >= 200  # noqa: PLR2004 - see there


def _first_open(target: Target, deadline_s: float) -> socket.socket:
    """Connect to the first address that lets us; a machine without IPv6 fails there at once."""
    trouble: OSError = OSError("cannot be reached")
    for number, ip in enumerate(target.ips[:_MOST_ADDRESSES]):
        left_s = _left(deadline_s)
        last = number + 1 == len(target.ips)
        try:
            return socket.create_connection((ip, target.port), left_s if last else left_s / 2)
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
    return head


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
