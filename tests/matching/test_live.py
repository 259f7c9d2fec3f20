"""The index follows topics, rights and the calendar, and costs few queries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.customers import ProductFactory
from tests.factories.items import release
from tests.factories.matching import catch_up, company_of, make_reader, make_topic, told
from wireroom.customers import services as customers
from wireroom.kernel.clock import utc_now
from wireroom.matching import services, snapshot
from wireroom.matching.consumer import MatchingConsumer
from wireroom.matching.live import LiveIndex
from wireroom.matching.models import AlertRule, Topic, Turn
from wireroom.wire import services as wire


def follow(live: LiveIndex) -> LiveIndex:
    now = utc_now()
    live.refresh(now, now)
    return live


def many_topics(person: int, count: int) -> None:
    """Make topics as the services would, quickly."""
    now = utc_now()
    first = Turn.objects.get_or_create(pk=1)[0].number + 1
    Topic.objects.bulk_create(
        Topic(
            owner_id=person,
            name=f"t{number}",
            query=f"word{number} harbour" if number % 10 else f"storm -word{number}",
            since_seq=0,
            change_number=first + number,
            created_at=now,
            changed_at=now,
        )
        for number in range(count)
    )
    Turn.objects.update(number=first + count - 1)
    topics = Topic.objects.filter(owner_id=person)
    AlertRule.objects.bulk_create(
        AlertRule(topic=topic, person_id=person, changed_at=now) for topic in topics
    )


def test_only_topics_that_may_alert_somebody_are_in_the_index(db) -> None:
    person = make_reader()
    loud, quiet, gone = (make_topic(person, text) for text in ("one", "two", "three"))
    now = utc_now()
    services.set_rule(person_id=person, topic_id=quiet, on_screen=False, now=now)
    services.delete_topic(person_id=person, topic_id=gone, now=now)
    live = follow(LiveIndex())
    assert [topic in live.index for topic in (loud, quiet, gone)] == [True, False, False]
    services.set_rule(person_id=person, topic_id=quiet, webhook=True, on_screen=False, now=now)
    services.delete_topic(person_id=person, topic_id=loud, now=now)
    follow(live)
    assert [topic in live.index for topic in (loud, quiet, gone)] == [False, True, False]


def test_nothing_new_costs_two_queries(db, django_assert_num_queries) -> None:
    make_topic(make_reader())
    live = follow(LiveIndex())
    with django_assert_num_queries(2):
        follow(live)


def test_a_thousand_topics_cost_no_more_queries_than_ten(matching) -> None:
    costs = []
    for count in (10, 1000):
        person = make_reader()
        many_topics(person, count)
        follow(matching._index())
        entry = release()
        with CaptureQueriesContext(connection) as captured:
            matching.handle(entry)
        costs.append(len(captured))
    assert costs[1] <= costs[0]
    assert costs[1] <= 16
    assert len(told()) == 3
    assert len(follow(matching._index()).index) == 1010


def test_a_thousand_people_cost_no_more_queries_than_ten(matching) -> None:
    costs = []
    for count in (10, 60):
        company = company_of(make_reader())
        people = [make_reader(company) for _ in range(count)]
        for person in people:
            make_topic(person, "harbour", email="digest", budget_per_hour=5)
        follow(matching._index())
        entry = release()
        with CaptureQueriesContext(connection) as captured:
            matching.handle(entry)
        costs.append(len(captured))
    assert costs[1] <= costs[0]
    assert len(told()) == 2 * (10 + 10 + 60)


def test_the_day_changes_what_today_means(db) -> None:
    topic = make_topic(make_reader(), "date:today")
    live = LiveIndex()
    entry = release()
    now = utc_now()
    for day, met in ((now - timedelta(days=1), False), (now, True), (now, True)):
        live.refresh(day, now)
        assert (topic in live.match(entry).full) is met


def test_a_product_changes_what_its_topics_mean(db) -> None:
    person = make_reader(code="gold")
    topic = make_topic(person, "product:gold")
    live = follow(LiveIndex())
    assert topic in live.match(release()).full
    product = ProductFactory._meta.model.objects.get()
    product.languages = ["ru"]
    product.save()
    follow(live)
    assert topic not in live.match(release()).full
    assert topic in live.match(release(language="ru")).full


def test_a_right_that_was_given_widens_what_reaches_a_topic(db) -> None:
    person = make_reader(languages=["ru"])
    topic = make_topic(person)
    live = follow(LiveIndex())
    assert topic not in live.match(release()).full
    customers.subscribe(
        company_id=company_of(person).pk,
        product_id=ProductFactory().pk,
        now=utc_now(),
        actor=None,
    )
    follow(live)
    assert topic in live.match(release()).full


@pytest.fixture
def kept(db, monkeypatch) -> LiveIndex:
    """An index with a snapshot."""
    monkeypatch.setattr(snapshot, "WORTH_KEEPING", 1)
    for text in ("harbour", "wheat", "date:today"):
        make_topic(make_reader(), text)
    live = follow(snapshot.load())
    assert snapshot.save_when_due(live)
    assert not snapshot.save_when_due(live)
    return live


def test_a_snapshot_saves_compiling_and_misses_no_change_since(kept) -> None:
    late = make_topic(make_reader(), "harbour")
    gone = Topic.objects.get(query="wheat")
    services.delete_topic(person_id=gone.owner_id, topic_id=gone.pk, now=utc_now())
    loaded = snapshot.load()
    assert (loaded.seen, len(loaded.index)) == (3, 3)
    follow(loaded)
    assert late in loaded.index
    assert gone.pk not in loaded.index
    assert loaded.match(release()) == follow(kept).match(release())
    assert len(loaded.match(release()).full) == 3


@pytest.mark.parametrize("what", ["damaged", "gone", "ahead", "epoch"])
def test_a_snapshot_that_does_not_fit_is_made_anew(kept, what, monkeypatch) -> None:
    if what == "damaged":
        snapshot.path().write_bytes(b"rubbish")
    elif what == "gone":
        snapshot.remove()
    elif what == "ahead":
        Turn.objects.update(number=2)
    else:
        wire.begin_epoch(now=datetime(2026, 11, 24, tzinfo=UTC), reason="restored")
    loaded = snapshot.load()
    assert (loaded.seen, len(loaded.index)) == (0, 0)
    assert len(follow(loaded).index) == 3


def test_a_large_index_that_is_made_anew_learns_from_recent_stories(kept) -> None:
    snapshot.remove()
    entry = release()
    loaded = snapshot.load()
    assert len(loaded.index) == 0
    assert len(follow(loaded).match(entry).full) == 2


def test_few_topics_are_not_worth_a_file(matching, data_dir) -> None:
    make_topic(make_reader())
    assert not matching.prepare(utc_now())
    assert not snapshot.path().exists()


def test_a_worker_that_starts_from_a_snapshot_alerts_the_same(kept) -> None:
    release()
    catch_up(MatchingConsumer())
    assert len(told()) == 2
