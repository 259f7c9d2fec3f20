"""What a person sets for all topics."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from tests.factories.items import release
from tests.factories.matching import catch_up, make_reader, make_topic
from wireroom.kernel.clock import utc_now
from wireroom.kernel.errors import WireroomError
from wireroom.matching import queries, services
from wireroom.matching.models import Alert

pytestmark = pytest.mark.django_db


def test_who_has_chosen_nothing_lives_by_utc_and_reads_two_digests(now) -> None:
    assert queries.preferences_of([7])[7] == ("UTC", (8, 17))
    services.set_preferences(person_id=7, time_zone="Asia/Tokyo", digest_hours=[9, 9, 6], now=now)
    found = queries.preferences_of([7, 8])
    assert found[7] == ("Asia/Tokyo", (6, 9))
    assert found[8].time_zone == "UTC"


@pytest.mark.parametrize(
    ("zone", "hours", "field"),
    [
        ("Europe/Atlantis", [8], "time_zone"),
        ("UTC", [], "digest_hours"),
        ("UTC", [24], "digest_hours"),
        ("UTC", [-1], "digest_hours"),
    ],
)
def test_preferences_that_mean_nothing_are_refused(now, zone, hours, field) -> None:
    with pytest.raises(WireroomError) as found:
        services.set_preferences(person_id=7, time_zone=zone, digest_hours=hours, now=now)
    assert set(found.value.fields) == {field}


def test_a_digest_that_waits_goes_by_the_new_hours(matching) -> None:
    person, other = make_reader(), make_reader()
    for reader in (person, other):
        make_topic(reader, email="digest", on_screen=False)
    release()
    catch_up(matching)
    before = Alert.objects.get(person_id=other).next_attempt_at
    now = utc_now()
    hour = (now.hour + 1) % 24
    services.set_preferences(person_id=person, time_zone="UTC", digest_hours=[hour], now=now)
    due = Alert.objects.get(person_id=person).next_attempt_at
    assert (due.hour, due.minute) == (hour, 0)
    assert Alert.objects.get(person_id=other).next_attempt_at == before


def test_a_webhook_has_a_secret_that_changes_with_its_address_or_when_told(now) -> None:
    def set_webhook(url: str, **over: bool) -> str:
        return services.set_webhook(person_id=7, url=url, now=now, **over)

    first = set_webhook("https://example.com/a")
    assert first.startswith("whsec_")
    assert len(base64.b64decode(first.removeprefix("whsec_"))) == 32
    assert set_webhook("https://example.com/a") == first
    assert len({first, set_webhook("https://example.com/b")}) == 2
    second = queries.webhook_of(7).secret
    assert set_webhook("https://example.com/b", new_secret=True) != second


def test_a_disabled_webhook_says_why_until_it_is_set_again(now) -> None:
    url = "https://example.com/a"
    services.set_webhook(person_id=7, url=url, now=now)
    services.disable_webhook(person_id=7, reason="410 Gone", now=now)
    services.remove_webhook(person_id=7, now=datetime(2027, 1, 1, tzinfo=UTC))
    found = queries.webhook_of(7)
    assert (found.disabled_at, found.reason) == (now, "410 Gone")
    services.set_webhook(person_id=7, url=url, now=now)
    assert queries.webhook_of(7).disabled_at is None
    assert queries.webhook_of(8) is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com/a",
        "http://example.com/a",
        "http://127.0.0.1:9/a",
        "ftp://example.com/a",
        "https://",
        "https://user:password@example.com/a",
        "https://example.com:99999/a",
        "https://[::1/a",
        "https://example.com/a\nb",
        "https://example.com/" + "a" * 500,
    ],
)
def test_an_address_that_is_not_plain_https_is_refused(now, url) -> None:
    with pytest.raises(services.people.WebhookNotValid):
        services.set_webhook(person_id=7, url=url, now=now)
    assert queries.webhook_of(7) is None


def test_tests_may_post_to_their_own_machine_and_not_further(now, settings) -> None:
    settings.WIREROOM_WEBHOOKS_TO_LOOPBACK = True
    services.set_webhook(person_id=7, url="http://127.0.0.1:9/a", now=now)
    with pytest.raises(services.people.WebhookNotValid):
        services.set_webhook(person_id=7, url="http://example.com/a", now=now)
