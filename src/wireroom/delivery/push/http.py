"""The little HTTP that the push server speaks: one GET a connection, and short answers."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httptools
import msgspec

from wireroom.kernel.errors import WireroomError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_KEPT = frozenset(
    {b"authorization", b"last-event-id", b"origin", b"host", b"forwarded", b"x-forwarded-for"}
)
_HEAD = (
    b"HTTP/1.1 %d %b\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
    b"Connection: close\r\n"
)


class BadRequest(WireroomError):
    """The request cannot be understood."""

    code = "push_bad_request"
    http_status = 400


class HeaderTooLarge(WireroomError):
    """The request's address and headers are too long."""

    code = "push_header_too_large"
    http_status = 431


class MethodNotAllowed(WireroomError):
    """Streams are read with GET."""

    code = "push_method_not_allowed"
    http_status = 405


class NotFound(WireroomError):
    """There is nothing here; streams are at /stream."""

    code = "push_not_found"
    http_status = 404


class UnknownCredential(WireroomError):
    """This token or ticket is unknown, expired or revoked."""

    code = "push_unknown_credential"
    http_status = 401


class ElsewhereRefused(WireroomError):
    """This token or session is good, but not from this address: its company names its networks."""

    code = "push_elsewhere"
    http_status = 403


class NotReady(WireroomError):
    """Streams cannot be opened just now; try again shortly."""

    code = "push_not_ready"
    temporary = True
    http_status = 503


class Request(msgspec.Struct):
    """One complete request, as far as anybody wants to know."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]


class Parser:
    """Reads one request from a connection; refuses to hold more than `limit_bytes` of it."""

    __slots__ = ("_done", "_headers", "_limit_bytes", "_parser", "_seen_bytes", "_url")

    def __init__(self, limit_bytes: int) -> None:
        """Begin."""
        self._limit_bytes = limit_bytes
        self._seen_bytes = 0
        self._url = b""
        self._headers: dict[bytes, bytes] = {}
        self._done = False
        self._parser: Any = httptools.HttpRequestParser(self)

    def feed(self, data: bytes) -> Request | None:
        """Take what has come; give the request once its headers are complete.

        Raises:
            HeaderTooLarge: more than the limit came before the headers ended.
            BadRequest: it is not HTTP.
        """
        self._seen_bytes += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            pass  # asked for a WebSocket; a stream is what there is
        except httptools.HttpParserError as error:
            if not self._done:
                raise BadRequest(str(error)) from error
        if self._done:
            return self._request()
        if self._seen_bytes > self._limit_bytes:
            raise HeaderTooLarge
        return None

    def close(self) -> None:
        """Let go: the parser and this object hold each other, and nobody collects cycles here."""
        self._parser = None

    def on_url(self, url: bytes) -> None:
        """Collect the address, which may come in pieces (httptools)."""
        if not self._done:  # a second request on the line is none of ours
            self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep the few headers that matter (httptools).

        Of one that comes twice the last counts; the addresses of proxies are one list (RFC 9110
        §5.3), in which a line of the client's own must not hide the proxy's.
        """
        name = name.lower()
        if name in _KEPT and not self._done:
            is_list = name == b"x-forwarded-for" and name in self._headers
            self._headers[name] = self._headers[name] + b"," + value if is_list else value

    def on_headers_complete(self) -> None:
        """Note the end of the headers (httptools)."""
        self._done = True

    def _request(self) -> Request:
        if self._seen_bytes > self._limit_bytes:
            raise HeaderTooLarge
        try:
            parts = urlsplit(self._url.decode("ascii"))
            query = parse_qs(
                parts.query, keep_blank_values=True, max_num_fields=20, errors="strict"
            )
        except ValueError as error:
            raise BadRequest("the address cannot be read") from error
        return Request(
            method=self._parser.get_method().decode("ascii"),
            path=parts.path,
            query={name: values[-1] for name, values in query.items()},
            headers={k.decode("ascii"): v.decode("latin-1") for k, v in self._headers.items()},
        )


def answer(
    status: int,
    body: bytes = b"",
    content_type: str = "text/plain; charset=utf-8",
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """Spell a whole answer after which the connection closes."""
    head = _HEAD % (status, HTTPStatus(status).phrase.encode())
    if status != HTTPStatus.NO_CONTENT:
        head += b"Content-Type: %b\r\nContent-Length: %d\r\n" % (content_type.encode(), len(body))
    return head + _lines(headers or {}) + b"\r\n" + body


def problem(error: WireroomError, headers: Mapping[str, str] | None = None) -> bytes:
    """Spell an error as RFC 9457 problem details."""
    body = msgspec.json.encode(error.problem())
    return answer(error.http_status, body, "application/problem+json", headers)


def stream_head(headers: Mapping[str, str]) -> bytes:
    """Spell the head of a stream: a body that ends when the connection does."""
    head = _HEAD % (200, b"OK")
    return (
        head
        + b"Content-Type: text/event-stream\r\nX-Accel-Buffering: no\r\n"
        + _lines(headers)
        + b"\r\n"
    )


def cors(request: Request, allowed: Collection[str]) -> dict[str, str]:
    """Say which origin may read the answer (Fetch §3.2): listed, or on our host name, any port."""
    origin = request.headers.get("origin", "")
    theirs = _host_name(origin)
    ours = _host_name("//" + request.headers.get("host", ""))
    if origin in allowed or (theirs and theirs == ours):
        return {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}
    return {"Vary": "Origin"}


def preflight(request: Request, allowed: Collection[str]) -> bytes:
    """Answer a browser that asks whether its page may send a token or a position (Fetch §4.8)."""
    headers = cors(request, allowed)
    if len(headers) > 1:
        headers |= {
            "Access-Control-Allow-Methods": "GET",
            "Access-Control-Allow-Headers": "authorization, last-event-id, cache-control",
            "Access-Control-Max-Age": "600",
        }
    return answer(HTTPStatus.NO_CONTENT, headers=headers)


def _host_name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _lines(headers: Mapping[str, str]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode("latin-1")
