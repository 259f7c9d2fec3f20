"""What stands beside each file of a feed: its number, name and checksum. Pure."""

from __future__ import annotations

import hashlib

import msgspec

from wireroom.delivery.destinations.file_names import MANIFEST
from wireroom.delivery.sending.parcels import Piece
from wireroom.kernel.clock import iso


def manifest_name(piece: Piece) -> str:
    """Name the manifest by the number, so that manifests count 1, 2, 3 … without a gap."""
    return piece.named.number + MANIFEST


def manifest(piece: Piece, feed: str, file: str) -> bytes:
    """Write the manifest of a file, or of a number that is void."""
    facts: dict[str, object] = {"feed": feed, "number": piece.number, "event": piece.event}
    if piece.void_why:
        return msgspec.json.encode({**facts, "void": piece.void_why}) + b"\n"
    facts |= {
        "guid": piece.named.guid,
        "version": piece.named.version,
        "released_at": iso(piece.named.released_at),
        "name": file,
        "content_type": piece.content_type,
        "size": len(piece.body),
        "sha256": hashlib.sha256(piece.body).hexdigest(),
    }
    return msgspec.json.encode(facts) + b"\n"
