"""A ticket lets a browser open a stream without sending its cookie to the push server.

It names the person and the session it was issued in, and lasts a minute. It travels in an address,
so in logs and histories: therefore it is encrypted (AES-SIV, RFC 5297), not merely signed. A
session key that can be read out of a log is a stolen session.
"""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings

from wireroom.delivery.push.seal import derive

LIFETIME = timedelta(seconds=60)
_CLOCK_SKEW = timedelta(seconds=5)
_PURPOSE = [b"wireroom ticket 1"]
_LONGEST_CHARS = 512


class _Ticket(msgspec.Struct, frozen=True, array_like=True):
    person_id: int
    session_key: str
    issued_ms: int


_decode = msgspec.msgpack.Decoder(_Ticket).decode


def issue(person_id: int, session_key: str, now: datetime) -> str:
    """Write a ticket for one person in one session."""
    ticket = _Ticket(person_id, session_key, round(now.timestamp() * 1000))
    sealed = _cipher(settings.SECRET_KEY).encrypt(msgspec.msgpack.encode(ticket), _PURPOSE)
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def redeem(ticket: str, now: datetime) -> tuple[int, str] | None:
    """Read a ticket: person id and session key; None when forged, malformed or too old.

    It may be used again within its minute: a browser reconnects with the address that it has.
    Whether person and session still exist is for the caller to find out.
    """
    for secret in (settings.SECRET_KEY, *_former_secrets()):
        opened = _open(ticket, secret)
        if opened is not None:
            break
    else:
        return None
    age = now - datetime.fromtimestamp(opened.issued_ms / 1000, UTC)
    return (opened.person_id, opened.session_key) if -_CLOCK_SKEW <= age <= LIFETIME else None


def _open(ticket: str, secret: str) -> _Ticket | None:
    if len(ticket) > _LONGEST_CHARS:
        return None
    try:
        sealed = base64.b64decode(
            ticket.encode("ascii") + b"=" * (-len(ticket) % 4), altchars=b"-_", validate=True
        )
        return _decode(_cipher(secret).decrypt(sealed, _PURPOSE))
    except (InvalidTag, ValueError, binascii.Error, msgspec.DecodeError):
        return None


def _former_secrets() -> list[str]:
    return [str(secret) for secret in settings.SECRET_KEY_FALLBACKS]


@lru_cache(maxsize=4)
def _cipher(secret: str) -> AESSIV:
    return AESSIV(derive(secret, "tickets"))
