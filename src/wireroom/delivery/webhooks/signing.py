"""Signatures of webhooks, as Standard Webhooks 1.0 says (standardwebhooks.com)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

from wireroom.kernel.errors import WireroomError

_PREFIX = "whsec_"
_FEWEST_BYTES, _MOST_BYTES = 24, 64


class BadSecret(WireroomError):
    """A webhook's secret is not `whsec_` and base64."""

    code = "bad_webhook_secret"


def headers(message_id: str, body: bytes, secrets: Sequence[str], now: datetime) -> dict[str, str]:
    """Give the three headers of a message; while a secret is rotated, both sign.

    The id stays the same over attempts, the time is that of the attempt.

    Raises:
        BadSecret: a secret cannot be read.
    """
    timestamp = str(int(now.timestamp()))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_sign(signed, _key(secret)) for secret in secrets),
    }


def is_secret(text: str) -> bool:
    """Whether a text can sign: `whsec_` and 24 to 64 bytes in base64, as the standard asks."""
    try:
        return _FEWEST_BYTES <= len(_key(text)) <= _MOST_BYTES
    except BadSecret:
        return False


def _sign(signed: bytes, key: bytes) -> str:
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise BadSecret from None
    if not key or not secret.startswith(_PREFIX):
        raise BadSecret
    return key
