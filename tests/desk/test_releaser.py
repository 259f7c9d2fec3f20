"""Embargoes: on time, once, after downtime, and whoever calls one off is in time or told so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from tests.factories.desk import draft, edited, editor
from wireroom.desk import releaser, releasing, services
from wireroom.desk.models import Story
from wireroom.kernel.clock import utc_now
from wireroom.wire import queries as wire


def embargoed(until: datetime, **fields: Any) -> Story:
    story = draft(go_live_at=until, **fields)
    assert story.latest_revision.publish() is None
    return story


@pytest.fixture
def noon() -> datetime:
    """A moment that lies ahead, so that Wagtail holds the embargo."""
    return utc_now().replace(microsecond=0) + timedelta(hours=1)


@pytest.mark.django_db
class TestReleaseDue:
    def test_nothing_leaves_before_its_time(self, noon: datetime) -> None:
        embargoed(noon)

        assert releaser.release_due(noon - timedelta(milliseconds=1)) == 0
        assert wire.head() == 0

    def test_it_leaves_at_its_time(self, noon: datetime) -> None:
        story = embargoed(noon)

        assert releaser.release_due(noon) == 1

        entry = wire.latest(story.guid)
        assert entry is not None
        assert (entry.released_at, entry.item.embargoed_until) == (noon, None)
        assert Story.objects.get(pk=story.pk).live

    def test_it_leaves_once(self, noon: datetime) -> None:
        embargoed(noon)
        releaser.release_due(noon)

        assert releaser.release_due(noon + timedelta(seconds=1)) == 0
        assert wire.head() == 1

    def test_after_downtime_everything_that_was_due_leaves_in_order(self, noon: datetime) -> None:
        second = embargoed(noon + timedelta(minutes=5))
        first = embargoed(noon)

        assert releaser.release_due(noon + timedelta(days=2)) == 2
        assert [e.guid for e in wire.read_after(0)] == [first.guid, second.guid]

    def test_a_later_version_of_a_released_story_leaves_as_an_update(self, noon: datetime) -> None:
        story = draft()
        story.latest_revision.publish()
        edited(story, headline="Results", go_live_at=noon).publish()

        assert releaser.release_due(noon) == 1

        entry = wire.latest(story.guid)
        assert entry is not None
        assert (entry.version, entry.item.headline) == (2, "Results")

    def test_one_that_fails_blocks_no_other_and_is_logged(
        self, noon: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        broken = embargoed(noon)
        sound = embargoed(noon)
        append = releasing.append

        def fail_once(story: Story, *args: Any, **kwargs: Any) -> Any:
            if story.guid == broken.guid:
                raise OSError
            return append(story, *args, **kwargs)

        monkeypatch.setattr(releasing, "append", fail_once)

        assert releaser.release_due(noon) == 1
        assert [e.guid for e in wire.read_after(0)] == [sound.guid]
        assert "embargo:release:failed" in caplog.text

        monkeypatch.undo()
        assert releaser.release_due(noon) == 1

    def test_an_embargo_that_was_called_off_releases_nothing(self, noon: datetime) -> None:
        story = embargoed(noon)
        revision_id = story.latest_revision_id
        services.cancel_embargo(story=story, editor=editor())

        assert releaser.release_due(noon) == 0
        assert releaser.release_one(revision_id, noon) is None
        assert wire.head() == 0

    def test_calling_off_what_has_gone_is_too_late(self, noon: datetime) -> None:
        story = embargoed(noon)
        releaser.release_due(noon)

        with pytest.raises(services.TooLate):
            services.cancel_embargo(story=story, editor=editor())

    def test_a_moved_embargo_releases_at_the_new_time_only(self, noon: datetime) -> None:
        story = embargoed(noon)
        later = noon + timedelta(hours=2)
        services.move_embargo(story=story, until=later, editor=editor(), now=utc_now())

        assert releaser.release_due(noon) == 0
        assert releaser.release_due(later) == 1
        assert wire.head() == 1

    def test_an_embargo_moved_into_the_past_releases_at_once(self, noon: datetime) -> None:
        story = embargoed(noon)
        now = utc_now()

        entry = services.move_embargo(
            story=story, until=now - timedelta(seconds=1), editor=editor(), now=now
        )

        assert entry is not None
        assert releaser.release_due(noon) == 0


@pytest.mark.django_db
class TestNextDue:
    def test_it_is_the_earliest_that_lies_ahead(self, noon: datetime) -> None:
        embargoed(noon + timedelta(minutes=1))
        embargoed(noon)

        assert releaser.next_due(utc_now()) == noon

    def test_what_could_not_be_released_does_not_make_the_loop_spin(self, noon: datetime) -> None:
        embargoed(noon)

        assert releaser.next_due(noon + timedelta(seconds=1)) is None

    def test_there_is_none_without_embargoes(self) -> None:
        assert releaser.next_due(datetime(2026, 1, 1, tzinfo=UTC)) is None


@pytest.mark.django_db
def test_the_database_tells_the_time() -> None:
    assert abs(releaser.database_now() - utc_now()) < timedelta(seconds=5)


def _at_the_same_time(*work: Any) -> list[Any]:
    """Run each in a thread of its own, started together; give results or errors."""
    together = Barrier(len(work))
    results: list[Any] = [None] * len(work)

    def run(place: int, do: Any) -> None:
        together.wait()
        try:
            results[place] = do()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(n, do)) for n, do in enumerate(work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_releasers_at_once_release_each_story_once(noon: datetime) -> None:
    stories = [embargoed(noon) for _ in range(5)]

    counts = _at_the_same_time(*[lambda: releaser.release_due(noon)] * 2)

    assert sum(counts) == len(stories)
    assert sorted(e.guid for e in wire.read_after(0)) == sorted(s.guid for s in stories)


@pytest.mark.django_db(transaction=True)
def test_whoever_calls_off_at_the_last_moment_is_in_time_or_told(noon: datetime) -> None:
    story = embargoed(noon)
    chief = editor()

    released, called_off = _at_the_same_time(
        lambda: releaser.release_due(noon),
        lambda: services.cancel_embargo(story=story, editor=chief),
    )

    if isinstance(called_off, services.TooLate):
        assert (released, wire.head()) == (1, 1)
    else:
        assert (called_off, released, wire.head()) == (None, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_flashes_with_one_key_at_once_are_one(now: datetime) -> None:
    author = editor()

    def send() -> Story:
        return services.release_flash(headline="Gas", editor=author, now=now, key="same")

    stories = _at_the_same_time(send, send)

    assert stories[0] == stories[1]
    assert wire.head() == 1
