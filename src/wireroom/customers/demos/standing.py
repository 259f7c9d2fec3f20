"""What an address is to the agency when somebody asks for a demo with it."""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """How a request can go on; every one but `FREE` is answered by letter, not on the page."""

    FREE = "free"
    """Nobody knows this person or company yet."""
    KNOWN = "known"
    """The person can sign in."""
    OVER = "over"
    """The person had a demo, and it has ended."""
    COLLEAGUE = "colleague"
    """The company has a demo now, or is a customer."""


WORDS = {
    Standing.KNOWN: "The address belongs to somebody who can sign in.",
    Standing.OVER: "The person had a demo before.",
    Standing.COLLEAGUE: "The company has a demo or is a customer already.",
}
"""Why a request was refused, for the agency."""
