"""Beginning a story and handing it in."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from wireroom.desk import audit
from wireroom.desk.models import Desk, Story
from wireroom.desk.services import base
from wireroom.kernel.errors import WireroomError


class NoWorkflow(WireroomError):
    """No workflow is set up for stories: nobody would be asked to look at it."""

    code = "no_workflow"
    http_status = 409


def write(*, editor: Any, desk: Desk | str | None = None, **fields: Any) -> Story:
    """Begin a story with these fields, as a draft of `editor`.

    A desk given by name is made when there is none.

    Raises:
        NotAllowed: `editor` may not write stories.
    """
    base.require(editor, "desk.add_story")
    with transaction.atomic():
        story = Story(desk=base.desk_named(desk), **fields)
        story.save()
        story.save_revision(user=editor, clean=False)
        audit.record(story, "wagtail.create", editor=editor)
    return story


def hand_in(*, story: Story, editor: Any) -> None:
    """Ask for a second pair of eyes on the newest text. Handed in already, it stays where it is.

    Raises:
        NotAllowed: `editor` may not change stories.
        NoWorkflow: there is nobody to ask.
    """
    base.require(editor, "desk.change_story")
    with transaction.atomic():
        base.lock(story)
        story.refresh_from_db()
        if story.current_workflow_state:
            return
        workflow = story.get_workflow()
        if workflow is None:
            raise NoWorkflow
        workflow.start(story, editor)
