"""Buttons of a feed: what they do, what they say, and that they work on one's own feeds only."""

from __future__ import annotations

import re

import pytest

from tests.factories.delivery import make_delivery
from wireroom.delivery.models import Delivery, Feed, FeedAddress

ACTS = ("pause/", "resume/", "close/", "secret/", "addresses/", "tests/", "rewind/")


def text_of(answer):
    return " ".join(answer.content.decode().split())


def act(client, feed, path, **facts):
    return client.post(f"/account/feeds/{feed.code}/{path}", facts, follow=True)


@pytest.mark.parametrize("path", ACTS)
def test_others_feeds_cannot_be_acted_upon(as_boss, as_reader, theirs, webhook, path):
    facts = {"by": "number", "number": "1", "sample": "story", "name": "x"}
    before = list(Feed.objects.values())
    assert act(as_boss, theirs, path, **facts).status_code == 404
    assert act(as_reader, webhook, path, **facts).status_code == 403
    assert list(Feed.objects.values()) == before
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("path", ["pause/", "resume/", "close/", "secret/", "addresses/"])
def test_looking_does_nothing(as_boss, webhook, path):
    assert as_boss.get(f"/account/feeds/{webhook.code}/{path}").status_code == 405


def test_a_feed_is_paused_resumed_and_closed(as_boss, webhook):
    assert "Paused. What is released is kept" in text_of(act(as_boss, webhook, "pause/"))
    assert Feed.objects.get().state == "paused"
    assert "sends again" in text_of(act(as_boss, webhook, "resume/"))
    assert Feed.objects.get().state == "active"
    page = text_of(act(as_boss, webhook, "close/"))
    assert "Closed. Its log stays here" in page
    assert "Close the feed" not in page
    assert Feed.objects.get().state == "closed"


def test_what_the_agency_has_suspended_only_the_agency_resumes(as_boss, webhook):
    webhook.state, webhook.state_why = "suspended", "Floods your server"
    webhook.save()
    page = text_of(as_boss.get(f"/account/feeds/{webhook.code}/"))
    assert "Floods your server" in page
    assert "/resume/" not in page
    assert "notice--error" in text_of(act(as_boss, webhook, "resume/"))
    assert Feed.objects.get().state == "suspended"


def test_a_new_secret_is_shown_once(as_boss, webhook, fetched):
    page = act(as_boss, webhook, "secret/").content.decode()
    secret = re.search(r"whsec_[\w+/=]+", page).group()
    assert secret not in text_of(as_boss.get(f"/account/feeds/{webhook.code}/"))
    assert "whsec_" not in text_of(act(as_boss, fetched, "secret/"))


def test_a_secret_address_is_shown_once_opens_the_feed_and_is_revoked(as_boss, fetched, client):
    make_delivery(fetched)
    page = act(as_boss, fetched, "addresses/", name="Reader").content.decode()
    path = re.search(r"/feeds/private/[\w-]+\.atom", page).group()
    assert path not in text_of(as_boss.get(f"/account/feeds/{fetched.code}/"))
    assert client.get(path).status_code == 200
    address = FeedAddress.objects.get()
    answer = act(as_boss, fetched, f"addresses/{address.pk}/revoke/")
    assert "Revoked." in text_of(answer)
    assert client.get(path).status_code == 404


def test_an_address_needs_a_name_and_a_feed_that_is_fetched(as_boss, fetched, webhook):
    act(as_boss, fetched, "addresses/", name="")
    act(as_boss, webhook, "addresses/", name="x")
    assert not FeedAddress.objects.exists()


def test_others_addresses_cannot_be_revoked(as_boss, fetched, theirs):
    theirs_address = FeedAddress.objects.create(
        feed=theirs, name="x", hash=b"x" * 32, made_at=theirs.made_at
    )
    answer = act(as_boss, fetched, f"addresses/{theirs_address.pk}/revoke/")
    assert answer.status_code == 404
    theirs_address.refresh_from_db()
    assert theirs_address.revoked_at is None


def test_a_test_leads_to_its_own_page(as_boss, webhook):
    answer = act(as_boss, webhook, "tests/", sample="kill")
    row = Delivery.objects.get()
    assert answer.redirect_chain[0][0] == f"/account/feeds/{webhook.code}/log/{row.pk}/"
    assert "Test: Kill" in text_of(answer)
    assert row.number is None
    assert "Kill" in text_of(as_boss.get(f"/account/feeds/{webhook.code}/tests/"))
    act(as_boss, webhook, "tests/", sample="odd")
    assert Delivery.objects.count() == 1


def test_one_delivery_goes_once_more(as_boss, webhook, theirs):
    row = make_delivery(webhook, state="taken", outcome="delivered", taken_at=webhook.made_at)
    page = text_of(act(as_boss, webhook, f"log/{row.pk}/redeliver/"))
    assert "under the same number" in page
    row.refresh_from_db()
    assert row.state == "pending"
    foreign = make_delivery(theirs, state="taken")
    assert act(as_boss, webhook, f"log/{foreign.pk}/redeliver/").status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "taken"


def test_a_feed_is_sent_again_from_a_number(as_boss, webhook):
    rows = [make_delivery(webhook, state="taken", taken_at=webhook.made_at) for _ in range(3)]
    webhook.taken_number = 3
    webhook.save()
    page = text_of(act(as_boss, webhook, "rewind/", by="number", number="2"))
    assert "2 numbers wait to be sent again: 2 to 3" in page
    states = [Delivery.objects.get(pk=row.pk).state for row in rows]
    assert states == ["taken", "pending", "pending"]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"by": "number"}, "Please fill this in."),
        ({"by": "moment"}, "Please fill this in."),
        ({"by": "number", "number": "99"}, "notice--error"),
        ({"by": "yesterday", "zone": "Mars/Base"}, "This is no time zone."),
        ({"by": "moment", "moment": "2999-01-01T08:00"}, "notice--error"),
        ({"by": "odd"}, "notice--error"),
    ],
)
def test_what_cannot_be_sent_again_is_said(as_boss, webhook, facts, told):
    make_delivery(webhook, state="taken")
    answer = act(as_boss, webhook, "rewind/", **facts)
    assert answer.status_code == 400
    assert told in text_of(answer)
    assert Delivery.objects.get().state == "taken"


def test_the_feed_goes_on_without_what_is_never_taken(as_boss, webhook, theirs):
    row = make_delivery(webhook, attempts=3, outcome="answered_400")
    page = f"/account/feeds/{webhook.code}/log/{row.pk}/"
    assert "Go on without it" in text_of(as_boss.get(page))
    assert "goes on without it" in text_of(act(as_boss, webhook, f"log/{row.pk}/skip/"))
    row.refresh_from_db()
    assert (row.state, row.void_why) == ("void", "skipped")
    assert "Go on without it" not in text_of(as_boss.get(page))
    foreign = make_delivery(theirs, attempts=3)
    assert act(as_boss, webhook, f"log/{foreign.pk}/skip/").status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "pending"


@pytest.mark.parametrize(
    ("moment", "zone"), [("0001-01-01T00:00", "Asia/Tokyo"), ("9999-12-31T23:59", "US/Samoa")]
)
def test_a_moment_at_the_ends_of_time_is_no_moment(as_boss, fetched, moment, zone):
    asked = {"by": "moment", "moment": moment, "zone": zone}
    answer = as_boss.post(f"/account/feeds/{fetched.code}/rewind/", asked)
    assert answer.status_code == 400
    assert "Enter a valid date/time" in answer.content.decode()
