"""Identifiers that say nothing and cannot be guessed."""

from __future__ import annotations

import secrets
import uuid


def new_guid() -> str:
    """Make the identity of a new story: a random `urn:uuid:` (RFC 9562, version 4)."""
    return uuid.UUID(bytes=secrets.token_bytes(16), version=4).urn


def short(guid: str) -> str:
    """Give the part of a guid that goes into addresses: the bare UUID of a `urn:uuid:`."""
    return guid.removeprefix("urn:uuid:")


def from_short(text: str) -> str:
    """Turn the part of an address back into a guid."""
    return f"urn:uuid:{text}"


def new_epoch() -> str:
    """Name one life of a log."""
    return secrets.token_hex(8)


def new_secret() -> str:
    """Make a token or key of 256 random bits, safe in an address and in a header."""
    return secrets.token_urlsafe(32)
