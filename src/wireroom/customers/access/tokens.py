"""Secrets of tokens, and of links in letters: given out once, kept only as a hash."""

from __future__ import annotations

import hashlib

from wireroom.kernel.ids import new_secret

PREFIX = "wr_"
"""Lets people and secret scanners recognise a token that lies where it should not."""


def make_secret() -> str:
    """Make the secret of a new token: 256 random bits behind the prefix."""
    return PREFIX + new_secret()


def digest(secret: str) -> bytes:
    """Give what the database keeps of `secret`: 32 bytes of SHA-256."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
