"""One click ends mail; a changed or old token ends nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.matching import make_reader, make_topic
from wireroom.delivery.alerts import unsubscribing
from wireroom.delivery.alerts.unsubscribing import LIFETIME
from wireroom.kernel.clock import utc_now
from wireroom.matching.models import AlertRule

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_reader()


@pytest.fixture
def topic(person):
    return make_topic(person, "harbour", email="instant", webhook=True, budget_per_hour=5)


def address(person, *topics, now=None):
    return f"/alerts/unsubscribe/{unsubscribing.token(person, topics, now or utc_now())}/"


def test_a_post_without_cookie_and_form_ends_the_mail_and_nothing_else(client, person, topic):
    other = make_topic(person, "volcano", email="digest")
    client.handler.enforce_csrf_checks = True
    url = address(person, topic)
    assert client.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    rule = AlertRule.objects.get(topic_id=topic)
    assert (rule.email, rule.webhook, rule.on_screen, rule.budget_per_hour) == (
        "none", True, True, 5,
    )  # fmt: skip
    assert AlertRule.objects.get(topic_id=other).email == "digest"
    assert client.post(url).status_code == 200  # twice is once


def test_a_look_at_the_page_changes_nothing(client, person, topic):
    answer = client.get(address(person, topic))
    assert "harbour" in answer.text
    assert AlertRule.objects.get(topic_id=topic).email == "instant"


def test_a_token_that_is_not_ours_ends_nothing(client, person, topic):
    good = address(person, topic)
    for url in (good[:-3] + "x/", "/alerts/unsubscribe/x/", "/alerts/unsubscribe/W10:a/"):
        assert client.post(url).status_code == 404
    old = address(person, topic, now=utc_now() - LIFETIME - timedelta(minutes=1))
    assert client.post(old).status_code == 404
    assert AlertRule.objects.get(topic_id=topic).email == "instant"
    almost = address(person, topic, now=utc_now() - LIFETIME + timedelta(minutes=1))
    assert client.post(almost).status_code == 200
    assert AlertRule.objects.get(topic_id=topic).email == "none"


def test_it_ends_only_what_the_person_has(client, person, topic):
    stranger = make_reader()
    assert client.post(address(stranger, topic)).status_code == 200
    assert AlertRule.objects.get(topic_id=topic).email == "instant"
