"""Appending to the wire."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from msgspec.structs import replace

from tests.factories.items import make_item, make_kill, release
from wireroom.kernel.newsitem import Paragraph, canonical
from wireroom.wire import queries, services, wakeup
from wireroom.wire.models import LogEntry, LogIsAppendOnly

pytestmark = pytest.mark.django_db


def append(item, **given):
    """Append in a transaction at a moment of the test's choosing."""
    with transaction.atomic():
        return services.append(item, **{"now": datetime(2026, 11, 24, 12, tzinfo=UTC)} | given)


@transaction.atomic
def append_and_fail():
    """Append, and let something go wrong before the commit."""
    services.append(make_item(), now=datetime(2026, 11, 24, 12, tzinfo=UTC))
    raise ZeroDivisionError


def test_an_appended_item_is_read_back_as_it_was() -> None:
    item = make_item(headline="Ölpreis fällt – 原油 \u202e!")
    entry = append(item)
    assert queries.read_after(0) == [entry]
    assert entry.item == item
    assert entry.raw == canonical(item)


def test_seq_is_dense_from_one_even_after_a_rolled_back_release() -> None:
    append(make_item())
    with contextlib.suppress(ZeroDivisionError):
        append_and_fail()
    append(make_item())
    assert [entry.seq for entry in queries.read_after(0)] == [1, 2]


def test_versions_of_a_story_follow_each_other() -> None:
    first = make_item()
    append(first)
    append(make_item(guid=first.guid, version=2))
    assert [entry.version for entry in queries.versions(first.guid)] == [1, 2]


@pytest.mark.parametrize("version", [1, 3])
def test_a_version_that_is_not_the_next_is_refused(version: int) -> None:
    first = make_item()
    append(first)
    with pytest.raises(services.VersionConflict) as refused:
        append(make_item(guid=first.guid, version=version))
    assert refused.value.fields["expected"] == 2
    assert queries.head() == 1


def test_a_first_version_must_be_one() -> None:
    with pytest.raises(services.VersionConflict):
        append(make_item(version=2))


def test_nothing_follows_a_kill() -> None:
    story = make_item()
    append(story)
    append(make_kill(story))
    with pytest.raises(services.StoryKilled):
        append(make_item(guid=story.guid, version=3))


def test_the_same_key_releases_once() -> None:
    item = make_item()
    assert append(item, idempotency_key="a") == append(item, idempotency_key="a")
    assert queries.head() == 1


def test_a_key_used_for_another_item_is_refused() -> None:
    append(make_item(), idempotency_key="a")
    with pytest.raises(services.IdempotencyMismatch):
        append(make_item(), idempotency_key="a")
    assert queries.head() == 1


def test_an_item_under_embargo_is_refused_until_its_time(now: datetime) -> None:
    item = make_item(embargoed_until=now)
    with pytest.raises(services.EmbargoedItem):
        append(item, now=now - timedelta(milliseconds=1))
    assert append(item, now=now).seq == 1


def test_a_clock_that_jumps_back_does_not_show(now: datetime) -> None:
    append(make_item(), now=now)
    later = append(make_item(), now=now - timedelta(hours=1))
    assert later.released_at == now


def test_released_at_is_in_whole_milliseconds(now: datetime) -> None:
    entry = append(make_item(), now=now.replace(microsecond=123_999))
    assert entry.released_at.microsecond == 123_000


@pytest.mark.django_db(transaction=True)
def test_appending_outside_a_transaction_is_refused(now: datetime) -> None:
    with pytest.raises(services.NotInTransaction):
        services.append(make_item(), now=now)


def test_entries_cannot_be_changed_or_deleted_by_the_orm() -> None:
    append(make_item())
    with pytest.raises(LogIsAppendOnly):
        LogEntry.objects.update(guid="x")
    with pytest.raises(LogIsAppendOnly):
        LogEntry.objects.all().delete()
    with pytest.raises(LogIsAppendOnly):
        LogEntry.objects.get().delete()


def test_entries_cannot_be_changed_by_sql_either() -> None:
    append(make_item())
    with pytest.raises(DatabaseError, match="cannot change"), transaction.atomic():
        connection.cursor().execute("UPDATE wire_logentry SET guid = 'x'")


@pytest.mark.django_db(transaction=True)
def test_listeners_wake_after_the_commit_and_not_before(now: datetime) -> None:
    with wakeup.Listener() as listener:
        with transaction.atomic():
            services.append(make_item(), now=now)
            assert not listener.wait(0.05)
        assert listener.wait(5)
        with contextlib.suppress(ZeroDivisionError):
            append_and_fail()
        assert not listener.wait(0.05)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps its own list")
@pytest.mark.django_db(transaction=True)
def test_a_listener_that_died_is_forgotten() -> None:
    listener = wakeup.Listener().__enter__()
    listener._socket.close()  # as a kill -9 leaves it: the file stays
    release()
    assert not listener._path.exists()
    assert queries.head() == 1


def test_a_new_epoch_names_a_new_life(now: datetime) -> None:
    before = queries.current_epoch()
    assert services.begin_epoch(now=now, reason="restored") == queries.current_epoch() != before


@pytest.mark.django_db(transaction=True)
def test_a_release_stands_when_the_wake_up_after_it_fails(monkeypatch) -> None:
    def no_descriptors_left(*_, **__):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(wakeup.socket, "socket", no_descriptors_left)
    entry = release()
    assert queries.latest(entry.guid) == entry


def test_an_item_larger_than_the_wire_takes_is_refused_and_the_largest_is_taken() -> None:
    item = make_item(body=(Paragraph(text=""),))
    room = services.LARGEST_ITEM_BYTES - len(canonical(item))
    largest = replace(item, body=(Paragraph(text="x" * room),))
    assert len(append(largest).raw) == services.LARGEST_ITEM_BYTES
    with pytest.raises(services.ItemTooLarge) as found:
        append(make_item(body=(Paragraph(text="x" * (room + 1)),)))
    assert found.value.fields == {"bytes": services.LARGEST_ITEM_BYTES + 1, "limit": 2 << 20}
    assert queries.head() == 1
