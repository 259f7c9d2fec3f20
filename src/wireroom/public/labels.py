"""The words that stand before a headline. A word must be enough; its tone only repeats it."""

from __future__ import annotations

from msgspec import Struct, to_builtins

from wireroom.kernel.newsitem import ALERT, FLASH, NOTICES, UpdateType


class Label(Struct, frozen=True):
    """A word and the tone it is set in."""

    word: str
    tone: str


_BY_URGENCY = {FLASH: Label("Flash", "flash"), ALERT: Label("Alert", "alert")}
_BY_UPDATE = {
    UpdateType.CORRECTION_FACT: Label("Corrected", "correction"),
    UpdateType.CORRECTION_MINOR: Label("Corrected", "correction"),
    UpdateType.HOLD: Label("Being checked", "hold"),
    UpdateType.KILL: Label("Killed", "kill"),
}


def label(urgency: int, update_type: UpdateType) -> Label | None:
    """Give the label of a line: what happened to the story before how urgent it is."""
    if update_type in NOTICES:
        return _BY_UPDATE[update_type]
    return _BY_UPDATE.get(update_type) or _BY_URGENCY.get(urgency)


def table() -> dict[str, object]:
    """Give the same rules as data, for the script that draws lines from the stream."""
    return {
        "urgency": {str(urgency): to_builtins(found) for urgency, found in _BY_URGENCY.items()},
        "update": {update.value: to_builtins(found) for update, found in _BY_UPDATE.items()},
    }
