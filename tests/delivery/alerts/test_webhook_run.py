"""Webhooks, to real receivers on this machine."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest
from standardwebhooks import Webhook as Official

from tests.delivery.alerts.conftest import SECRET
from tests.delivery.webhooks.server import ok, receiving, status
from tests.factories.items import make_item, make_kill
from tests.factories.matching import make_reader, make_topic
from wireroom.customers.models import Person, Subscription
from wireroom.delivery.webhooks.posting import Poster
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Paragraph
from wireroom.matching.models import Webhook

WEBHOOK = "webhook"
CANARY = "zyxwvut"


def test_an_alert_is_posted_once_signed_and_with_the_item(house):
    with receiving() as receiver:
        house.reader(webhook=True, url="https://hooks.example.com/")
        house.webhook(Webhook.objects.get().pk, receiver.url)
        item = make_item()
        house.release(item)
        house.send()
        house.send()
    (head,), (text,) = receiver.heads, receiver.bodies
    said = Official(SECRET).verify(text, head)
    assert said["type"] == "alert.match"
    assert said["data"]["alert"] == head["webhook-id"]
    assert said["data"]["topics"] == [{"id": house.topic, "name": "harbour"}]
    assert said["data"]["item"]["guid"] == item.guid
    assert said["data"]["item"]["level"] == "full"
    assert said["data"]["item"]["body"][0]["text"] == "Ships moved again on Monday."
    assert house.states(WEBHOOK) == [("sent", "")]
    with pytest.raises(Exception, match="No matching signature"):
        Official("whsec_" + "A" * 32).verify(text, head)


def test_the_level_decides_what_is_in_it(house):
    with receiving() as receiver:
        person = make_reader(level="headline")
        house.webhook(person, receiver.url)
        make_topic(person, "harbour", webhook=True)
        house.release(body=(Paragraph(text=CANARY),), standfirst=CANARY)
        house.send()
    (text,) = receiver.bodies
    assert json.loads(text)["data"]["item"]["level"] == "headline"
    assert CANARY.encode() not in text


@pytest.mark.parametrize("way", ["right", "channel", "person", "kill", "webhook"])
def test_what_may_not_leave_any_more_does_not(house, way):
    with receiving() as receiver:
        person = house.reader(webhook=True, url=receiver.url)
        item = make_item(body=(Paragraph(text=CANARY),))
        house.release(item)
        if way == "right":
            Subscription.objects.update(active_to=utc_now() - timedelta(seconds=1))
        elif way == "channel":
            Subscription.objects.update(channels=["terminal", "email"])
        elif way == "person":
            Person.objects.filter(pk=person).update(is_active=False)
        elif way == "webhook":
            Webhook.objects.update(disabled_at=utc_now())
        else:
            house.release(make_kill(item))
        house.send()
    assert house.states(WEBHOOK)[0][0] == "dropped"
    assert all(CANARY.encode() not in text for text in receiver.bodies)
    assert [json.loads(text)["type"] for text in receiver.bodies] == (
        ["alert.stop"] if way == "kill" else []
    )


def test_a_crash_after_posting_posts_again_under_the_same_name(house):
    with receiving() as receiver:
        house.reader(webhook=True, url=receiver.url)
        house.release()
        house.send()
        house.alerts(WEBHOOK).update(state="pending", next_attempt_at=utc_now())
        house.new_sender()
        house.send()
    first, second = receiver.heads
    assert first["webhook-id"] == second["webhook-id"]
    assert receiver.bodies[0] == receiver.bodies[1]


def test_gone_disables_and_says_why(house):
    with receiving(status(410)) as receiver:
        house.reader(webhook=True, url=receiver.url)
        house.release()
        house.release()
        house.send()
        assert len(receiver.requests) == 1
    assert Webhook.objects.get().reason == "answered 410 Gone"
    assert [state for state, _ in house.states(WEBHOOK)] == ["failed", "dropped"]


def test_a_failure_is_tried_again_after_the_pause_that_was_asked_for(house):
    said = [status(503, retry_after="600")(b"")]
    with receiving(lambda request: said.pop() if said else ok(request)) as receiver:
        house.reader(webhook=True, url=receiver.url)
        house.release()
        now = utc_now()
        house.send(now)
        assert house.states(WEBHOOK) == [("pending", "answered 503")]
        house.send(now + timedelta(seconds=590))
        assert len(receiver.requests) == 1
        house.send(now + timedelta(seconds=610))
    assert len(receiver.requests) == 2
    assert house.states(WEBHOOK) == [("sent", "")]


def test_a_day_of_failures_is_given_up_and_the_webhook_stays(house):
    with receiving(status(500)) as receiver:
        house.reader(webhook=True, url=receiver.url)
        house.release()
        now = utc_now()
        for hour in range(26):
            house.send(now + timedelta(hours=hour))
        tried = len(receiver.requests)
        house.send(now + timedelta(hours=40))
        assert len(receiver.requests) == tried
    assert house.states(WEBHOOK) == [("failed", "answered 500")]
    assert Webhook.objects.get().disabled_at is None


def test_an_address_inside_is_never_called(house):
    with receiving() as receiver:
        house.reader(webhook=True, url=receiver.url)
        house.release()
        house.sender._runs[1]._poster = Poster()  # as in production: this machine is refused
        house.send()
    assert receiver.requests == []
    ((state, error),) = house.states(WEBHOOK)
    assert (state, error) == ("failed", "127.0.0.1 is not on the public internet.")


def test_receivers_that_hang_delay_nobody_and_are_asked_once(house):
    with receiving(lambda _: None) as hanging, receiving() as sound:
        for _ in range(8):
            house.reader(webhook=True, url=hanging.url)
        well = [house.reader(webhook=True, url=sound.url) for _ in range(3)]
        for _ in range(2):
            house.release()
        began_s = time.monotonic()
        while len(sound.requests) < 6 and time.monotonic() - began_s < 10:
            house.sender.turn(utc_now())
            house.sender.wait(0.05)
        in_time_s = time.monotonic() - began_s
        assert len(sound.requests) == 6
        assert in_time_s < 1.0 or len(hanging.requests) <= 8  # on a busy machine: still none waited
        house.send(within_s=20)
        assert len(hanging.requests) <= 8
    states = dict.fromkeys(well)
    for row in house.alerts(WEBHOOK).filter(person_id__in=well):
        states[row.person_id] = row.state
    assert set(states.values()) == {"sent"}
    others = house.alerts(WEBHOOK).exclude(person_id__in=well)
    assert {row.state for row in others} == {"pending"}


def test_one_address_gets_one_post_at_a_time(house):
    open_now, most = [0], [0]

    def slowly(_request):
        open_now[0] += 1
        most[0] = max(most[0], open_now[0])
        time.sleep(0.1)
        open_now[0] -= 1
        return ok(_request)

    with receiving(slowly) as receiver:
        house.reader(webhook=True, url=receiver.url)
        for _ in range(4):
            house.release()
        house.send()
        assert len(receiver.requests) == 4
    assert most == [1]


def test_a_backlog_longer_than_the_queue_goes_out_whole(house):
    with receiving() as receiver:
        house.reader(webhook=True, url=receiver.url)
        for _ in range(25):
            house.release()
        house.send()
        house.send(utc_now() + timedelta(seconds=6))
        names = [head["webhook-id"] for head in receiver.heads]
    assert len(names) == len(set(names)) == 25
