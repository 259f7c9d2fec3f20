"""Stopping a story: hold, lift, kill."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from wireroom.desk import audit, queries
from wireroom.desk.models import Story
from wireroom.desk.projection import notice
from wireroom.desk.services import base
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.newsitem import EdNote, NewsItem, PubStatus, UpdateType
from wireroom.wire import queries as wire_queries
from wireroom.wire import services as wire
from wireroom.wire.entries import Entry

LIFTED = "The hold on this story has been lifted."


class NotOnHold(WireroomError):
    """The story is not on hold."""

    code = "not_on_hold"
    http_status = 409


def hold(*, story: Story, reason: str, editor: Any, now: datetime) -> Entry:
    """Ask everybody who received the story not to use it until further notice.

    A waiting embargo or approval of it is called off, so that nothing lifts the hold by itself. Put
    on hold again, it gives the entry of the first time.

    Raises:
        NotAllowed: `editor` may not hold stories.
        NothingReleased: nothing of it is on the wire.
        ReasonMissing: no reason was given.
    """
    base.require(editor, "desk.hold_story")
    with transaction.atomic():
        latest = _stop(story, reason, editor)
        if latest.item.update_type is UpdateType.HOLD:
            return latest
        item = notice(
            latest.item,
            UpdateType.HOLD,
            headline=f"HOLD: {latest.item.slugline or latest.item.headline}",
            reason=reason,
            status=PubStatus.WITHHELD,
        )
        _mark(story, held_at=now)
        audit.record(story, "story.hold.issued", editor=editor, reason=reason, version=item.version)
        return wire.append(item, now=now, idempotency_key=f"hold:{story.pk}:{item.version}")


def lift_hold(*, story: Story, editor: Any, now: datetime) -> Entry:
    """Send the last usable version again: the story may be used as it was.

    Raises:
        NotAllowed: `editor` may not lift holds.
        NotOnHold: it is not on hold.
    """
    base.require(editor, "desk.hold_story")
    with transaction.atomic():
        latest = base.released(story)
        if latest.item.update_type is not UpdateType.HOLD:
            raise NotOnHold(guid=story.guid)
        usable = _last_usable(story)
        item = msgspec.structs.replace(
            usable,
            version=latest.version + 1,
            update_type=UpdateType.REPEAT,
            correction=None,
            ednotes=(*usable.ednotes, EdNote(role="advisory", text=LIFTED, publishable=True)),
        )
        _mark(story, held_at=None)
        audit.record(story, "story.hold.lifted", editor=editor, version=item.version)
        return wire.append(item, now=now, idempotency_key=f"lift:{story.pk}:{item.version}")


def _last_usable(story: Story) -> NewsItem:
    chain = queries.versions(story)
    return next(item for item in reversed(chain) if item.pub_status is PubStatus.USABLE)


def kill(*, story: Story, reason: str, editor: Any, now: datetime, headline: str = "") -> Entry:
    """Cancel a story for good: everybody who received it must delete it.

    The notice carries nothing of the text. The story is closed: no change, no further version.
    Killed again, it gives the entry of the first time.

    Raises:
        NotAllowed: `editor` may not kill stories.
        NothingReleased: nothing of it is on the wire.
        ReasonMissing: no reason was given.
    """
    base.require(editor, "desk.kill_story")
    with transaction.atomic():
        latest = _stop(story, reason, editor)
        if latest.item.is_killed:
            return latest
        item = notice(
            latest.item,
            UpdateType.KILL,
            headline=headline.strip() or f"KILL: {_name(story, latest)}",
            reason=reason,
            status=PubStatus.CANCELED,
        )
        _mark(story, held_at=None, killed_at=now)
        audit.record(story, "story.kill.issued", editor=editor, reason=reason, version=item.version)
        return wire.append(item, now=now, idempotency_key=f"kill:{story.pk}")


def _name(story: Story, latest: Entry) -> str:
    """Name a story without a word of its text, so that receivers find what they have to delete."""
    if latest.item.slugline:
        return latest.item.slugline
    first = wire_queries.versions(story.guid)[0]
    return f"story of {first.released_at:%m/%d %H:%M} UTC"


def _stop(story: Story, reason: str, editor: Any) -> Entry:
    """Make sure that nothing more of `story` leaves the house by itself; give its last entry."""
    if not reason.strip():
        raise base.ReasonMissing
    latest = base.released(story)
    story.revisions.update(approved_go_live_at=None)
    if state := story.current_workflow_state:
        state.cancel(user=editor)
    return latest


def _mark(story: Story, **facts: datetime | None) -> None:
    Story.objects.filter(pk=story.pk).update(**facts)
    for name, value in facts.items():
        setattr(story, name, value)
