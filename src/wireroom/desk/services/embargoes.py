"""Moving and calling off an embargo."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Revision

from wireroom.desk import audit, queries
from wireroom.desk.models import Story
from wireroom.desk.services import base
from wireroom.kernel.errors import WireroomError
from wireroom.wire.entries import Entry


class TooLate(WireroomError):
    """The embargo is over: the story has been released, or nothing was waiting."""

    code = "too_late"
    http_status = 409


def move_embargo(*, story: Story, until: datetime, editor: Any, now: datetime) -> Entry | None:
    """Let a waiting story leave at `until` instead; at once, when that is past.

    Raises:
        NotAllowed: `editor` may not release.
        TooLate: nothing is waiting any more.
    """
    base.require(editor, "desk.publish_story")
    with transaction.atomic():
        waiting = _waiting(story)
        draft = waiting.as_object()
        draft.go_live_at = until
        revision = draft.save_revision(user=waiting.user, clean=False)
        audit.record(story, "story.embargo.moved", editor=editor, until=until.isoformat())
        return story.publish(revision, user=editor, skip_permission_checks=True, now=now)


def cancel_embargo(*, story: Story, editor: Any) -> None:
    """Call off a waiting release; the text stays a draft.

    Raises:
        NotAllowed: `editor` may not release.
        TooLate: nothing is waiting any more.
    """
    base.require(editor, "desk.publish_story")
    with transaction.atomic():
        waiting = _waiting(story)
        waiting.approved_go_live_at = None
        waiting.save(user=editor, update_fields=["approved_go_live_at"])
        audit.record(story, "story.embargo.cancelled", editor=editor)


def _waiting(story: Story) -> Revision:
    base.lock(story)
    waiting = queries.scheduled().filter(object_id=str(story.pk)).first()
    if waiting is None:
        raise TooLate(guid=story.guid)
    return waiting
