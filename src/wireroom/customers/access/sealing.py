"""Secrets at rest: sealed with the house's key, so that a copy of the database alone opens none."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from wireroom.kernel.errors import WireroomError


class SealBroken(WireroomError):
    """A stored secret cannot be opened: the secret key is another than the one that sealed it."""

    code = "seal_broken"
    http_status = 500


def seal(text: str) -> str:
    """Encrypt and authenticate a secret (Fernet); the same text gives another token each time."""
    return _box().encrypt(text.encode()).decode("ascii")


def unseal(token: str) -> str:
    """Give what was sealed, under the secret key in force or a former one.

    Raises:
        SealBroken: it was sealed under another key, or changed since.
    """
    try:
        return _box().decrypt(token.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str | bytes) -> bytes:
    """Derive a key for sealing alone: the secret key also signs, and each use has its own."""
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"wireroom.customers.sealing")
    return base64.urlsafe_b64encode(
        derivation.derive(key.encode() if isinstance(key, str) else key)
    )
