"""Nothing is told twice and nothing is lost: restarts, rebuilds, several workers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.items import make_kill, release
from tests.factories.matching import (
    catch_up,
    make_reader,
    make_topic,
    told,
)
from wireroom.kernel.clock import utc_now
from wireroom.matching import consumer, services
from wireroom.matching.consumer import MatchingConsumer
from wireroom.matching.models import Alert, Handled
from wireroom.wire import consumers
from wireroom.wire import services as wire

SCREEN = (1, "screen", "match", "sent")


def test_old_releases_are_worth_less(matching, monkeypatch) -> None:
    person = make_reader()
    make_topic(person, email="instant", sound=True)
    release()
    now = utc_now()
    monkeypatch.setattr("wireroom.matching.consumer.utc_now", lambda: now + timedelta(hours=3))
    catch_up(matching)
    assert told() == [(1, "digest", "match", "pending"), SCREEN]
    release()
    monkeypatch.setattr("wireroom.matching.consumer.utc_now", lambda: now + timedelta(days=3))
    catch_up(matching)
    assert told()[2:] == [(1, "screen", "match", "seen")]


def test_handling_an_entry_twice_makes_no_second_row(matching) -> None:
    make_topic(make_reader())
    entry = release()
    matching.handle(entry)
    before = list(Alert.objects.values())
    matching.handle(entry)
    assert list(Alert.objects.values()) == before


def test_nothing_is_doubled_by_a_rebuild_or_a_new_epoch(matching) -> None:
    person = make_reader()
    make_topic(person, email="instant")
    item = release().item
    release(make_kill(item))
    catch_up(matching)
    before = list(Alert.objects.order_by("pk").values())
    make_topic(person, "storm")
    consumers.rebuild(matching)
    catch_up(matching, limit=1)
    wire.begin_epoch(now=utc_now(), reason="restored")
    catch_up(matching)
    assert list(Alert.objects.order_by("pk").values()) == before
    release()
    catch_up(matching)
    assert len(told()) == len(before) + 2


def test_another_log_under_the_ledger_begins_anew(matching) -> None:
    make_topic(make_reader())
    release()
    catch_up(matching)
    Handled.objects.update(seq=50)
    consumers.rebuild(matching)
    catch_up(matching)
    assert told() == [SCREEN]
    assert Handled.objects.get().seq == 1


def test_a_crash_in_the_middle_of_a_batch_loses_and_doubles_nothing(matching, monkeypatch) -> None:
    make_topic(make_reader())
    for _ in range(3):
        release()
    real = consumer.make_alerts

    def stumble(entry, *rest):
        real(entry, *rest)
        if entry.seq == 2:
            raise RuntimeError

    monkeypatch.setattr(consumer, "make_alerts", stumble)
    with pytest.raises(RuntimeError):
        consumers.run_once(matching)
    assert told() == []
    monkeypatch.setattr(consumer, "make_alerts", real)
    catch_up(MatchingConsumer(), limit=2)
    assert told() == [SCREEN] * 3


def test_two_workers_take_turns(matching) -> None:
    other = MatchingConsumer()
    person = make_reader()
    for number in range(6):
        topic = make_topic(person, "harbour")
        release()
        consumers.run_once((matching, other)[number % 2])
        services.delete_topic(person_id=person, topic_id=topic, now=utc_now())
    assert told() == [SCREEN] * 6
    assert all(len(alert.topics) == 1 for alert in Alert.objects.all())
