"""A feed that has been silent for too long is told of once; old attempts are forgotten."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.factories.customers import START
from tests.factories.delivery import make_delivery, make_feed
from wireroom.customers.models import OutgoingMail
from wireroom.delivery.models import Attempt, Delivery, Feed
from wireroom.delivery.tending import prune_attempts, tell_idle

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def watched(company, now, **facts):
    usual = {"made_at": now, "idle_after_minutes": 60, "idle_to": "desk@quay.example"}
    return make_feed(company, **usual | facts)


def test_silence_is_told_by_mail_once_and_again_after_the_next(company, now) -> None:
    feed = watched(company, now, name="Website")
    make_feed(company, made_at=now)
    assert tell_idle(now + HOUR - timedelta(seconds=1)) == 0
    assert tell_idle(now + HOUR) == 1
    assert tell_idle(now + 2 * HOUR) == 0
    (letter,) = OutgoingMail.objects.all()
    assert letter.to == "desk@quay.example"
    assert "Website" in letter.subject
    assert feed.code in letter.text
    make_delivery(feed, released_at=now + 3 * HOUR)
    assert tell_idle(now + 3 * HOUR + timedelta(minutes=59)) == 0
    assert tell_idle(now + 4 * HOUR) == 1
    assert OutgoingMail.objects.count() == 2


def test_a_feed_that_is_stopped_is_not_silent_and_begins_anew_when_resumed(company, now) -> None:
    feed = watched(company, now, state="paused")
    assert tell_idle(now + 2 * HOUR) == 0
    Feed.objects.filter(pk=feed.pk).update(state="active", state_at=now + 2 * HOUR)
    assert tell_idle(now + 2 * HOUR + timedelta(minutes=59)) == 0
    assert tell_idle(now + 3 * HOUR) == 1


def test_silence_is_posted_after_the_commit(
    company, now, django_capture_on_commit_callbacks
) -> None:
    feed = watched(company, now, idle_to="https://hooks.quay.example/idle")
    posts = []
    with django_capture_on_commit_callbacks(execute=True):
        assert tell_idle(now + HOUR, lambda post, _: posts.append(post)) == 1
        assert posts == []
    (post,) = posts
    assert post.url == "https://hooks.quay.example/idle"
    said = json.loads(post.body)
    assert (said["type"], said["data"]["feed"]) == ("feed.idle", feed.code)
    assert not OutgoingMail.objects.exists()


def test_old_attempts_are_forgotten_and_the_ledger_is_not(company, now) -> None:
    row = make_delivery(make_feed(company, made_at=START))
    for days in (0, 34, 36, 300):
        Attempt.objects.create(delivery=row, at=now - timedelta(days=days), outcome="failed")
    assert prune_attempts(now) is False
    assert Attempt.objects.count() == 2
    assert Delivery.objects.filter(pk=row.pk).exists()
