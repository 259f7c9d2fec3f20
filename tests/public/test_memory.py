"""Pages rendered once for each state of the wire."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.factories.stories import make_guid, make_kill, make_story
from tests.public.conftest import LONG_AGO, PRESS, Release, address
from wireroom.customers import services as customers
from wireroom.customers.models import Product
from wireroom.public import memory

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    memory._pages.clear()
    monkeypatch.setattr("wireroom.public.pages.utc_now", lambda: NOW)


def test_the_second_reader_costs_four_small_queries(
    site: Client, release: Release, django_assert_num_queries
) -> None:
    release(make_story(genre=PRESS))
    for path in ("/", address(make_guid(1)), "/press-releases/"):
        first = site.get(path)
        with django_assert_num_queries(4):
            assert site.get(path).content == first.content


def test_a_release_a_kill_and_a_change_of_rights_are_seen_at_once(
    site: Client, release: Release
) -> None:
    release(make_story(genre=PRESS))
    assert "holds key rate" in site.get("/").text
    release(make_story(guid=make_guid(2), headline="Another"))
    assert "Another" in site.get("/").text
    release(make_kill(genre=PRESS))
    assert "holds key rate" not in site.get("/").text
    product = Product.objects.get(code="headlines")
    customers.change_product(product_id=product.pk, public=False, now=NOW, actor=None)
    assert "Another" not in site.get("/").text


def test_what_is_absent_takes_no_place(site: Client, release: Release) -> None:
    release(make_story())
    for number in range(2, 20):
        site.get(address(make_guid(number)))
    assert len(memory._pages) == 0


def test_the_oldest_page_makes_room(site: Client, release: Release, monkeypatch) -> None:
    monkeypatch.setattr(memory, "_MOST_PAGES", 3)
    release(make_story())
    for number in range(9):
        site.get(f"/?x={number}")
    assert len(memory._pages) == 3


def test_hosts_do_not_share_pages(site: Client, release: Release, settings) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    release(make_story())
    assert "one.example" in site.get("/", headers={"host": "one.example"}).text
    assert "one.example" not in site.get("/", headers={"host": "two.example"}).text


def test_a_late_story_appears_when_it_is_due_without_anything_else_happening(
    db: None, release: Release, monkeypatch
) -> None:
    customers.create_product(
        code="late", name="late", public=True, delay_minutes=15, now=LONG_AGO, actor=None
    )
    item = make_story(headline="Late but true")
    entry = release(item)
    site = Client()

    def shown(ago: timedelta) -> tuple[bool, int]:
        now = entry.released_at + ago
        monkeypatch.setattr("wireroom.public.pages.utc_now", lambda: now)
        return "Late but true" in site.get("/").text, site.get(address(item.guid)).status_code

    assert shown(timedelta(minutes=14, seconds=50)) == (False, 404)
    assert shown(timedelta(minutes=15, seconds=5)) == (True, 200)
    assert shown(timedelta(minutes=14, seconds=50)) == (False, 404)
