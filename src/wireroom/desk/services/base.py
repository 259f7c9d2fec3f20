"""What the verbs have in common: permission, order, and reading what is on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.models import Revision

from wireroom.desk.models import Desk, Story
from wireroom.kernel.errors import WireroomError
from wireroom.wire import queries as wire_queries
from wireroom.wire.entries import Entry
from wireroom.wire.services import StoryKilled


class NotAllowed(WireroomError):
    """Your account may not do this. Ask a chief editor."""

    code = "not_allowed"
    http_status = 403


class NothingReleased(WireroomError):
    """No version of this story is on the wire. Change or delete the draft instead."""

    code = "nothing_released"
    http_status = 409


class ReasonMissing(WireroomError):
    """Say why: receivers have to know what to do."""

    code = "reason_missing"
    http_status = 422


def require(editor: Any, permission: str) -> None:
    """Refuse an editor without `permission`.

    Raises:
        NotAllowed: there is none.
    """
    if not editor.has_perm(permission):
        raise NotAllowed(permission=permission)


def desk_named(desk: Desk | str | None) -> Desk | None:
    """Give a desk that was given as itself or by name; a name that is new makes one."""
    return Desk.objects.get_or_create(name=desk)[0] if isinstance(desk, str) else desk


def lock(story: Story) -> None:
    """Line up behind whoever is changing or releasing `story`, until the transaction ends."""
    Story.objects.select_for_update().filter(pk=story.pk).values_list("pk").get()


def released(story: Story) -> Entry:
    """Give the last entry of `story`, with its row locked.

    Raises:
        NothingReleased: there is none.
    """
    lock(story)
    latest = wire_queries.latest(story.guid)
    if latest is None:
        raise NothingReleased(guid=story.guid)
    return latest


def revise(story: Story, editor: Any, changes: Mapping[str, Any]) -> Revision:
    """Save the newest text of `story` with `changes` as a revision.

    Raises:
        StoryKilled: it is closed.
    """
    lock(story)
    story.refresh_from_db()
    if story.killed_at:
        raise StoryKilled(guid=story.guid)
    draft = story.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft.save_revision(user=editor, clean=False, log_action=True)
