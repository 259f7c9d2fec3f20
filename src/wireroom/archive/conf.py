"""Where the archive keeps its index."""

from __future__ import annotations

from pathlib import Path

from wireroom.wire.conf import wire_settings


def index_dir() -> Path:
    """Give the folder of the search index; it may be deleted at any time, and comes back."""
    return wire_settings().data_dir / "index"
