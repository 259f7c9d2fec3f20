"""What is released becomes the next number of every feed that it is for, and of no other."""

from __future__ import annotations

from datetime import timedelta

from tests.factories.customers import (
    START,
    CompanyFactory,
    ProductFactory,
    SubscriptionFactory,
)
from tests.factories.delivery import make_feed
from tests.factories.items import make_item, make_kill
from tests.support.feeds import NOON, numbers
from wireroom.customers.services import set_company_active
from wireroom.delivery.models import Delivery, DeliveryState, Feed, Numbered, Waiting
from wireroom.delivery.numbering import number_due
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Profile, Subject, UpdateType
from wireroom.wire import consumers
from wireroom.wire import services as wire

ECONOMY = (Subject(code="medtop:04000000"),)


def later_version(of, **facts):
    return make_item(
        **{"guid": of.guid, "version": of.version + 1, "headline": of.headline} | facts
    )


def test_a_release_gets_the_next_number_of_each_feed_that_may_read_it(house, company) -> None:
    mine, stranger = make_feed(company), make_feed()
    first, second = house.publish(), house.publish()
    assert numbers(mine) == [(1, first.guid, 1), (2, second.guid, 1)]
    assert numbers(stranger) == []
    mine.refresh_from_db()
    assert (mine.last_number, mine.last_made_at) == (2, house.now)


def test_the_row_says_what_was_released_and_why(house, company) -> None:
    feed = make_feed(company)
    entry = house.publish(headline="Bank raises rates")
    row = Delivery.objects.get(feed=feed)
    assert (row.seq, row.released_at, row.headline) == (
        entry.seq,
        entry.released_at,
        "Bank raises rates",
    )
    assert (row.level, row.product, row.reason, row.state) == (2, "wire", "granted", "pending")
    assert (row.due_at, row.made_at, row.update_type) == (house.now, house.now, "new")


def test_a_test_is_for_no_feed(house, company) -> None:
    feed = make_feed(company)
    house.publish(profile=Profile.TEST)
    assert numbers(feed) == []
    assert Numbered.objects.get().seq == 1


def test_a_feed_gets_what_its_query_asks_for_and_nothing_else(house, company) -> None:
    storms, everything = make_feed(company, query="storm"), make_feed(company)
    broken = make_feed(company, query="urgency:")
    storm = house.publish(headline="Storm ahead")
    house.publish(headline="Bank raises rates", slugline="BANK", body=())
    assert numbers(storms) == [(1, storm.guid, 1)]
    assert len(numbers(everything)) == 2
    assert numbers(broken) == []


def test_a_feed_is_narrowed_to_its_products(house) -> None:
    company = CompanyFactory()
    for code, topics in (("economy", ["medtop:04000000"]), ("sport", ["medtop:15000000"])):
        SubscriptionFactory(company=company, product=ProductFactory(code=code, topics=topics))
    economy, both = make_feed(company, products=["economy"]), make_feed(company)
    money = house.publish(topics=ECONOMY)
    football = house.publish(topics=(Subject(code="medtop:15000000"),))
    assert numbers(economy) == [(1, money.guid, 1)]
    assert numbers(both) == [(1, money.guid, 1), (2, football.guid, 1)]


def test_a_product_of_another_channel_is_not_for_the_feed(house) -> None:
    company = CompanyFactory()
    SubscriptionFactory(company=company, channels=["sftp", "terminal"])
    by_sftp, fetched = make_feed(company, destination="sftp"), make_feed(company)
    house.publish()
    assert len(numbers(by_sftp)) == 1
    assert numbers(fetched) == []


def test_a_query_sees_no_more_than_the_feed_may(house) -> None:
    company = CompanyFactory()
    SubscriptionFactory(company=company, product=ProductFactory(level="headline"))
    in_body, in_headline = make_feed(company, query="ships"), make_feed(company, query="harbour")
    house.publish()
    assert numbers(in_body) == []
    assert len(numbers(in_headline)) == 1
    assert Delivery.objects.get().level == 1


def test_every_state_but_closed_is_numbered(house, company) -> None:
    states = ("active", "paused", "suspended", "stalled", "refused", "closed")
    feeds = {state: make_feed(company, state=state) for state in states}
    house.publish()
    assert {state for state, feed in feeds.items() if numbers(feed)} == set(states) - {"closed"}


def test_what_was_released_before_the_feed_was_made_is_not_for_it(house, company) -> None:
    before = house.release()
    feed = make_feed(company, made_at=house.wait(seconds=1))
    after = house.publish()
    assert numbers(feed) == [(1, after.guid, 1)]
    assert before.guid not in {guid for _, guid, _ in numbers(feed)}


def test_an_inactive_company_gets_nothing(house, company) -> None:
    feed = make_feed(company)
    set_company_active(company_id=company.pk, active=False, now=house.now, actor="x@agency.example")
    house.publish()
    assert numbers(feed) == []


def test_a_right_that_begins_and_ends_counts_from_its_moment(house) -> None:
    company = CompanyFactory()
    SubscriptionFactory(
        company=company, active_from=NOON + timedelta(hours=1), active_to=NOON + timedelta(hours=2)
    )
    feed = make_feed(company)
    for _ in range(5):  # 12:00, 12:45, 13:30, 14:15, 15:00
        house.publish()
        house.wait(minutes=45)
    assert [at.hour for at in Delivery.objects.values_list("released_at", flat=True)] == [13]
    assert len(numbers(feed)) == 1


def test_a_kill_and_a_correction_follow_a_feed_that_has_lost_its_rights(house, company) -> None:
    feed, other = make_feed(company), make_feed(company, query="nothing_like_it")
    first = house.publish().item
    company.subscriptions.update(active_to=house.now)
    set_company_active(company_id=company.pk, active=False, now=house.now, actor="x@agency.example")
    development = later_version(first, update_type=UpdateType.DEVELOPMENT)
    house.publish(development)
    correction = later_version(development, update_type=UpdateType.CORRECTION_FACT)
    house.publish(correction)
    house.publish(make_kill(correction))
    house.publish(make_kill(house.release().item))
    assert numbers(feed) == [(1, first.guid, 1), (2, first.guid, 3), (3, first.guid, 4)]
    assert numbers(other) == []
    row = Delivery.objects.get(feed=feed, number=3)
    assert (row.reason, row.level) == ("follows_earlier_version", 2)


def test_a_correction_that_the_query_does_not_meet_follows_all_the_same(house, company) -> None:
    feed, other = make_feed(company, query="harbour"), make_feed(company, query="airport")
    first = house.publish().item
    house.publish(later_version(first, headline="Port closed", slugline="X", body=()))
    fact = UpdateType.CORRECTION_FACT
    plain = {"headline": "Port closed", "slugline": "X", "body": ()}
    house.publish(make_item(guid=first.guid, version=3, update_type=fact, **plain))
    assert [version for _, _, version in numbers(feed)] == [1, 3]
    assert numbers(other) == []


def test_a_correction_comes_at_the_level_that_the_feed_had(house, company) -> None:
    feed = make_feed(company)
    first = house.publish().item
    Delivery.objects.update(level=1)
    set_company_active(company_id=company.pk, active=False, now=house.now, actor="x@agency.example")
    house.publish(later_version(first, update_type=UpdateType.CORRECTION_MINOR))
    assert Delivery.objects.get(feed=feed, number=2).level == 1


def test_what_was_void_is_followed_by_nothing_unless_it_had_left_before(house, company) -> None:
    feeds = [make_feed(company) for _ in range(3)]
    first = house.publish().item
    void = Delivery.objects.filter(feed__in=feeds[:2])
    void.update(state=DeliveryState.VOID, void_why="rights")
    Delivery.objects.filter(feed=feeds[1]).update(sends=1)
    set_company_active(company_id=company.pk, active=False, now=house.now, actor="x@agency.example")
    house.publish(make_kill(first))
    assert [len(numbers(feed)) for feed in feeds] == [1, 2, 2]


def test_a_closed_feed_gets_no_kill(house, company) -> None:
    feed = make_feed(company)
    first = house.publish().item
    Feed.objects.update(state="closed")
    house.publish(make_kill(first))
    assert len(numbers(feed)) == 1


def test_a_delayed_product_is_numbered_when_its_time_has_come(house) -> None:
    company = CompanyFactory()
    SubscriptionFactory(company=company, product=ProductFactory(delay_minutes=15))
    feed = make_feed(company)
    entry = house.publish()
    assert (numbers(feed), Waiting.objects.count()) == ([], 1)
    house.wait(minutes=14)
    assert number_due(house.now) is False
    assert numbers(feed) == []
    house.wait(minutes=2)
    number_due(house.now)
    assert numbers(feed) == [(1, entry.guid, 1)]
    assert not Waiting.objects.exists()


def test_a_delayed_version_that_was_stopped_out_of_sight_is_passed_over(house) -> None:
    company = CompanyFactory()
    SubscriptionFactory(company=company, product=ProductFactory(delay_minutes=15))
    feed = make_feed(company)
    wrong, right = house.publish().item, house.publish()
    house.wait(minutes=5)
    house.publish(make_kill(wrong))
    house.wait(minutes=11)
    number_due(house.now)
    assert numbers(feed) == [(1, right.guid, 1)]
    house.wait(minutes=6)
    number_due(house.now)
    assert numbers(feed)[1:] == [(2, wrong.guid, 2)]


def test_a_delayed_version_older_than_what_the_feed_has_is_passed_over(house) -> None:
    company = CompanyFactory()
    SubscriptionFactory(company=company, product=ProductFactory(delay_minutes=15))
    SubscriptionFactory(company=company, product=ProductFactory(topics=["medtop:04000000"]))
    feed = make_feed(company)
    first, other = house.publish().item, house.publish()
    house.publish(later_version(first, topics=ECONOMY))
    house.wait(minutes=16)
    number_due(house.now)
    assert numbers(feed) == [(1, first.guid, 2), (2, other.guid, 1)]


def test_a_delayed_version_is_judged_when_its_time_has_come(house) -> None:
    company = CompanyFactory()
    sub = SubscriptionFactory(company=company, product=ProductFactory(delay_minutes=15))
    kept, lost = make_feed(company), make_feed(company, query="airport")
    house.publish()
    house.wait(minutes=16)
    number_due(house.now)
    assert (len(numbers(kept)), numbers(lost)) == (1, [])
    house.publish()
    sub.active_to = house.now
    sub.save()
    house.wait(minutes=16)
    number_due(house.now)
    assert len(numbers(kept)) == 1


def test_a_longer_delay_lets_what_waits_wait_on(house) -> None:
    company = CompanyFactory()
    product = ProductFactory(delay_minutes=15)
    SubscriptionFactory(company=company, product=product)
    feed = make_feed(company)
    house.publish()
    company.subscriptions.update(delay_minutes=60)
    house.wait(minutes=16)
    number_due(house.now)
    assert (numbers(feed), Waiting.objects.count()) == ([], 1)
    house.wait(minutes=60)
    number_due(house.now)
    assert len(numbers(feed)) == 1


def test_a_digest_waits_for_its_hour_and_a_kill_of_what_was_read_does_not(house, company) -> None:
    schedule = {"hours": [18], "zone": "Europe/Berlin"}
    feed = make_feed(company, destination="email", schedule=schedule)
    read, unread = house.publish().item, house.publish().item
    at_six = NOON.replace(hour=17)
    assert set(Delivery.objects.values_list("due_at", flat=True)) == {at_six}
    Delivery.objects.filter(number=1).update(state=DeliveryState.TAKEN, sends=1)
    house.publish(make_kill(read))
    assert Delivery.objects.get(feed=feed, number=3).due_at == house.now
    house.publish(make_kill(unread))
    assert Delivery.objects.get(feed=feed, number=4).due_at == at_six


def test_an_entry_is_numbered_once_whatever_becomes_of_the_cursor(house, company) -> None:
    feed = make_feed(company)
    first = house.publish()
    house.publish(make_kill(first.item))
    before = list(Delivery.objects.order_by("pk").values())
    make_feed(company, made_at=START)
    consumers.rebuild(house.numbering)
    house.number()
    wire.begin_epoch(now=utc_now(), reason="restored")
    house.number()
    assert list(Delivery.objects.order_by("pk").values()) == before
    house.publish()
    assert [number for number, _, _ in numbers(feed)] == [1, 2, 3]


def test_another_log_under_the_same_tables_begins_anew_and_doubles_nothing(house, company) -> None:
    feed = make_feed(company)
    first = house.publish()
    Numbered.objects.update(seq=7, hash=b"another")
    consumers.rebuild(house.numbering)
    second = house.publish()
    assert numbers(feed) == [(1, first.guid, 1), (2, second.guid, 1)]
    assert Numbered.objects.get().seq == second.seq


def test_whoever_waits_is_woken_by_a_number_and_not_by_none(house, company, monkeypatch) -> None:
    woken = []
    monkeypatch.setattr("wireroom.delivery.numbering.notify_on_commit", lambda: woken.append(1))
    house.publish()
    assert not woken
    make_feed(company)
    house.publish()
    assert woken == [1]


def test_many_feeds_cost_few_queries(house, company, django_assert_max_num_queries) -> None:
    for _ in range(30):
        make_feed(company, query="harbour")
        make_feed(company, products=["wire"])
    house.publish()
    entry = house.release()
    with django_assert_max_num_queries(12):
        house.numbering.handle(entry)
    assert Delivery.objects.filter(guid=entry.guid).count() == 60
