"""Numbers for changes of topics, in the order in which they become visible."""

from __future__ import annotations

from wireroom.matching.models import Turn

_ONLY = 1


def next_change() -> int:
    """Wait for all earlier changes to be committed or undone, and give this one's number.

    Call it inside the transaction of the change, before anything that it changes is read. A number
    from a sequence could become visible after a greater one was seen, and the matcher would never
    hear of that change.
    """
    Turn.objects.get_or_create(pk=_ONLY)
    turn = Turn.objects.select_for_update().get(pk=_ONLY)
    turn.number += 1
    turn.save()
    return turn.number
