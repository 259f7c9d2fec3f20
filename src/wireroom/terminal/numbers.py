"""Numbers in addresses: what anybody may write there."""

from __future__ import annotations

_DIGITS = 18
"""What fits a database number; Python refuses to read thousands (CVE-2020-10735)."""


def number(text: str) -> int | None:
    """Read a number; None for everything else, and for what is longer than any of ours."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None
