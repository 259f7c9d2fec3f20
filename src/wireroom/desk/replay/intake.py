"""Stories that come in from elsewhere as fields, not from the editor's form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Workflow

from wireroom.desk import services
from wireroom.desk.models import Desk, Story
from wireroom.desk.newsroom import WORKFLOW


def take_in(
    fields: Mapping[str, Any],
    *,
    desk: Desk | None,
    editor: Any,
    now: datetime,
    embargoed_until: datetime | None = None,
) -> Story:
    """Make a story of `fields` and release it, in one transaction; an embargo makes it wait.

    Raises:
        WireroomError: see `services.update`; nothing has happened then.
    """
    story = Story(desk=desk, go_live_at=embargoed_until, **fields)
    with transaction.atomic():
        story.save()
        services.update(story=story, editor=editor, now=now)
    return story


def hand_in(fields: Mapping[str, Any], *, desk: Desk | None, editor: Any) -> Story:
    """Make a story of `fields` that waits for a second pair of eyes."""
    story = Story(desk=desk, **fields)
    with transaction.atomic():
        story.save()
        story.save_revision(user=editor, clean=False)
        Workflow.objects.get(name=WORKFLOW).start(story, editor)
    return story


def desk_named(name: str) -> Desk | None:
    """Find a desk by its name."""
    return Desk.objects.filter(name=name).first()
