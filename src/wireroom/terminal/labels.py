"""The words before a headline: FLASH, CORRECTED, KILLED. Screen and script share them."""

from __future__ import annotations

from msgspec import Struct, to_builtins

from wireroom.kernel.newsitem import ALERT, FLASH, NOTICES, URGENT, UpdateType


class Label(Struct, frozen=True):
    """A word and the tone it is set in; the word alone must be enough."""

    word: str
    tone: str


_BY_URGENCY = {
    FLASH: Label("Flash", "flash"),
    ALERT: Label("Alert", "alert"),
    URGENT: Label("Urgent", "urgent"),
}
_BY_UPDATE = {
    UpdateType.DEVELOPMENT: Label("Update", "update"),
    UpdateType.WRITETHRU: Label("Update", "update"),
    UpdateType.ADD: Label("Add", "update"),
    UpdateType.REPEAT: Label("Repeat", "repeat"),
    UpdateType.CORRECTION_FACT: Label("Corrected", "correction"),
    UpdateType.CORRECTION_MINOR: Label("Refile", "correction"),
    UpdateType.HOLD: Label("Hold", "hold"),
    UpdateType.KILL: Label("Killed", "kill"),
}


def labels(urgency: int, update_type: UpdateType) -> tuple[Label, ...]:
    """Give the labels of a line in reading order. A stopped story says only that it is stopped."""
    update = _BY_UPDATE.get(update_type)
    if update_type in NOTICES:
        return (update,) if update else ()
    return tuple(label for label in (_BY_URGENCY.get(urgency), update) if label)


def table() -> dict[str, object]:
    """Give the same rules as data, for the script that draws lines from the stream."""
    return {
        "urgency": {str(urgency): to_builtins(label) for urgency, label in _BY_URGENCY.items()},
        "update": {update.value: to_builtins(label) for update, label in _BY_UPDATE.items()},
        "notices": sorted(NOTICES),
    }


def genre_name(code: str) -> str:
    """Name a genre for a line; current news needs no name."""
    name = code.rpartition(":")[2].replace("_", " ").replace("-", " ")
    return "" if name == "Current" else name
