"""The flash: one line, at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from wireroom.desk import audit
from wireroom.desk.conf import desk_settings
from wireroom.desk.models import Desk, Story
from wireroom.desk.services import base
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.markup import one_line
from wireroom.kernel.newsitem import FLASH
from wireroom.wire import queries as wire_queries


class FlashKeyReused(WireroomError):
    """This form has sent another flash already. Load the page again and send the new line there."""

    code = "flash_key_reused"
    http_status = 409


class EmptyFlash(WireroomError):
    """A flash needs words."""

    code = "empty_flash"
    http_status = 422


def release_flash(
    *,
    headline: str,
    desk: Desk | str | None = None,
    language: str = "",
    editor: Any,
    now: datetime,
    key: str | None = None,
) -> Story:
    """Put one line on the wire as a flash, and give the story that the rest of the text goes into.

    `key` names the attempt: asked again with the same one, it gives the same story and releases
    nothing. The four-eyes rule does not stop a flash.

    Raises:
        NotAllowed: `editor` may not release.
        EmptyFlash: there is nothing but space in `headline`.
        FlashKeyReused: `key` belongs to a flash with other words.
    """
    base.require(editor, "desk.publish_story")
    if not (line := one_line(headline)):
        raise EmptyFlash
    story = Story(
        headline=line,
        language=language or desk_settings().languages[0][0],
        urgency=FLASH,
        flash_key=key,
    )
    try:
        with transaction.atomic():
            if earlier := _flash(key, line):
                return earlier
            story.desk = base.desk_named(desk)
            _release_new(story, editor=editor, now=now)
    except IntegrityError:
        # PostgreSQL: the other attempt committed while this one waited for the key.
        if earlier := _flash(key, line):
            return earlier
        raise
    return story


def _flash(key: str | None, line: str) -> Story | None:
    story = Story.objects.filter(flash_key=key).first() if key else None
    if story and wire_queries.versions(story.guid)[0].item.headline != line:
        raise FlashKeyReused(guid=story.guid)
    return story


def _release_new(story: Story, *, editor: Any, now: datetime) -> None:
    story.save()
    revision = story.save_revision(user=editor, clean=False)
    audit.record(story, "story.flash.released", editor=editor)
    story.publish(revision, user=editor, skip_permission_checks=True, now=now, alone=True)
