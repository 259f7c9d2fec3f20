"""The archive as a view of the wire: live equals wipe and replay."""

from __future__ import annotations

from tests.archive.conftest import Release
from tests.factories.stories import (
    make_correction,
    make_guid,
    make_hold,
    make_kill,
    make_story,
)
from wireroom.archive.consumer import ArchiveConsumer
from wireroom.archive.models import ReleasedVersion
from wireroom.wire import consumers, queries


def rows() -> list[dict[str, object]]:
    return list(ReleasedVersion.objects.order_by("seq").values())


def a_day_s_work() -> tuple:
    first, second = make_guid(1), make_guid(2)
    return (
        make_story(guid=first),
        make_story(guid=second, genre="genre:Interview", urgency=1),
        make_correction(guid=first, version=2),
        make_hold(guid=second, version=2),
        make_kill(guid=first, version=3),
        make_story(guid=second, version=3),
    )


def test_live_equals_wipe_and_replay(release: Release) -> None:
    archive = ArchiveConsumer()
    for item in a_day_s_work():
        release(item)
        consumers.run_once(archive)
    live = rows()
    consumers.rebuild(archive)
    assert rows() == []
    while consumers.run_once(archive, limit=2):
        pass
    assert rows() == live
    assert len(live) == 6


def test_taking_an_entry_in_twice_changes_nothing(release: Release) -> None:
    release(*a_day_s_work())
    archive = ArchiveConsumer()
    for _ in range(2):
        for entry in queries.read_after(0):
            archive.handle(entry)
    assert [row["seq"] for row in rows()] == [1, 2, 3, 4, 5, 6]


def test_no_text_is_kept_that_could_outlive_a_kill(release: Release) -> None:
    release(make_story(headline="CANARY", slugline="CANARY", standfirst="CANARY"))
    consumers.run_once(ArchiveConsumer())
    assert "CANARY" not in repr(rows())
