"""Views following the wire."""

from __future__ import annotations

import pytest

from tests.factories.items import release
from wireroom.wire import consumers, queries, services
from wireroom.wire.entries import Entry
from wireroom.wire.models import Cursor

pytestmark = pytest.mark.django_db


class Headlines:
    """A view that keeps headlines in memory, and stumbles when told to."""

    name = "headlines"

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.stumble_at: int | None = None

    def handle(self, entry: Entry) -> None:
        """Take one in."""
        if entry.seq == self.stumble_at:
            raise RuntimeError("stumbled")
        self.seen.append(entry.item.headline)

    def wipe(self) -> None:
        """Forget all."""
        self.seen.clear()


def test_a_consumer_sees_every_entry_once_and_in_order() -> None:
    view = Headlines()
    for number in range(5):
        release(headline=str(number))
    assert [consumers.run_once(view, limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert view.seen == ["0", "1", "2", "3", "4"]
    assert consumers.cursor("headlines") == 5


def test_a_failed_batch_moves_no_cursor_and_is_tried_again() -> None:
    view = Headlines()
    release(headline="a")
    release(headline="b")
    view.stumble_at = 2
    with pytest.raises(RuntimeError):
        consumers.run_once(view)
    assert consumers.cursor("headlines") == 0
    view.stumble_at = None
    view.seen.clear()  # a view in the database is rolled back by the transaction
    assert consumers.run_once(view) == 2


def test_rebuilding_gives_the_same_view() -> None:
    view = Headlines()
    release(headline="a")
    release(headline="b")
    consumers.run_once(view)
    live = list(view.seen)
    consumers.rebuild(view)
    assert view.seen == []
    consumers.run_once(view)
    assert view.seen == live


def test_a_new_epoch_rebuilds_the_view(now) -> None:
    view = Headlines()
    release(headline="a")
    consumers.run_once(view)
    services.begin_epoch(now=now, reason="restored")
    assert consumers.run_once(view) == 1
    assert view.seen == ["a"]


def test_a_log_that_was_cut_is_noticed() -> None:
    view = Headlines()
    release()
    consumers.run_once(view)
    Cursor.objects.update(seq=7)
    with pytest.raises(consumers.CursorBeyondHead) as found:
        consumers.run_once(view)
    assert found.value.fields == {"consumer": "headlines", "cursor": 7, "head": 1}


@pytest.fixture
def meanwhile(monkeypatch):
    """Let something happen between the first look at the head and the lock."""

    def arrange(happen) -> None:
        real = queries.head
        turns = iter([happen])

        def head() -> int:
            found = real()
            next(turns, int)()
            return found

        monkeypatch.setattr(queries, "head", head)

    return arrange


def test_a_view_that_another_process_took_further_meanwhile_is_not_beyond_the_head(
    meanwhile,
) -> None:
    view = Headlines()
    release(headline="a")

    def another_releases_and_takes_in() -> None:
        release(headline="b")
        assert consumers.run_once(view) == 2

    meanwhile(another_releases_and_takes_in)
    assert consumers.run_once(view) == 0
    assert view.seen == ["a", "b"]


def test_a_view_that_another_process_took_into_a_new_epoch_meanwhile_is_not_wiped(
    meanwhile, now
) -> None:
    view = Headlines()
    release(headline="a")
    consumers.run_once(view)
    release(headline="b")

    def another_rebuilds_in_a_new_epoch() -> None:
        services.begin_epoch(now=now, reason="restored")
        assert consumers.run_once(view) == 2

    meanwhile(another_rebuilds_in_a_new_epoch)
    assert consumers.run_once(view) == 0
    assert Cursor.objects.get(pk="headlines").epoch == queries.current_epoch()
    assert view.seen == ["a", "b"]


def test_an_idle_consumer_takes_no_lock(django_assert_num_queries) -> None:
    view = Headlines()
    release()
    consumers.run_once(view)
    with django_assert_num_queries(3):
        assert consumers.run_once(view) == 0
    assert queries.head() == 1
