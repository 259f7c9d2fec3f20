"""Making and changing a feed: steps, errors where they belong, nothing lost on the way."""

from __future__ import annotations

import re

import asyncssh
import pytest

from tests.factories.customers import ProductFactory
from tests.factories.items import make_item, release
from wireroom.account.feeds import host_keys
from wireroom.customers.models import Subscription
from wireroom.customers.services.base import NotValid
from wireroom.delivery.models import Feed

WHAT = {"name": "Newsroom", "query": "", "format": "ninjs"}
ADDRESS = "/account/feeds/new/webhook/"


def text_of(answer):
    return " ".join(answer.content.decode().split())


def make(client, kind="webhook", do="make", **facts):
    return client.post(f"/account/feeds/new/{kind}/", WHAT | {"do": do} | facts, follow=True)


def test_ways_that_no_subscription_covers_are_not_offered(as_boss, company):
    assert 'href="/account/feeds/new/sftp/"' in text_of(as_boss.get("/account/feeds/new/"))
    Subscription.objects.update(channels=["terminal", "webhook"])
    page = text_of(as_boss.get("/account/feeds/new/"))
    assert 'href="/account/feeds/new/webhook/"' in page
    assert 'href="/account/feeds/new/sftp/"' not in page
    assert "do not cover this way" in page


@pytest.mark.parametrize("kind", ["terminal", "pigeon"])
def test_there_is_no_other_way(as_boss, kind):
    assert as_boss.get(f"/account/feeds/new/{kind}/").status_code == 404


def test_the_second_step_carries_the_first(as_boss):
    page = text_of(make(as_boss, do="next", query="gas", products=["wire"]))
    for name, value in (("name", "Newsroom"), ("query", "gas"), ("products", "wire")):
        assert f'type="hidden" name="{name}" value="{value}"' in page
    assert 'name="url"' in page
    assert not Feed.objects.exists()


def test_a_webhook_is_made_and_its_secret_is_shown_once(as_boss, company):
    answer = make(as_boss, url="https://hooks.example.com/in", products=["wire"])
    feed = Feed.objects.get()
    assert answer.redirect_chain == [(f"/account/feeds/{feed.code}/", 302)]
    assert (feed.company_id, feed.name, feed.products) == (company.pk, "Newsroom", ["wire"])
    assert feed.target == {"url": "https://hooks.example.com/in"}
    secret = re.search(r"whsec_[\w+/=]+", answer.content.decode()).group()
    assert secret not in str(dict(as_boss.session))
    assert secret not in text_of(as_boss.get(f"/account/feeds/{feed.code}/"))
    assert secret not in feed.secret


def test_mail_goes_to_addresses_at_hours(as_boss):
    make(as_boss, "email", to="a@bank.example, b@bank.example", style="headline", hours="18, 8",
         zone="Europe/London")  # fmt: skip
    feed = Feed.objects.get()
    assert feed.target == {"to": ["a@bank.example", "b@bank.example"], "style": "headline"}
    assert feed.schedule == {"hours": [8, 18], "zone": "Europe/London"}


def test_what_is_fetched_needs_no_place(as_boss):
    make(as_boss, "feed", idle_after_minutes="30", idle_to="ops@bank.example")
    feed = Feed.objects.get()
    assert (feed.destination, feed.target) == ("feed", {})
    assert (feed.idle_after_minutes, feed.idle_to) == (30, "ops@bank.example")


@pytest.mark.parametrize(
    ("kind", "facts", "told"),
    [
        ("webhook", {"url": ""}, "Please fill this in."),
        ("webhook", {"url": "http://hooks.example.com/in"}, "https"),
        ("webhook", {"url": "https://10.0.0.1/in"}, "public internet"),
        ("email", {"to": "nobody", "style": "full"}, "no address that mail can go to"),
        ("email", {"to": "a@bank.example", "style": "full", "hours": "25"}, "from 0 to 23"),
        ("sftp", {"host": "files.bank.example", "port": "22", "user": "wire", "file_name": "x",
                  "host_keys": "ssh-ed25519 x"}, "no public key"),
        ("feed", {"idle_after_minutes": "30"}, "Say whom to warn."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_place_stands_at_its_field(as_boss, kind, facts, told):
    answer = make(as_boss, kind, **facts)
    page = text_of(answer)
    assert answer.status_code == 400
    assert told in page
    assert 'name="do" value="make"' in page
    assert not Feed.objects.exists()


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"query": "gas AND (oil"}, "<mark>(</mark>oil"),
        ({"query": "product:other"}, "<mark>"),
        ({"products": ["other"]}, "other"),
        ({"format": "telex"}, "telex"),
    ],
)
def test_what_is_wrong_with_the_choice_leads_back_to_it(as_boss, facts, told):
    answer = make(as_boss, url="https://hooks.example.com/in", **facts)
    assert answer.status_code == 400
    assert told in text_of(answer)
    assert 'value="next"' in text_of(answer)
    assert not Feed.objects.exists()


def test_the_dry_run_shows_what_last_week_would_have_brought(as_boss):
    release(make_item(headline="Gas flows again"))
    release(make_item(headline="Team wins cup"))
    page = text_of(make(as_boss, do="try", name="", query="gas"))
    assert "Gas flows again" in page
    assert "Team wins cup" not in page
    assert "Please fill this in." not in page
    assert not Feed.objects.exists()


def test_a_dry_run_shows_nothing_that_the_company_may_not_read(as_boss):
    release(make_item(headline="Gas flows again"))
    Subscription.objects.update(product=ProductFactory(topics=["medtop:15000000"]))
    page = text_of(make(as_boss, do="try", query="gas"))
    assert "Gas flows again" not in page
    assert "It would have been silent." in page


def test_going_back_keeps_what_was_typed(as_boss):
    page = text_of(make(as_boss, do="back", query="gas"))
    assert "> gas</textarea>" in page
    assert 'value="next"' in page


def test_a_changed_feed_is_saved_and_what_is_wrong_is_not(as_boss, webhook):
    address = f"/account/feeds/{webhook.code}/change/"
    facts = WHAT | {"do": "save", "url": "https://hooks.example.com/in2", "name": "Renamed"}
    assert as_boss.post(address, facts | {"url": "ftp://x"}).status_code == 400
    webhook.refresh_from_db()
    assert webhook.target["url"].endswith("/in")
    assert as_boss.post(address, facts).status_code == 302
    webhook.refresh_from_db()
    assert (webhook.name, webhook.format) == ("Renamed", "ninjs")
    assert webhook.target["url"].endswith("/in2")


def test_another_format_shows_its_own_settings_before_saving(as_boss, webhook):
    address = f"/account/feeds/{webhook.code}/change/"
    before = text_of(as_boss.get(address))
    page = text_of(as_boss.post(address, WHAT | {"do": "format", "format": "iptc7901"}))
    assert "option_" not in before
    assert "option_" in page
    webhook.refresh_from_db()
    assert webhook.format == "item"


def test_others_feeds_cannot_be_changed(as_boss, theirs):
    answer = as_boss.post(f"/account/feeds/{theirs.code}/change/", WHAT | {"do": "save"})
    assert answer.status_code == 404


def test_a_server_s_host_keys_are_shown_with_what_one_compares(as_boss, monkeypatch):
    key = asyncssh.generate_private_key("ssh-ed25519")
    text = key.export_public_key().decode().strip()
    monkeypatch.setattr(host_keys, "fetch_host_keys", lambda _host, _port: [text])
    page = text_of(make(as_boss, "sftp", do="keys", host="files.bank.example", port="22"))
    assert key.get_fingerprint() in page
    assert text in page
    assert "Please fill this in." not in page
    assert not Feed.objects.exists()


def test_a_server_that_does_not_answer_is_said_at_its_field(as_boss, monkeypatch):
    def silent(_host, _port):
        raise NotValid("The server did not answer in time.")

    monkeypatch.setattr(host_keys, "fetch_host_keys", silent)
    for facts in ({"host": "files.bank.example", "port": "22"}, {"host": "", "port": "x"}):
        answer = make(as_boss, "sftp", do="keys", **facts)
        assert answer.status_code == 400
        assert 'id="id_host_error"' in text_of(answer)


def test_a_server_is_made_and_keeps_its_password_when_none_is_typed(as_boss):
    key = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    place = {"host": "files.bank.example", "port": "22", "user": "wire", "host_keys": key,
             "file_name": "{number}.{suffix}", "manifest": "on"}  # fmt: skip
    assert make(as_boss, "sftp", **place).status_code == 400
    answer = make(as_boss, "sftp", password="hush-hush", **place)
    feed = Feed.objects.get()
    assert "hush-hush" not in answer.content.decode() + feed.secret
    before = feed.secret
    facts = WHAT | place | {"do": "save", "name": "Renamed"}
    assert as_boss.post(f"/account/feeds/{feed.code}/change/", facts).status_code == 302
    feed.refresh_from_db()
    assert (feed.name, feed.secret) == ("Renamed", before)
