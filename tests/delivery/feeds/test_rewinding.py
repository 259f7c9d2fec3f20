"""A rewind sends again under the same numbers, adds what was missed, and renumbers nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.customers import CompanyFactory, ProductFactory, SubscriptionFactory
from tests.factories.delivery import make_delivery, make_feed
from tests.factories.items import make_item, make_kill
from tests.support.feeds import NOON, numbers, states
from wireroom.customers.models import AccessEvent
from wireroom.customers.services import NotFound, NotValid
from wireroom.delivery.models import Delivery, DeliveryState, Feed, Waiting
from wireroom.delivery.ready import ready
from wireroom.delivery.services.fetching import note_fetched
from wireroom.delivery.services.redelivering import redeliver
from wireroom.delivery.services.rewinding import Rewound, rewind
from wireroom.kernel.newsitem import Profile, UpdateType

ACTOR = "ada@quay.example"


def taken(feed) -> int:
    return Feed.objects.values_list("taken_number", flat=True).get(pk=feed.pk)


def fetch_all(feed, house) -> None:
    note_fetched(feed_id=feed.pk, upto_number=10**9, now=house.now)


def test_a_rewind_to_a_number_sends_again_from_there_on(house, company) -> None:
    feed, other = make_feed(company, next_attempt_at=NOON), make_feed(company)
    for _ in range(4):
        house.publish()
    fetch_all(feed, house)
    fetch_all(other, house)
    before = numbers(feed)
    assert taken(feed) == 4
    found = rewind(feed_id=feed.pk, to_number=3, now=house.now, actor=ACTOR)
    assert found == Rewound(first=3, last=4, added=0)
    assert states(feed) == [(1, "taken"), (2, "taken"), (3, "pending"), (4, "pending")]
    assert (taken(feed), taken(other)) == (2, 4)
    assert numbers(feed) == before
    feed.refresh_from_db()
    assert feed.next_attempt_at is None
    fetch_all(feed, house)
    assert taken(feed) == 4
    sends = Delivery.objects.filter(feed=feed).order_by("number").values_list("sends", flat=True)
    assert list(sends) == [1, 1, 2, 2]
    assert AccessEvent.objects.get(what="feed:rewound").detail["to_number"] == 3


def test_a_rewind_to_a_moment_sends_what_was_released_since(house, company) -> None:
    feed = make_feed(company)
    house.publish()
    moment = house.wait(hours=1)
    house.publish()
    fetch_all(feed, house)
    found = rewind(feed_id=feed.pk, since=moment, now=house.now, actor=ACTOR)
    assert found == Rewound(first=2, last=2, added=0)
    assert states(feed) == [(1, "taken"), (2, "pending")]


def test_what_was_released_before_the_feed_was_made_gets_the_next_numbers(house, company) -> None:
    old = [house.publish() for _ in range(3)]
    made = house.wait(hours=1)
    feed, other = make_feed(company, made_at=made), make_feed(company, made_at=made)
    new = house.publish()
    fetch_all(feed, house)
    since = old[1].released_at
    found = rewind(feed_id=feed.pk, since=since, now=house.now, actor=ACTOR)
    assert found == Rewound(first=1, last=3, added=2)
    assert numbers(feed) == [(1, new.guid, 1), (2, old[1].guid, 1), (3, old[2].guid, 1)]
    assert numbers(other) == [(1, new.guid, 1)]
    again = rewind(feed_id=feed.pk, since=since, now=house.now, actor=ACTOR)
    assert (again.added, len(numbers(feed))) == (0, 3)


def test_nothing_is_added_that_the_feed_would_not_have_got(house) -> None:
    company = CompanyFactory()
    SubscriptionFactory(company=company, product=ProductFactory(languages=["en"]))
    house.publish(language="de")
    house.publish(profile=Profile.TEST)
    house.publish(headline="Airport shut", slugline="AIR", body=())
    wanted = house.publish()
    feed = make_feed(company, query="harbour", made_at=house.wait(hours=1))
    rewind(feed_id=feed.pk, since=NOON, now=house.now, actor=ACTOR)
    assert numbers(feed) == [(1, wanted.guid, 1)]


def test_nothing_is_added_that_was_stopped_or_is_older_than_what_the_feed_has(
    house, company
) -> None:
    killed = house.publish().item
    house.publish(make_kill(killed))
    story = house.publish().item
    feed = make_feed(company, made_at=house.wait(hours=1))
    newer = make_item(guid=story.guid, version=2, update_type=UpdateType.DEVELOPMENT)
    house.publish(newer)
    found = rewind(feed_id=feed.pk, since=NOON, now=house.now, actor=ACTOR)
    assert numbers(feed) == [(1, story.guid, 2), (2, killed.guid, 2)]
    assert found.added == 1


def test_what_is_delayed_still_waits(house) -> None:
    company = CompanyFactory()
    SubscriptionFactory(company=company, product=ProductFactory(delay_minutes=60))
    old = house.publish()
    house.wait(minutes=50)
    fresh = house.publish()
    feed = make_feed(company, made_at=house.wait(minutes=20))
    rewind(feed_id=feed.pk, since=NOON, now=house.now, actor=ACTOR)
    assert numbers(feed) == [(1, old.guid, 1)]
    assert list(Waiting.objects.values_list("seq", flat=True)) == [fresh.seq]


def test_what_is_not_numbered_yet_is_left_to_numbering(house, company) -> None:
    feed = make_feed(company)
    first = house.publish()
    second = house.release()
    rewind(feed_id=feed.pk, since=NOON, now=house.now, actor=ACTOR)
    assert numbers(feed) == [(1, first.guid, 1)]
    house.number()
    assert numbers(feed) == [(1, first.guid, 1), (2, second.guid, 1)]


def test_what_was_void_is_judged_anew(house, company) -> None:
    feed = make_feed(company)
    house.publish()
    Delivery.objects.update(state=DeliveryState.VOID, void_why="rights")
    rewind(feed_id=feed.pk, to_number=1, now=house.now, actor=ACTOR)
    row = Delivery.objects.get()
    assert (row.state, row.void_why) == ("pending", "")
    assert ready(feed.pk, [row], house.now)[0].outgoing is not None


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"to_number": 1, "since": NOON},
        {"to_number": 0},
        {"to_number": 2},
        {"since": NOON + timedelta(days=1)},
        {"since": NOON - timedelta(days=36)},
    ],
)
def test_a_rewind_to_nowhere_is_refused(house, company, asked) -> None:
    feed = make_feed(company)
    house.publish()
    fetch_all(feed, house)
    with pytest.raises(NotValid):
        rewind(feed_id=feed.pk, now=house.now, actor=ACTOR, **asked)
    assert states(feed) == [(1, "taken")]


def test_a_feed_of_another_company_or_a_closed_one_is_not_rewound(house, company) -> None:
    feed, closed = make_feed(company), make_feed(company)
    house.publish()
    Feed.objects.filter(pk=closed.pk).update(state="closed")
    for asked in ({"to_number": 1}, {"since": NOON}):
        with pytest.raises(NotFound):
            rewind(feed_id=closed.pk, now=house.now, actor=ACTOR, **asked)
        with pytest.raises(NotFound):
            rewind(
                feed_id=feed.pk, of_company_id=company.pk + 1, now=house.now, actor=ACTOR, **asked
            )


def test_one_delivery_is_sent_once_more(house, company) -> None:
    feed = make_feed(company)
    for _ in range(3):
        house.publish()
    fetch_all(feed, house)
    row = Delivery.objects.get(feed=feed, number=2)
    with pytest.raises(NotFound):
        redeliver(delivery_id=row.pk, of_company_id=company.pk + 1, now=house.now, actor=ACTOR)
    assert taken(feed) == 3
    redeliver(delivery_id=row.pk, of_company_id=company.pk, now=house.now, actor=ACTOR)
    assert states(feed) == [(1, "taken"), (2, "pending"), (3, "taken")]
    assert taken(feed) == 1
    fetch_all(feed, house)
    assert taken(feed) == 3
    assert AccessEvent.objects.get(what="feed:redelivered").detail["number"] == 2


def test_a_test_is_sent_once_more_and_moves_no_number(house, company) -> None:
    feed = make_feed(company)
    row = make_delivery(feed, numbered=False, sample="flash", state=DeliveryState.TAKEN)
    redeliver(delivery_id=row.pk, now=house.now, actor=ACTOR)
    row.refresh_from_db()
    assert (row.state, taken(feed)) == ("pending", 0)
    with pytest.raises(NotFound):
        redeliver(delivery_id=row.pk + 1, now=house.now, actor=ACTOR)
