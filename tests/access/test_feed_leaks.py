"""What feeds carry of stories that their company may not see: nothing, in any format."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.access.answers import ask
from tests.access.leaks import (
    MAY_SAY,
    READERS,
    STATES,
    Told,
    item,
    put,
    sell,
    sight,
    word,
)
from tests.factories.delivery import make_feed
from tests.factories.items import make_kill
from wireroom.delivery.models import Delivery, Destination, Feed
from wireroom.delivery.numbering import NumberingConsumer
from wireroom.delivery.ready import ready
from wireroom.delivery.services.addresses import make_address
from wireroom.delivery.writing import write, write_envelope
from wireroom.formats.registry import formats
from wireroom.kernel.clock import utc_now
from wireroom.wire.consumers import run_once

pytestmark = pytest.mark.django_db

COMPANIES = tuple(name for name in READERS if name != "staff")
SUFFIXES = ("atom", "rss", "json")

Feeds = dict[str, dict[str, Feed]]


@pytest.fixture
def feeds(stories: dict[str, Told], now: datetime) -> Feeds:
    """Give every company a feed for each destination, with the wire numbered."""
    made = {
        name: {
            way: make_feed(company, destination=way, made_at=now - timedelta(days=400))
            for way in Destination.values
        }
        for name, company in sell(now).items()
    }
    number_all()
    return made


def number_all() -> None:
    while run_once(NumberingConsumer()):
        pass


def carried(feed: Feed, now: datetime) -> bytes:
    """Give all that a feed would carry now, in every format, bare and in envelopes."""
    rows = list(Delivery.objects.filter(feed=feed).order_by("number"))
    found = []
    for each in ready(feed.pk, rows, now):
        for fmt in formats():
            found.append(write_envelope(each, fmt.code, {}, feed=feed.code, now=now))
            if each.outgoing is not None:
                found.append(write(each, fmt.code, {}).body)
    return b"\n".join(found)


def says(text: bytes, state: str) -> tuple[bool, bool]:
    one, other = (word(state, part).encode() in text for part in ("headline", "text"))
    return one, other


@pytest.mark.parametrize("who", COMPANIES)
@pytest.mark.parametrize("way", Destination.values)
def test_a_feed_carries_what_its_company_may_see(
    feeds: Feeds, now: datetime, who: str, way: str
) -> None:
    text = carried(feeds[who][way], now)
    said = {state: says(text, state) for state in STATES}
    assert said == {state: MAY_SAY[sight(who, state)] for state in STATES}


@pytest.mark.parametrize("who", COMPANIES)
def test_a_secret_address_shows_what_its_company_may_see(
    feeds: Feeds, client: Client, who: str
) -> None:
    secret = make_address(
        feed_id=feeds[who]["feed"].pk, name="Reader", now=utc_now(), actor="desk@quay.example"
    )
    for suffix in SUFFIXES:
        answer = ask(client, f"/feeds/private/{secret}.{suffix}", secret)
        said = {state: answer.says(state) for state in STATES}
        assert said == {state: MAY_SAY[sight(who, state)] for state in STATES}, suffix


def test_the_site_s_feeds_show_what_is_public(feeds: Feeds, client: Client) -> None:
    for suffix in SUFFIXES:
        answer = ask(client, f"/feeds/latest.{suffix}")
        said = {state for state in STATES if any(answer.says(state))}
        assert said == {"public"}, suffix


@pytest.mark.parametrize("way", Destination.values)
def test_a_release_for_others_takes_no_number(feeds: Feeds, now: datetime, way: str) -> None:
    feed = feeds["headline"][way]
    before = Feed.objects.get(pk=feed.pk).last_number
    put(item("late", "others"), now)
    number_all()
    assert Feed.objects.get(pk=feed.pk).last_number == before
    put(item("own", "common"), now)
    number_all()
    assert Feed.objects.get(pk=feed.pk).last_number == before + 1


def test_numbers_have_no_gaps_whatever_others_read(feeds: Feeds) -> None:
    for of_company in feeds.values():
        for feed in of_company.values():
            numbers = list(
                Delivery.objects.filter(feed=feed)
                .order_by("number")
                .values_list("number", flat=True)
            )
            assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("way", Destination.values)
def test_after_a_kill_no_text_of_the_story_leaves_any_more(
    feeds: Feeds, now: datetime, way: str
) -> None:
    feed = feeds["full"][way]
    story: Any = item("late", "common")
    put(story, now)
    number_all()
    assert says(carried(feed, now), "late") == (True, True)
    put(make_kill(story), now)
    number_all()
    assert says(carried(feed, now), "late") == (False, False)
