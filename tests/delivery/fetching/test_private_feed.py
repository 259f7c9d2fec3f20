"""A customer's feed at its secret address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import feedparser
import pytest

from tests.factories.customers import CompanyFactory, ProductFactory, SubscriptionFactory
from tests.factories.delivery import make_feed
from tests.factories.items import make_item, make_kill, release
from wireroom.customers.models import Company
from wireroom.delivery.models import Delivery, FeedAddress
from wireroom.delivery.numbering import NumberingConsumer
from wireroom.delivery.services import addresses, feeds
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Paragraph
from wireroom.wire.consumers import run_once

pytestmark = pytest.mark.django_db
BODY = (Paragraph(text="Only customers read this sentence."),)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def feed():
    company = CompanyFactory()
    SubscriptionFactory(company=company, product=ProductFactory(), active_from=LONG_AGO)
    return make_feed(company)


@pytest.fixture
def secret(feed):
    return addresses.make_address(
        feed_id=feed.pk, name="Reader", now=utc_now(), actor="desk@quay.example"
    )


def publish(*items):
    for item in items:
        release(item)
    while run_once(NumberingConsumer()):
        pass


def address(secret, suffix="atom"):
    return f"/feeds/private/{secret}.{suffix}"


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_it_holds_the_feed_s_stories_with_their_text(client, secret, suffix):
    publish(make_item(body=BODY))
    answer = client.get(address(secret, suffix))
    assert answer.status_code == 200
    assert b"this sentence" in answer.content
    if suffix != "json":
        assert not feedparser.parse(answer.content).bozo


def test_nobody_keeps_it(client, secret):
    headers = client.get(address(secret)).headers
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]


def test_what_was_fetched_counts_as_taken(client, feed, secret):
    publish(make_item(), make_item())
    client.head(address(secret))
    feed.refresh_from_db()
    assert feed.taken_number == 0
    client.get(address(secret))
    feed.refresh_from_db()
    assert feed.taken_number == feed.last_number == 2
    assert FeedAddress.objects.get().last_used_at is not None


def test_a_story_stands_once_at_its_newest_version(client, secret):
    first = make_item()
    publish(first, make_item(guid=first.guid, version=2, headline="Harbour open at last"))
    entries = feedparser.parse(client.get(address(secret)).content).entries
    assert [entry.title for entry in entries] == ["Harbour open at last"]


def test_a_killed_story_is_gone(client, secret):
    item = make_item(body=BODY)
    publish(item)
    client.get(address(secret))
    publish(make_kill(item))
    for suffix in ("atom", "rss", "json"):
        content = client.get(address(secret, suffix)).content
        assert b"this sentence" not in content
        assert item.headline.encode() not in content
        assert (b"KILL" in content) == (suffix != "atom")


def test_rights_are_those_of_today(client, feed, secret):
    publish(make_item(body=BODY))
    Company.objects.get(pk=feed.company_id).subscriptions.update(
        active_to=utc_now() - timedelta(seconds=1)
    )
    assert b"this sentence" not in client.get(address(secret)).content


def test_wrong_revoked_and_closed_answer_as_what_never_was(client, feed, secret):
    publish(make_item())
    missing = client.get(address("x" * len(secret)))
    assert missing.status_code == 404
    feeds.close_feed(feed_id=feed.pk, now=utc_now(), actor="desk@quay.example")
    closed = client.get(address(secret))
    assert (closed.status_code, closed.content) == (404, missing.content)
    assert client.get(address(secret, "pdf")).status_code == 404


def test_a_revoked_address_opens_nothing(client, secret):
    addresses.revoke_address(
        address_id=FeedAddress.objects.get().pk, now=utc_now(), actor="desk@quay.example"
    )
    assert client.get(address(secret)).status_code == 404


def test_it_opens_from_the_company_s_networks_only(client, feed, secret):
    Company.objects.filter(pk=feed.company_id).update(networks=["203.0.113.0/24"])
    assert client.get(address(secret)).status_code == 404
    assert Delivery.objects.filter(taken_at__isnull=False).count() == 0


def test_the_same_bytes_are_not_sent_twice(client, secret):
    publish(make_item())
    first = client.get(address(secret))
    again = client.get(address(secret), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_feed_that_rests_gives_nothing(client, feed, secret):
    publish(make_item(body=BODY))
    facts = {"feed_id": feed.pk, "now": utc_now(), "actor": "desk@quay.example"}
    feeds.pause_feed(**facts)
    assert client.get(address(secret)).status_code == 404
    feeds.resume_feed(**facts)
    assert client.get(address(secret)).status_code == 200
    feeds.suspend_feed(why="The account is in arrears.", **facts)
    assert client.get(address(secret)).status_code == 404
    feeds.lift_suspension(**facts)
    assert b"this sentence" in client.get(address(secret)).content


def test_a_kill_below_the_newest_is_given_before_it_counts_as_taken(
    client, feed, secret, monkeypatch
):
    item = make_item(body=BODY)
    publish(item)
    client.get(address(secret))
    publish(make_kill(item), make_item(), make_item(), make_item())
    monkeypatch.setattr("wireroom.delivery.fetching.collecting._NUMBERS", 2)
    assert item.guid.encode() in client.get(address(secret)).content  # its grave
    kill = Delivery.objects.get(number=2)
    assert (kill.state, kill.sends) == ("taken", 1)
    assert item.guid.encode() not in client.get(address(secret)).content
