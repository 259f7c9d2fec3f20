"""Reading the desk: what is on the wire, in work, waiting and embargoed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from msgspec import Struct
from wagtail.models import Revision, WorkflowState

from wireroom.desk.models import Story
from wireroom.kernel.newsitem import NewsItem
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry


class WireLine(Struct, frozen=True, kw_only=True):
    """An entry of the wire for the desk's home, and the story here that it came from, if any."""

    entry: Entry
    story_id: int | None


class Embargoed(Struct, frozen=True, kw_only=True):
    """A story that leaves the house at `until`."""

    story_id: int
    headline: str
    until: datetime


def on_the_wire(limit: int = 20) -> list[WireLine]:
    """Give the newest entries of the wire, newest first."""
    head = wire.head()
    entries = wire.entries(range(max(1, head - limit + 1), head + 1))
    stories = story_ids({entry.guid for entry in entries})
    return [WireLine(entry=e, story_id=stories.get(e.guid)) for e in reversed(entries)]


def story_ids(guids: Collection[str]) -> dict[str, int]:
    """Give the keys of the stories that exist here, by guid."""
    return dict(Story.objects.filter(guid__in=guids).values_list("guid", "pk"))


def versions(story: Story) -> list[NewsItem]:
    """Give everything that was released of a story, oldest first."""
    return [entry.item for entry in wire.versions(story.guid)]


def waiting(limit: int = 20) -> list[Story]:
    """Give stories that wait for a second pair of eyes, the longest waiting first."""
    states = WorkflowState.objects.filter(
        base_content_type=Story.get_base_content_type(), status=WorkflowState.STATUS_IN_PROGRESS
    ).order_by("created_at")
    return _in_order([int(pk) for pk in states.values_list("object_id", flat=True)[:limit]])


def _in_order(keys: list[int]) -> list[Story]:
    found = Story.objects.select_related("latest_revision__user", "desk").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def drafts(*, leave_out: Collection[int] = (), limit: int = 20) -> QuerySet[Story]:
    """Give stories with text that has not gone out, last touched first."""
    return (
        Story.objects.filter(has_unpublished_changes=True, killed_at=None)
        .exclude(pk__in=leave_out)
        .select_related("latest_revision__user", "desk")
        .order_by("-latest_revision__created_at")[:limit]
    )


def scheduled() -> QuerySet[Revision]:
    """Give the revisions that wait for the end of their embargo, the earliest first."""
    return Revision.objects.filter(
        base_content_type=Story.get_base_content_type(), approved_go_live_at__isnull=False
    ).order_by("approved_go_live_at", "pk")


def embargoed(limit: int = 50) -> list[Embargoed]:
    """Give the stories under embargo, the next to leave first."""
    rows = scheduled().values_list("object_id", "object_str", "approved_go_live_at")[:limit]
    return [Embargoed(story_id=int(pk), headline=name, until=until) for pk, name, until in rows]


def embargo_of(story: Story) -> datetime | None:
    """Tell when a waiting version of `story` leaves the house; None when none waits."""
    waiting = scheduled().filter(object_id=str(story.pk))
    return waiting.values_list("approved_go_live_at", flat=True).first()


def database_now() -> datetime:
    """Tell the time by the database, so that all machines release an embargo by one clock."""
    if connection.vendor == "sqlite":
        sql = "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now') || '+00:00'"
    else:
        sql = "SELECT clock_timestamp()"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        (moment,) = cursor.fetchone()
    if isinstance(moment, datetime):
        return moment
    parsed = parse_datetime(moment)
    assert parsed is not None  # noqa: S101 - the format is ours
    return parsed
