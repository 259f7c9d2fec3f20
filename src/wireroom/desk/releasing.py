"""The seam between desk and wire: what goes with making a revision the live text of a story."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import Revision

from wireroom.desk import audit
from wireroom.desk.conf import desk_settings
from wireroom.desk.projection import project
from wireroom.desk.rules import author_of, says_the_same
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.newsitem import CORRECTIONS, FLASH, URGENT, NewsItem, UpdateType
from wireroom.wire import queries as wire_queries
from wireroom.wire import services as wire
from wireroom.wire.entries import Entry
from wireroom.wire.services import StoryKilled

if TYPE_CHECKING:
    from wireroom.desk.models import Story

_LOOK_BACK = 20
"""Revisions read to find out who wrote a text; a run of unchanged saves is never that long."""


class SecondPairOfEyesNeeded(WireroomError):
    """You wrote this text: somebody else has to release it."""

    code = "second_pair_of_eyes"
    http_status = 403


class NoHeadline(WireroomError):
    """A story needs a headline before it can be released."""

    code = "no_headline"
    http_status = 422


class ReleaseAction(PublishRevisionAction):
    """Wagtail's publishing by the clock it is given: an embargo that has ended at `now` is over."""

    def __init__(self, revision: Revision, *, now: datetime, **kwargs: Any) -> None:
        """Take the embargo off a text whose time has come."""
        super().__init__(revision, **kwargs)
        if self.object.go_live_at and self.object.go_live_at <= now:
            self.object.go_live_at = None


def allow(story: Story, revision: Revision, *, user: Any, alone: bool) -> Entry | None:
    """Line up behind whoever is releasing this story, and check that `user` may release `revision`.

    Gives the entry when this very revision is what is live already: a retry, nothing to do.

    Raises:
        StoryKilled: the story was killed.
        SecondPairOfEyesNeeded: `user` wrote the text, and the house wants somebody else to release.
        NoHeadline: the text has no headline.
    """
    rows = type(story).objects.select_for_update().filter(pk=story.pk)
    killed_at, live_revision = rows.values_list("killed_at", "live_revision_id").get()
    if killed_at:
        raise StoryKilled(guid=story.guid)
    if live_revision == revision.pk:
        return wire_queries.latest(story.guid)
    if not str(revision.content.get("headline") or "").strip():
        raise NoHeadline(guid=story.guid)
    if user and not alone and not may_release(revision, user):
        raise SecondPairOfEyesNeeded(guid=story.guid)
    return None


def may_release(revision: Revision, user: Any) -> bool:
    """Whether the four-eyes rule lets `user` release this text."""
    if not desk_settings().four_eyes:
        return True
    older = Revision.objects.filter(
        base_content_type_id=revision.base_content_type_id,
        object_id=revision.object_id,
        pk__lte=revision.pk,
    ).order_by("-pk")
    newest_first = older.values_list("user_id", "content")[:_LOOK_BACK]
    return author_of(newest_first) != user.pk


def append(story: Story, revision: Revision, *, user: Any, now: datetime) -> Entry:
    """Put the live text of `story` on the wire, in the caller's transaction: both or neither.

    A text that says what receivers already have is not sent again, unless as a repeat: the entry
    that they have is given instead.
    """
    latest = wire_queries.latest(story.guid)
    item = project(story, latest=latest.item if latest else None, now=now)
    settle(story, after=item)
    if latest and not _is_news(item, latest.item):
        return latest
    audit.record(
        story, _ACTION.get(item.update_type, "story.released"), editor=user, version=item.version
    )
    return wire.append(item, now=now, idempotency_key=f"story:{revision.pk}")


_ACTION = dict.fromkeys(CORRECTIONS, "story.correction.issued")


def _is_news(item: NewsItem, latest: NewsItem) -> bool:
    deliberate = item.update_type in CORRECTIONS or item.update_type is UpdateType.REPEAT
    return deliberate or not says_the_same(item, latest)


def settle(story: Story, *, after: NewsItem) -> None:
    """Make the story ready for its next version: no correction, no hold, no longer a flash."""
    fresh: dict[str, Any] = {
        "update_type": UpdateType.DEVELOPMENT.value,
        "held_at": None,
        "urgency": URGENT if after.urgency == FLASH else after.urgency,
        **dict.fromkeys(("correction_was", "correction_now", "correction_where"), ""),
        "correction_why": "",
    }
    type(story).objects.filter(pk=story.pk).update(**fresh)
    for name, value in fresh.items():
        setattr(story, name, value)
