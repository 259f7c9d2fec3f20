"""Feeds by mail: at once or as a digest, one mail an address, and one click ends it."""

from __future__ import annotations

from datetime import timedelta

import dkim
from django.test import Client

from tests.delivery.mail.test_dkim import SIGNER, dns
from tests.factories.customers import PersonFactory
from tests.factories.items import make_item, make_kill
from tests.support.feeds import states
from tests.support.sending import Desk, crash, tries
from wireroom.customers.models import OutgoingMail
from wireroom.delivery.models import Delivery, FeedState
from wireroom.delivery.sending import unsubscribing
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Paragraph

ADA, BOB = "ada@reader.example", "bob@reader.example"
DIGEST = {"hours": [8, 18], "zone": "Europe/London"}


def by_mail(desk, *to, style="full", **facts):
    usual = {"format": "html"}
    target = {"to": list(to or (ADA,)), "style": style}
    return desk.feed("email", target, **usual | facts)


def texts(message):
    return [message.get_body((kind,)).get_content() for kind in ("plain", "html")]


def test_each_address_gets_the_whole_text_by_itself(desk, mail):
    feed = by_mail(desk, ADA, BOB)
    desk.publish(body=(Paragraph(text="Ships <strong>moved</strong> &amp; sailed."),))
    desk.send()
    assert mail.recipients == [ADA, BOB]
    first, second = mail.messages
    text, page = texts(first)
    assert "Ships moved & sailed." in text
    assert "<strong>moved</strong> &amp; sailed." in page
    assert first["subject"] == "Harbour reopens after storm"
    assert first["from"] == "Wire <wire@agency.example>"
    assert first["message-id"] != second["message-id"]
    assert first["list-unsubscribe"] != second["list-unsubscribe"]
    assert tries(feed) == [(1, "delivered")]


def test_a_headline_feed_has_no_text_and_a_text_feed_no_html(desk, mail):
    by_mail(desk, ADA, style="headline")
    by_mail(desk, BOB, format="text")
    desk.publish()
    desk.send()
    mails = dict(zip(mail.recipients, mail.messages, strict=True))
    assert "Ships moved" not in mails[ADA].as_string()
    assert "Harbour reopens" in texts(mails[ADA])[0]
    assert mails[BOB].get_body(("html",)) is None


def test_a_format_for_machines_goes_along_as_a_file(desk, mail):
    by_mail(desk, format="item")
    desk.publish()
    desk.send()
    (document,) = mail.messages[0].iter_attachments()
    assert document.get_filename() == "00000001-HARBOUR-STORM.json"
    assert b"Ships moved" in document.get_payload(decode=True)


def test_a_digest_waits_for_its_hour_in_the_readers_zone_and_is_one_mail(desk, mail):
    feed = by_mail(desk, schedule=DIGEST)
    for number in range(3):
        desk.publish(headline=f"Story {number}")
    desk.send()
    assert mail.messages == []
    desk.after(hours=6, minutes=1)
    (message,) = mail.messages
    assert "3 stories" in message["subject"]
    assert all(f"Story {number}" in texts(message)[0] for number in range(3))
    assert states(feed) == [(1, "taken"), (2, "taken"), (3, "taken")]


def test_a_kill_does_not_wait_for_the_digest(desk, mail):
    feed = by_mail(desk, schedule=DIGEST)
    item = make_item()
    desk.publish(item)
    desk.after(hours=7)
    desk.publish()
    desk.publish(make_kill(item))
    desk.send()
    subjects = [message["subject"] for message in mail.messages]
    assert any(subject.upper().startswith("KILL") for subject in subjects)
    assert states(feed)[-1] == (3, "taken")


def test_who_has_it_already_does_not_get_it_again(desk, mail):
    feed = by_mail(desk, ADA, BOB)
    refusing = []

    async def rcpt(_server, _session, envelope, address, _options):
        if address == BOB and refusing:
            return "450 later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    mail.handle_RCPT = rcpt
    refusing.append(1)
    desk.publish()
    desk.send()
    assert Delivery.objects.get().taken_by == [ADA]
    refusing.clear()
    desk.after(minutes=1)
    assert mail.recipients == [ADA, BOB]
    row = Delivery.objects.get()
    assert (row.state, row.taken_by, row.attempts) == ("taken", [], 2)
    assert tries(feed) == [(1, "mail_not_taken"), (1, "delivered")]


def test_our_own_server_being_away_is_no_fault_of_a_feed(desk, mail):
    feed = by_mail(desk)
    mail.stop()
    desk.publish()
    for _ in range(8):
        desk.after(minutes=2)
    feed.refresh_from_db()
    assert (feed.state, feed.failures) == (FeedState.ACTIVE, 0)
    assert len(tries(feed)) >= 7


def test_a_mail_that_is_refused_counts_against_its_feed(desk, mail):
    feed = by_mail(desk)
    mail.rcpt = "550 nobody here"
    desk.publish()
    desk.send()
    feed.refresh_from_db()
    assert feed.failures == 1
    assert tries(feed) == [(1, "mail_refused")]


def test_the_message_id_stays_the_same_at_every_attempt(desk, mail, monkeypatch):
    by_mail(desk)
    desk.publish()
    crash(desk, monkeypatch)
    desk.new_sending()
    desk.after(minutes=1)
    first, second = mail.messages
    assert first["message-id"] == second["message-id"]


def test_one_post_ends_the_mail_to_this_address_and_a_get_does_not(desk, mail, company):
    PersonFactory(company=company, role="administrator")
    feed = by_mail(desk, ADA, BOB)
    path = unsubscribing.url(feed.pk, ADA, utc_now()).removeprefix("https://wire.example")
    client = Client(enforce_csrf_checks=True)
    assert b"End this mail" in client.get(path).content
    feed.refresh_from_db()
    assert feed.target["to"] == [ADA, BOB]
    answer = client.post(path, "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")
    assert answer.status_code == 200
    feed.refresh_from_db()
    assert (feed.target["to"], feed.state) == ([BOB], FeedState.ACTIVE)
    desk.publish()
    desk.send()
    assert mail.recipients == [BOB]
    last = unsubscribing.Request(feed.pk, BOB)
    unsubscribing.unsubscribe(last, desk.now)
    feed.refresh_from_db()
    assert feed.state == FeedState.PAUSED
    assert "Nobody is left" in OutgoingMail.objects.get().subject
    assert unsubscribing.unsubscribe(last, desk.now) == ""


def test_nobody_can_make_or_keep_such_a_link_for_ever(desk, client):
    feed = by_mail(desk)
    token = unsubscribing.token(feed.pk, ADA, desk.now)
    assert unsubscribing.read(token, desk.now + timedelta(days=59)) == (feed.pk, ADA)
    assert unsubscribing.read(token, desk.now + timedelta(days=61)) is None
    assert unsubscribing.read(token[:-1], desk.now) is None
    assert client.post("/feeds/unsubscribe/made-up/").status_code == 404


def test_a_feeds_mail_is_signed(company, mail, desk):
    signed = Desk(company, signer=SIGNER)
    by_mail(signed)
    desk.publish()
    signed.now = desk.now
    signed.send()
    assert dkim.verify(mail.raw[-1], dnsfunc=dns)
