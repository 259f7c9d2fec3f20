"""Pages of feeds: who sees them, what stands there, and that they ask the database little."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.delivery import make_delivery, make_feed
from wireroom.delivery.models import Attempt
from wireroom.kernel.ids import short

PAGES = ("", "log/", "tests/", "why/", "last-week/", "rewind/", "change/")


def text_of(answer):
    return " ".join(answer.content.decode().split())


def queries_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("kind", ["webhook", "sftp", "email", "feed", "stream"])
def test_every_page_of_every_kind_opens(as_boss, company, page, kind):
    feed = make_feed(company, destination=kind)
    make_delivery(feed)
    answer = as_boss.get(f"/account/feeds/{feed.code}/{page}")
    assert answer.status_code == 200
    assert feed.name in text_of(answer)


@pytest.mark.parametrize("page", PAGES)
def test_others_feeds_are_as_missing_as_none(as_boss, theirs, page):
    assert as_boss.get(f"/account/feeds/{theirs.code}/{page}").status_code == 404
    assert as_boss.get(f"/account/feeds/fd_nothing/{page}").status_code == 404


def test_readers_are_told_whom_to_ask(as_reader, webhook, client):
    for page in ("", "new/", "new/webhook/", f"{webhook.code}/"):
        answer = as_reader.get(f"/account/feeds/{page}")
        assert answer.status_code == 403
        assert webhook.name not in text_of(answer)
        assert client.get(f"/account/feeds/{page}").status_code == 302
    assert "/account/feeds/" not in text_of(as_reader.get("/account/"))


def test_the_list_says_how_each_feed_stands(as_boss, company, webhook, theirs):
    for _ in range(3):
        make_delivery(webhook)
    webhook.state, webhook.state_why = "stalled", "answered 503"
    webhook.taken_number = 1
    webhook.save()
    make_feed(company, name="Old one", state="closed")
    page = text_of(as_boss.get("/account/feeds/"))
    assert "1 feed needs you" in page
    assert "Stalled" in page
    assert "answered 503" in page
    assert "<strong>2</strong>" in page
    assert theirs.name not in page
    assert "Old one" not in page
    assert "Old one" in text_of(as_boss.get("/account/feeds/?closed=1"))
    assert "Feeds" in text_of(as_boss.get("/account/"))


def test_the_list_asks_as_much_for_many_feeds_as_for_one(as_boss, company, webhook):
    one = queries_of(as_boss, "/account/feeds/")
    for _ in range(10):
        make_feed(company)
    assert queries_of(as_boss, "/account/feeds/") == one
    assert one <= 8


def test_a_feed_s_page_asks_as_much_for_many_deliveries_as_for_one(as_boss, webhook):
    make_delivery(webhook)
    address = f"/account/feeds/{webhook.code}/"
    one = queries_of(as_boss, address)
    for _ in range(60):
        make_delivery(webhook)
    assert queries_of(as_boss, address) == one
    assert queries_of(as_boss, address + "log/") <= one
    assert one <= 12


def test_the_log_is_filtered_and_turned(as_boss, webhook):
    rows = [make_delivery(webhook, headline=f"Story {n} of the day") for n in range(60)]
    rows[3].state, rows[3].outcome = "taken", "delivered"
    rows[3].save()
    address = f"/account/feeds/{webhook.code}/log/"
    newest = text_of(as_boss.get(address))
    assert "Story 59 of" in newest
    assert "Story 9 of" not in newest
    assert "?before=11" in newest
    assert "Story 9 of" in text_of(as_boss.get(address + "?before=11"))
    taken = text_of(as_boss.get(address + "?state=taken"))
    assert "Story 3 of" in taken
    assert "Story 4 of" not in taken
    one = text_of(as_boss.get(address, {"story": f"https://x/story/{short(rows[7].guid)}/"}))
    assert "Story 7 of" in one
    assert "Story 8 of" not in one
    assert as_boss.get(address + "?state=odd&before=x").status_code == 200


def test_a_delivery_shows_every_try_and_escapes_what_was_answered(as_boss, webhook, theirs):
    row = make_delivery(webhook, outcome="failed", attempts=1)
    Attempt.objects.create(
        delivery=row, at=row.made_at, outcome="failed", status=503, took_ms=87,
        detail="answered 503", request="POST /in", answer="<script>alert(1)</script>",
    )  # fmt: skip
    page = text_of(as_boss.get(f"/account/feeds/{webhook.code}/log/{row.pk}/"))
    assert "answered 503" in page
    assert "87 ms" in page
    assert "POST /in" in page
    assert "<script>alert" not in page
    assert f"/terminal/story/{short(row.guid)}/" in page
    foreign = make_delivery(theirs)
    for code in (webhook.code, theirs.code):
        assert as_boss.get(f"/account/feeds/{code}/log/{foreign.pk}/").status_code == 404


def test_a_delivery_of_another_feed_of_ours_is_not_found_here(as_boss, webhook, fetched):
    row = make_delivery(fetched)
    assert as_boss.get(f"/account/feeds/{webhook.code}/log/{row.pk}/").status_code == 404
    assert as_boss.get(f"/account/feeds/{fetched.code}/log/{row.pk}/").status_code == 200


def test_a_fetched_feed_says_how_to_read_it(as_boss, fetched, webhook):
    page = text_of(as_boss.get(f"/account/feeds/{fetched.code}/"))
    assert f"/api/v1/feeds/{fetched.code}/items?after=0" in page
    assert "curl" not in text_of(as_boss.get(f"/account/feeds/{webhook.code}/"))


def test_a_stream_says_how_to_read_it(as_boss, company):
    feed = make_feed(company, destination="stream")
    page = text_of(as_boss.get(f"/account/feeds/{feed.code}/"))
    assert f"/stream/feeds/{feed.code}?after=0" in page


def test_why_answers_alike_for_what_there_is_not_and_what_one_may_not_read(as_boss, webhook):
    address = f"/account/feeds/{webhook.code}/why/"
    assert "Answer" not in text_of(as_boss.get(address))
    page = text_of(as_boss.get(address, {"story": "urn:uuid:nothing"}))
    assert "We know of no story by this address" in page


def test_what_is_fetched_waits_for_nobody_and_is_not_skipped(as_boss, fetched, webhook):
    for feed, is_offered in ((fetched, False), (webhook, True)):
        row = make_delivery(feed, attempts=1)
        page = as_boss.get(f"/account/feeds/{feed.code}/log/{row.pk}/").content.decode()
        assert (f"/log/{row.pk}/skip/" in page) is is_offered
