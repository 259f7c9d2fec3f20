"""A place in the wire, as a customer holds it: opaque, tamper-proof, the same length for everybody.

The number of an entry would tell a reader how many entries it may not see (research: Mercure's
specification, "no unseen event id disclosed"). So the outside gets AES-SIV (RFC 5297) of it: the
same place always gives the same text, two texts cannot be compared, nothing can be made up.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import struct
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_BYTES = 64
_HEAD = struct.Struct(">QI")
_LONGEST_CHARS = 256
_PURPOSE = [b"wireroom position 1"]


class Position(NamedTuple):
    """After entry `seq` of the log's life `epoch`."""

    epoch: str
    seq: int


def derive(secret: str, purpose: str) -> bytes:
    """Derive a key of its own for `purpose` from the house's secret (RFC 5869)."""
    derivation = HKDF(SHA256(), _KEY_BYTES, salt=None, info=f"wireroom {purpose}".encode())
    return derivation.derive(secret.encode())


class Seal:
    """Turns positions into texts and back, with one key."""

    def __init__(self, key: bytes) -> None:
        """Use `key`, 64 bytes from `derive`."""
        self._cipher = AESSIV(key)

    def seal(self, epoch: str, seq: int) -> str:
        """Name the entry `seq`: always the same text."""
        return self._seal(epoch, seq, 0)

    def seal_place(self, epoch: str, seq: int) -> str:
        """Name the place after `seq`, another text each time.

        For readers that may not know that an entry `seq` exists: two of them cannot compare notes.
        """
        return self._seal(epoch, seq, secrets.randbits(32) | 1)

    def unseal(self, text: str) -> Position | None:
        """Read a text back; None when it was not made with this key, whatever it is."""
        try:
            sealed = base64.b64decode(_padded(text), altchars=b"-_", validate=True)
            opened = self._cipher.decrypt(sealed, _PURPOSE)
            seq, _ = _HEAD.unpack_from(opened)
            return Position(opened[_HEAD.size :].decode(), seq)
        except (InvalidTag, ValueError, binascii.Error, struct.error):
            return None

    def _seal(self, epoch: str, seq: int, salt: int) -> str:
        sealed = self._cipher.encrypt(_HEAD.pack(seq, salt) + epoch.encode(), _PURPOSE)
        return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def _padded(text: str) -> bytes:
    if len(text) > _LONGEST_CHARS:
        raise ValueError(text[:_LONGEST_CHARS])
    return text.encode("ascii") + b"=" * (-len(text) % 4)
