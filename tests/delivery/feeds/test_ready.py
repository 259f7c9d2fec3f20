"""What leaves for a delivery is judged when it leaves, by rights and wire of that moment."""

from __future__ import annotations

import pytest

from tests.factories.customers import CompanyFactory, ProductFactory, SubscriptionFactory
from tests.factories.delivery import make_delivery, make_feed
from tests.factories.items import make_item, make_kill
from wireroom.customers.services import set_company_active
from wireroom.delivery.models import Delivery, DeliveryState
from wireroom.delivery.ready import ready
from wireroom.delivery.samples import SAMPLES
from wireroom.kernel.newsitem import EdNote, Profile, PubStatus, Subject, UpdateType

BY = "x@agency.example"


def next_version(of, kind: UpdateType = UpdateType.DEVELOPMENT, **facts):
    return make_item(
        **{
            "guid": of.guid,
            "version": of.version + 1,
            "update_type": kind,
            "headline": of.headline,
            "topics": of.topics,
        }
        | facts
    )


def hold(of):
    notes = (EdNote(role="hold", text="Being checked.", publishable=True),)
    facts = {"pub_status": PubStatus.WITHHELD, "body": (), "ednotes": notes}
    return next_version(of, UpdateType.HOLD, **facts)


def leaving(feed, now):
    rows = list(Delivery.objects.filter(feed=feed).order_by("number"))
    return ready(feed.pk, rows, now)


def voids(feed, now):
    return [each.void_why for each in leaving(feed, now)]


def take(feed, *numbers) -> None:
    rows = Delivery.objects.filter(feed=feed, number__in=numbers)
    rows.update(state=DeliveryState.TAKEN, sends=1)


def cut_off(company, house) -> None:
    set_company_active(company_id=company.pk, active=False, now=house.wait(seconds=1), actor=BY)


def test_a_version_leaves_with_its_number_times_and_page(house, company) -> None:
    feed = make_feed(company)
    topic = Subject(code="medtop:20000344", label="economy", broader=("medtop:04000000",))
    first = house.publish(topics=(topic,))
    second = house.publish(next_version(first.item))
    one, two = leaving(feed, house.wait(minutes=1))
    out = two.outgoing
    assert (one.number, two.number, out.number, out.feed) == (1, 2, 2, feed.code)
    assert (out.item, out.level) == (second.item, 2)
    assert (out.first_released_at, out.released_at) == (first.released_at, second.released_at)
    assert (out.sent_at, out.publishable.answer) == (house.now, "yes")
    assert out.url.endswith(f"/terminal/story/{first.guid.removeprefix('urn:uuid:')}/")
    assert out.topic_labels == {"medtop:04000000": "economy, business and finance"}
    assert (one.outgoing.publishable.answer, one.outgoing.publishable.why) == ("no", "superseded")


def test_reading_what_may_leave_writes_nothing(house, company) -> None:
    feed = make_feed(company)
    first = house.publish().item
    house.publish(make_kill(first))
    before = list(Delivery.objects.values())
    assert voids(feed, house.now) == ["killed", ""]
    assert list(Delivery.objects.values()) == before


def test_a_headline_feed_gets_no_text(house) -> None:
    company = CompanyFactory()
    SubscriptionFactory(company=company, product=ProductFactory(level="headline"))
    feed = make_feed(company)
    house.publish()
    (only,) = leaving(feed, house.now)
    assert (only.outgoing.level, only.outgoing.item.body) == (1, ())


def test_what_was_killed_before_it_left_is_void_and_the_kill_leaves(house, company) -> None:
    feed = make_feed(company)
    first = house.publish().item
    second = next_version(first)
    house.publish(second)
    held = hold(second)
    house.publish(held)
    house.publish(make_kill(held))
    one, two, three, kill = leaving(feed, house.now)
    assert [one.void_why, two.void_why, three.void_why] == ["killed"] * 3
    assert not any((one.outgoing, two.outgoing, three.outgoing))
    assert kill.outgoing.item.is_killed
    assert kill.outgoing.publishable.why == "killed"


def test_a_kill_that_has_no_number_yet_stops_the_text_all_the_same(house, company) -> None:
    feed = make_feed(company)
    first = house.publish().item
    house.release(make_kill(first))
    assert voids(feed, house.now) == ["killed"]


def test_what_is_held_is_void_until_the_hold_is_lifted(house, company) -> None:
    feed = make_feed(company)
    first = house.publish().item
    held = hold(first)
    house.publish(held)
    assert voids(feed, house.now) == ["superseded", ""]
    house.publish(next_version(held))
    assert voids(feed, house.now) == ["", "", ""]


def test_a_corrected_version_leaves_as_not_to_be_published(house, company) -> None:
    feed = make_feed(company)
    first = house.publish().item
    house.publish(next_version(first, UpdateType.CORRECTION_FACT))
    one, two = leaving(feed, house.now)
    assert (one.outgoing.publishable.why, two.outgoing.publishable.why) == ("superseded", "usable")


def test_a_version_that_was_corrected_out_of_sight_is_void(house) -> None:
    """The company came after the release: it may read the first version, and not the second."""
    economy = (Subject(code="medtop:04000000"),)
    wrong, right = house.publish(topics=economy), house.publish(topics=economy)
    company = CompanyFactory()
    product = ProductFactory(topics=["medtop:04000000"])
    SubscriptionFactory(company=company, product=product, active_from=house.wait(seconds=1))
    feed = make_feed(company)
    for entry in (wrong, right):
        make_delivery(feed, guid=entry.guid, seq=entry.seq)
    assert voids(feed, house.now) == ["", ""]
    house.publish(next_version(wrong.item, UpdateType.CORRECTION_FACT, topics=()))
    Delivery.objects.filter(version=2).delete()
    assert voids(feed, house.now) == ["superseded", ""]


def test_rights_that_are_gone_make_a_number_void(house, company) -> None:
    feed, taken = make_feed(company), make_feed(company)
    house.publish()
    assert voids(feed, house.now) == [""]
    cut_off(company, house)
    take(taken, 1)
    assert voids(feed, house.now) == voids(taken, house.now) == ["rights"]


def test_a_kill_leaves_without_rights_where_the_text_has_left(house, company) -> None:
    had, had_not = make_feed(company), make_feed(company)
    first = house.publish().item
    cut_off(company, house)
    house.publish(next_version(first, UpdateType.CORRECTION_FACT))
    house.publish(make_kill(next_version(first)))
    take(had, 1)
    assert voids(had, house.now) == ["killed", "killed", ""]
    assert voids(had_not, house.now) == ["killed", "killed", "rights"]


def test_a_correction_leaves_without_rights_at_the_level_of_what_has_left(house, company) -> None:
    had, had_not = make_feed(company), make_feed(company)
    first = house.publish().item
    Delivery.objects.update(level=1)
    cut_off(company, house)
    house.publish(next_version(first, UpdateType.CORRECTION_FACT))
    take(had, 1)
    (correction,) = ready(had.pk, list(Delivery.objects.filter(feed=had, number=2)), house.now)
    assert (correction.outgoing.level, correction.outgoing.item.body) == (1, ())
    assert voids(had_not, house.now) == ["rights", "rights"]


def test_a_correction_leaves_together_with_the_version_that_it_corrects(house, company) -> None:
    """Both are asked for at once; nothing of them has left before."""
    feed = make_feed(company, query="harbour")
    first = house.publish().item
    house.publish(next_version(first, UpdateType.CORRECTION_FACT, headline="X", slugline="X"))
    assert voids(feed, house.now) == ["", ""]


def test_todays_rights_cap_what_leaves_and_the_feeds_products_too(house) -> None:
    company = CompanyFactory()
    headlines, full = ProductFactory(code="heads", level="headline"), ProductFactory(code="full")
    SubscriptionFactory(company=company, product=headlines)
    sub = SubscriptionFactory(company=company, product=full)
    narrow, wide = make_feed(company, products=["heads"]), make_feed(company)
    house.publish()
    assert [leaving(feed, house.now)[0].outgoing.level for feed in (narrow, wide)] == [1, 2]
    sub.active_to = house.now
    sub.save()
    house.wait(seconds=1)
    assert [leaving(feed, house.now)[0].outgoing.level for feed in (narrow, wide)] == [1, 1]


def test_a_changed_choice_of_products_does_not_void_what_has_a_number(house) -> None:
    company = CompanyFactory()
    for code in ("one", "two"):
        SubscriptionFactory(company=company, product=ProductFactory(code=code))
    feed = make_feed(company, products=["one"])
    house.publish()
    feed.products = ["two", "elsewhere"]
    feed.save()
    assert voids(feed, house.now) == [""]


def test_a_version_that_the_wire_does_not_know_cannot_be_written(house, company) -> None:
    feed = make_feed(company)
    make_delivery(feed)
    assert voids(feed, house.now) == ["unwritable"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_test_says_that_it_is_none_to_publish(house, company, sample) -> None:
    feed = make_feed(company)
    make_delivery(feed, numbered=False, sample=sample)
    (only,) = leaving(feed, house.now)
    assert (only.number, only.sample, only.outgoing.number) == (None, sample, None)
    assert only.outgoing.item.profile is Profile.TEST
    assert only.outgoing.publishable.answer == "no"


def test_nothing_asked_for_is_nothing_ready(house, company) -> None:
    assert ready(make_feed(company).pk, [], house.now) == []
