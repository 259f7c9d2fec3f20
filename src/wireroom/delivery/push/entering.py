"""What somebody who wants a stream has to say: who it is, which stream, from which place on."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Literal

import msgspec

from wireroom.delivery.push import http
from wireroom.delivery.push.frames import FORMATS, Format
from wireroom.kernel.network import client_address

if TYPE_CHECKING:
    from wireroom.delivery.conf import PushSettings
    from wireroom.delivery.push.conns import Conn


class Entering(msgspec.Struct, frozen=True, gc=False):
    """What a waiting connection asked for; `feed` is empty for the wire."""

    kind: Literal["public", "token", "ticket"]
    secret: str
    address: str
    format: Format
    place: str
    cors: dict[str, str]
    feed: str = ""


def read_entering(request: http.Request, conn: Conn, feed: str, settings: PushSettings) -> Entering:
    """Read a request for a stream.

    Raises:
        BadRequest: there is no such format.
        UnknownCredential: it is not a Bearer token (RFC 6750); feeds take nothing else.
    """
    wanted = "item" if feed else request.query.get("format", "item")
    if wanted not in FORMATS:
        raise http.BadRequest("format is item or ticker")
    kind, secret = _credential(request)
    if feed and kind != "token":
        raise http.UnknownCredential
    place = request.query.get("after" if feed else "last-event-id", "")
    return Entering(
        kind=kind,
        secret=secret,
        address=client_address(
            _peer(conn), request.headers.get("x-forwarded-for", ""), settings.trusted_proxies
        ),
        format=wanted,
        place=request.headers.get("last-event-id") or place,
        cors=http.cors(request, settings.origins),
        feed=feed,
    )


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
