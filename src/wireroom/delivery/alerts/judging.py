"""The last question before an alert leaves: what may this person see now?"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from wireroom.archive import queries as archive
from wireroom.archive.queries import Line
from wireroom.customers.policy import Reader
from wireroom.matching.queries import Due

NOT_READABLE = "not readable any more"
KILLED = "killed since"
HELD = "held since"
LIFTED = "the hold was lifted since"
INACTIVE = "the person is not active"


class Drop(NamedTuple):
    """An alert that does not leave, and why."""

    reason: str


def judge(due: Due, reader: Reader, now: datetime) -> Line | Drop:
    """Give the alert's version as this reader may see it now, or say why it must not leave.

    What a kill or hold has stopped is not sent; the notice alerts by itself.
    """
    view = archive.story(reader, due.guid, now)
    if view is None:
        return Drop(NOT_READABLE)
    current = view.current
    if current.version == due.version:
        return current
    if current.is_killed:
        return Drop(KILLED)
    if current.is_held:
        return Drop(HELD)
    line = next((line for line in view.versions if line.version == due.version), None)
    if line is None:
        return Drop(NOT_READABLE)
    return Drop(LIFTED) if line.is_held else line
