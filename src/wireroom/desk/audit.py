"""The desk's audit rows: what each verb is called, and writing one in the verb's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.log_actions import LogActionRegistry, log

if TYPE_CHECKING:
    from wireroom.desk.models import Story

ACTIONS = {
    "story.draft.read": ("Read", "Draft read"),
    "story.flash.released": ("Flash", "Flash released"),
    "story.released": ("Release", "Released to the wire"),
    "story.correction.issued": ("Correct", "Correction issued"),
    "story.hold.issued": ("Hold", "Put on hold"),
    "story.hold.lifted": ("Lift hold", "Hold lifted"),
    "story.kill.issued": ("Kill", "Killed"),
    "story.embargo.moved": ("Move embargo", "Embargo moved"),
    "story.embargo.cancelled": ("Cancel embargo", "Embargo cancelled"),
}


def register(actions: LogActionRegistry) -> None:
    """Teach Wagtail's log the desk's verbs."""
    for action, (label, message) in ACTIONS.items():
        actions.register_action(action, label, message)


def record(story: Story, action: str, *, editor: Any, **data: str | int | None) -> None:
    """Write an audit row; it stands or falls with the transaction around it."""
    log(instance=story, action=action, user=editor, data=data or None)
