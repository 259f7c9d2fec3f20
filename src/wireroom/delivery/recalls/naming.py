"""How a recall is spoken of: never with a word of a text that may be killed tomorrow. Pure."""

from __future__ import annotations

from wireroom.kernel.markup import one_line
from wireroom.kernel.newsitem import UpdateType
from wireroom.wire.entries import Entry

RECALLS = frozenset({UpdateType.CORRECTION_FACT, UpdateType.HOLD, UpdateType.KILL})
"""What gets a board. A minor correction goes by the ledger alone."""
WORDS = {
    UpdateType.CORRECTION_FACT: "Correction",
    UpdateType.HOLD: "Hold",
    UpdateType.KILL: "Kill",
}
PANE = "pane"
"""Channel of receipts: a story that was open on the screen renewed itself; nobody asked for it."""


def name_of(entry: Entry) -> str:
    """Name a story by its slugline or, without one, by when this version was released."""
    return one_line(entry.item.slugline) or f"story of {entry.released_at:%d %b %Y %H:%M} UTC"


def word_of(update_type: str) -> str:
    """Say what kind of recall it is."""
    return WORDS[UpdateType(update_type)]


def notices(entry: Entry) -> tuple[str, ...]:
    """Give what the recall tells everybody: its notes that may be published."""
    return tuple(note.text for note in entry.item.ednotes if note.publishable)
