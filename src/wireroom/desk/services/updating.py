"""Another version of a story: an update or a correction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Revision

from wireroom.desk.models import Story
from wireroom.desk.services import base
from wireroom.kernel.newsitem import CORRECTIONS, UpdateType
from wireroom.wire.entries import Entry


def update(
    *,
    story: Story,
    editor: Any,
    now: datetime,
    reason: UpdateType = UpdateType.DEVELOPMENT,
    changes: Mapping[str, Any] | None = None,
) -> Entry | None:
    """Release the newest text of a story, with `changes` to its fields, as the next version.

    Gives the entry, None while an embargo runs. A hold is lifted by it.

    Raises:
        NotAllowed: `editor` may not release.
        WireroomError: see `Story.publish`.
    """
    base.require(editor, "desk.publish_story")
    with transaction.atomic():
        revision = base.revise(story, editor, {**(changes or {}), "update_type": reason.value})
        return _publish(story, revision, editor=editor, now=now)


def correct(  # noqa: PLR0913 - a correction has four facts
    *,
    story: Story,
    was: str,
    is_: str,
    where: str,
    why: str,
    editor: Any,
    now: datetime,
    kind: UpdateType = UpdateType.CORRECTION_FACT,
    changes: Mapping[str, Any] | None = None,
) -> Entry | None:
    """Release the corrected text of a story, saying what was wrong, what is right, where and why.

    `changes` are the corrected fields. It reaches everybody who received any earlier version.

    Raises:
        NothingReleased: there is nothing to correct.
        ReasonMissing: what was wrong or what is right was not said.
        NotAllowed: `editor` may not release.
        WireroomError: see `Story.publish`.
    """
    base.require(editor, "desk.publish_story")
    with transaction.atomic():
        revision = save_correction(
            story=story,
            was=was,
            is_=is_,
            where=where,
            why=why,
            kind=kind,
            editor=editor,
            changes=changes,
        )
        return _publish(story, revision, editor=editor, now=now)


def save_correction(
    *,
    story: Story,
    was: str,
    is_: str,
    where: str,
    why: str,
    editor: Any,
    kind: UpdateType = UpdateType.CORRECTION_FACT,
    changes: Mapping[str, Any] | None = None,
) -> Revision:
    """Keep a correction as a draft for somebody else to release: nothing leaves the house yet."""
    if kind not in CORRECTIONS or not was.strip() or not is_.strip():
        raise base.ReasonMissing("Say what was wrong and what is right.")
    base.released(story)
    facts = {
        "update_type": kind.value,
        "correction_was": was.strip(),
        "correction_now": is_.strip(),
        "correction_where": where.strip(),
        "correction_why": why.strip(),
    }
    return base.revise(story, editor, {**(changes or {}), **facts})


def _publish(story: Story, revision: Revision, *, editor: Any, now: datetime) -> Entry | None:
    story.refresh_from_db()
    return story.publish(revision, user=editor, skip_permission_checks=True, now=now)
