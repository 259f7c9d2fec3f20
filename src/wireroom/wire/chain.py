"""The hash chain: each entry vouches for itself and for everything before it. Pure."""

from __future__ import annotations

import hashlib
from datetime import datetime

from wireroom.kernel.clock import iso

GENESIS = bytes(32)
"""What the first entry is linked to."""


def link(previous: bytes, *, seq: int, released_at: datetime, raw: bytes) -> bytes:
    """Hash an entry onto the one before it.

    Covers place and time of release besides the item, so that neither can be changed unseen (ADR
    0002).
    """
    digest = hashlib.sha256(previous)
    digest.update(f"{seq} {iso(released_at)} ".encode())
    digest.update(raw)
    return digest.digest()
