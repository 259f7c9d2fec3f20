"""DKIM (RFC 6376): the house signs its mail, so that receivers can tell it from forgeries."""

from __future__ import annotations

import binascii
from typing import ClassVar

import dkim  # type: ignore[import-untyped]
from msgspec import Struct

from wireroom.kernel.errors import WireroomError

_COVERED = (
    b"from", b"to", b"reply-to", b"subject", b"date", b"message-id", b"mime-version",
    b"content-type", b"content-transfer-encoding", b"auto-submitted", b"list-unsubscribe",
    b"list-unsubscribe-post",
)  # fmt: skip
"""RFC 8058 §4 wants both of the last covered; RFC 6376 §5.4.1 the others."""
_ONCE = (b"from", b"to", b"subject", b"date", b"list-unsubscribe", b"list-unsubscribe-post")
"""Covered once more than they are there: a second one added on the way breaks the signature."""


class CannotSign(WireroomError):
    """The key for DKIM cannot be used."""

    code: ClassVar[str] = "cannot_sign"


class Signer(Struct, frozen=True, kw_only=True):
    """Who signs: the key's place in the DNS, `selector._domainkey.domain`, and its private half."""

    selector: str
    domain: str
    key: str

    def signature(self, message: bytes) -> str:
        """Give the value of `DKIM-Signature` for a whole message with CRLF line ends.

        The body is covered to its end: no `l=`, or something could be added to it.

        Raises:
            CannotSign: the key is no RSA key in PEM.
        """
        names = {line.partition(b":")[0].strip().lower() for line in _head(message)}
        covered = [name for name in _COVERED if name in names]
        try:
            signer = dkim.DKIM(message)
            field = signer.sign(
                self.selector.encode(),
                self.domain.encode(),
                self.key.encode(),
                canonicalize=(b"relaxed", b"relaxed"),
                include_headers=[*covered, *_ONCE],
            )
        except (dkim.DKIMException, binascii.Error, ValueError) as error:
            raise CannotSign(f"The key for DKIM cannot be used: {error}") from error
        return _unfolded(field.decode("ascii").partition(":")[2])


def _head(message: bytes) -> list[bytes]:
    return message.partition(b"\r\n\r\n")[0].split(b"\r\n")


def _unfolded(value: str) -> str:
    """Take the line breaks out; relaxed canonicalization does the same before it counts."""
    return " ".join(value.split())
