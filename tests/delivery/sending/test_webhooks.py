"""Feeds by webhook: signed, in order, once, and none waiting for another."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from tests.delivery.webhooks.server import receiving, status
from tests.factories.customers import PersonFactory
from tests.factories.items import make_item, make_kill
from tests.support.feeds import numbers, states
from tests.support.sending import SECRET, crash, tries
from wireroom.customers.models import OutgoingMail
from wireroom.delivery.models import Attempt, Delivery, FeedState
from wireroom.delivery.sending import owing
from wireroom.delivery.services.feeds import change_feed, pause_feed, rotate_secret
from wireroom.delivery.services.redelivering import redeliver
from wireroom.delivery.services.rewinding import rewind
from wireroom.delivery.services.samples import send_test

ACTOR = "ada@reader.example"


def told(receiver):
    """Give what a receiver was told: event, number, id."""
    return [
        (head["wireroom-event"], int(head.get("wireroom-number", 0)), head["webhook-id"])
        for head in receiver.heads
    ]


def test_items_come_signed_in_order_and_once(desk):
    with receiving() as receiver:
        feed = desk.webhook(receiver.url)
        for _ in range(3):
            desk.publish()
        desk.send()
        desk.send()
    assert [row[:2] for row in told(receiver)] == [("story.released", n) for n in (1, 2, 3)]
    assert states(feed) == [(1, "taken"), (2, "taken"), (3, "taken")]
    for body, head in zip(receiver.bodies, receiver.heads, strict=True):
        assert Webhook(SECRET).verify(body, head)["data"]["feed"] == feed.code
        with pytest.raises(WebhookVerificationError):
            Webhook(SECRET).verify(body + b" ", head)
    feed.refresh_from_db()
    assert (feed.taken_number, feed.failures, feed.leased_until) == (3, 0, None)
    assert feed.last_taken_at is not None


def test_a_format_that_is_no_json_comes_as_it_is(desk):
    with receiving() as receiver:
        desk.webhook(receiver.url, format="text")
        desk.publish()
        desk.send()
    assert b"Ships moved again on Monday." in receiver.bodies[0]
    assert receiver.heads[0]["content-type"].startswith("text/plain")
    Webhook(SECRET)  # the signature is of these bytes, whatever they are
    assert receiver.heads[0]["wireroom-number"] == "1"


def test_while_a_secret_is_rotated_both_sign(desk):
    with receiving() as receiver:
        feed = desk.webhook(receiver.url)
        new = rotate_secret(feed_id=feed.pk, now=desk.now, actor=ACTOR)
        desk.publish()
        desk.send()
        desk.wait(hours=25)
        desk.publish()
        desk.send()
    first, second = zip(receiver.bodies, receiver.heads, strict=True)
    for secret in (SECRET, new):
        Webhook(secret).verify(*first)
    Webhook(new).verify(*second)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(*second)


def test_a_failure_keeps_its_followers_waiting_and_backs_off(desk):
    answers = [status(500), status(500)]

    def say(request):
        return (answers.pop(0) if answers else status(200))(request)

    with receiving(say) as receiver:
        feed = desk.webhook(receiver.url)
        desk.publish()
        desk.publish()
        desk.send()
        desk.send()
        assert tries(feed) == [(1, "http_500")]
        desk.after(seconds=6)
        assert tries(feed)[1:] == [(1, "http_500")]
        desk.after(minutes=4)
        assert len(receiver.requests) == 2
        desk.after(minutes=2)
    assert [number for _, number, _ in told(receiver)] == [1, 1, 1, 2]
    assert len({name for *_, name in told(receiver)[:3]}) == 1, "the same id at every attempt"
    feed.refresh_from_db()
    assert (feed.failures, feed.taken_number) == (0, 2)


def test_retry_after_is_heard(desk):
    with receiving(status(429, retry_after="3600")) as receiver:
        feed = desk.webhook(receiver.url)
        desk.publish()
        desk.send()
        desk.after(minutes=59)
        assert len(receiver.requests) == 1
        desk.after(minutes=2)
        assert len(receiver.requests) == 2
    assert tries(feed) == [(1, "http_429")] * 2


def test_five_failures_stall_a_feed_and_a_success_lets_it_go_again(desk, company):
    admin = PersonFactory(company=company, role="administrator")
    PersonFactory(company=company)
    good = []

    def say(request):
        return status(200 if good else 503)(request)

    with receiving(say) as receiver:
        feed = desk.webhook(receiver.url)
        desk.publish()
        for _ in range(5):
            desk.send()
            feed.refresh_from_db()
            desk.now = feed.next_attempt_at
        assert feed.state == FeedState.STALLED
        desk.publish()
        good.append(1)
        desk.send()
    feed.refresh_from_db()
    assert (feed.state, feed.taken_number, feed.failures) == (FeedState.ACTIVE, 2, 0)
    letters = list(OutgoingMail.objects.order_by("pk").values_list("to", "subject"))
    assert [to for to, _ in letters] == [admin.email] * 2
    assert ["stalled" in letters[0][1], "goes again" in letters[1][1]] == [True, True]


def test_gone_is_for_good_and_nothing_more_is_sent(desk, company):
    PersonFactory(company=company, role="administrator")
    with receiving(status(410)) as receiver:
        feed = desk.webhook(receiver.url)
        desk.publish()
        desk.send()
        desk.publish()
        desk.after(days=2)
        assert len(receiver.requests) == 1
    feed.refresh_from_db()
    assert (feed.state, feed.last_number, feed.taken_number) == (FeedState.REFUSED, 2, 0)
    assert "refused" in OutgoingMail.objects.get().subject


def test_neither_redirects_nor_our_own_network_are_called(desk, settings):
    with receiving() as other, receiving(status(302, location=other.url)) as receiver:
        feed = desk.webhook(receiver.url)
        inside = desk.webhook("https://10.0.0.1/hook")
        desk.publish()
        desk.send()
        assert other.requests == []
    assert tries(feed) == [(1, "http_302")]
    assert tries(inside) == [(1, "address_refused")]


def test_one_that_hangs_delays_nobody(desk):
    desk.total_s = 4.0
    desk.new_sending()
    with receiving(lambda _: None) as silent, receiving() as receiver:
        slow = [desk.webhook(silent.url) for _ in range(40)]
        good = desk.webhook(receiver.url)
        desk.publish()
        desk.publish()
        began_s = time.monotonic()
        while good.taken_number < 2:
            desk.sending.turn(desk.now)
            desk.sending.wait(0.05)
            good.refresh_from_db()
        assert time.monotonic() - began_s < 4.0, "it waited for one that hangs"
        assert [row for feed in slow for row in tries(feed)] == []


def test_a_number_whose_text_may_not_leave_any_more_is_told_as_void(desk):
    with receiving(status(500)) as receiver:
        feed = desk.webhook(receiver.url)
    item = make_item()
    desk.publish(item)
    desk.publish()
    desk.publish(make_kill(item))
    with receiving() as receiver:
        change_feed(feed_id=feed.pk, target={"url": receiver.url}, now=desk.now, actor=ACTOR)
        desk.send()
    assert [row[:2] for row in told(receiver)][:2] == [("number.void", 1), ("story.released", 2)]
    assert json.loads(receiver.bodies[0])["data"]["void"] == "killed"
    assert states(feed)[:2] == [(1, "void"), (2, "taken")]
    feed.refresh_from_db()
    assert feed.taken_number == feed.last_number


def test_what_may_have_arrived_before_a_crash_is_followed_by_its_kill(desk, monkeypatch):
    """Sent and not recorded: the kill must not be kept back as if nobody had the story."""
    item = make_item()
    with receiving() as receiver:
        feed = desk.webhook(receiver.url)
        desk.publish(item)
        crash(desk, monkeypatch)
        desk.new_sending()
        desk.publish(make_kill(item))
        desk.after(minutes=1)
    events = [row[:2] for row in told(receiver)]
    assert events[0] == ("story.released", 1)
    assert events[-1] == ("story.killed", numbers(feed)[-1][0])


def test_after_a_crash_the_same_number_comes_again_under_the_same_id(desk, monkeypatch):
    with receiving() as receiver:
        feed = desk.webhook(receiver.url)
        desk.publish()
        crash(desk, monkeypatch)
        desk.new_sending()
        desk.send()
        assert len(receiver.requests) == 1, "the lease of the dead one holds"
        desk.after(seconds=31)
    assert told(receiver) == [("story.released", 1, f"{feed.code}-1")] * 2
    assert states(feed) == [(1, "taken")]


def test_two_deliverers_never_hold_the_same_feed(desk):
    with receiving() as receiver:
        feed = desk.webhook(receiver.url)
        desk.publish()
        until = desk.now + timedelta(seconds=30)
        assert [each.feed.id for each in owing.lease([feed.pk], desk.now, until)] == [feed.pk]
        assert owing.lease([feed.pk], desk.now, until) == []
        assert owing.candidates(desk.now) == []
        later = until + timedelta(seconds=30)
        assert owing.renew({feed.pk: until}, later) == {feed.pk}
        assert owing.renew({feed.pk: until}, later) == set(), "that one had lost it"
        owing.release(feed.pk, until)
        assert owing.candidates(desk.now) == []
        owing.release(feed.pk, later)
        assert [each.id for each in owing.candidates(desk.now)] == [feed.pk]


def test_a_paused_feed_keeps_everything_but_its_tests_leave(desk):
    with receiving() as receiver:
        feed = desk.webhook(receiver.url)
        pause_feed(feed_id=feed.pk, now=desk.now, actor=ACTOR)
        desk.publish()
        send_test(feed_id=feed.pk, sample="kill", now=desk.now, actor=ACTOR)
        desk.send()
    assert [row[:2] for row in told(receiver)] == [("feed.test", 0)]
    assert states(feed) == [(1, "pending")]


def test_a_test_that_fails_is_tried_once_and_harms_nothing(desk):
    with receiving(status(500)) as receiver:
        feed = desk.webhook(receiver.url)
        send_test(feed_id=feed.pk, sample="flash", now=desk.now, actor=ACTOR)
        desk.send()
        desk.after(hours=1)
        assert len(receiver.requests) == 1
    feed.refresh_from_db()
    assert (feed.failures, feed.state) == (0, FeedState.ACTIVE)
    assert Delivery.objects.get(feed=feed).outcome == "http_500"


def test_redelivering_and_rewinding_send_again_under_the_same_numbers(desk):
    with receiving() as receiver:
        feed = desk.webhook(receiver.url)
        for _ in range(3):
            desk.publish()
        desk.send()
        second = Delivery.objects.get(feed=feed, number=2)
        redeliver(delivery_id=second.pk, now=desk.now, actor=ACTOR)
        desk.send()
        rewind(feed_id=feed.pk, to_number=2, now=desk.now, actor=ACTOR)
        desk.send()
    assert [number for _, number, _ in told(receiver)] == [1, 2, 3, 2, 2, 3]
    second.refresh_from_db()
    assert second.sends == 3


def test_the_log_has_question_and_answer_and_no_secret(desk):
    answer = b"HTTP/1.1 500 Oops\r\ncontent-length: 9\r\n\r\nno memory"
    with receiving(lambda _: answer) as receiver:
        feed = desk.webhook(receiver.url + "?token=hidden")
        desk.publish()
        desk.send()
        signature = receiver.heads[0]["webhook-signature"]
    row = Attempt.objects.get(delivery__feed=feed)
    assert (row.status, row.outcome) == (500, "http_500")
    assert row.answer == "500 Oops\n\nno memory"
    assert "wireroom-number: 1" in row.request
    assert "Harbour reopens" in row.request
    for secret in ("hidden", signature.partition(",")[2], SECRET):
        assert secret not in row.request
    assert len(row.request) <= 4000


def test_a_huge_answer_is_cut_and_counts(desk):
    def pour(_request):
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            yield b"x" * 65536

    with receiving(pour) as receiver:
        feed = desk.webhook(receiver.url)
        desk.publish()
        desk.send()
    assert tries(feed) == [(1, "delivered")]
    assert len(Attempt.objects.get().answer) < 1200
