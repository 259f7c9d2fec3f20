"""Corrections, holds and kills go after the alerts."""

from __future__ import annotations

from datetime import timedelta

from tests.factories.customers import (
    CompanyFactory,
    ProductFactory,
    SubscriptionFactory,
)
from tests.factories.items import make_item, make_kill, release
from tests.factories.matching import (
    catch_up,
    make_reader,
    make_topic,
    told,
)
from wireroom.customers import services as customers
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Paragraph, UpdateType
from wireroom.matching import services
from wireroom.matching.models import Alert

SCREEN = (1, "screen", "match", "sent")


def correction(of, kind=UpdateType.CORRECTION_FACT, **over):
    return make_item(
        guid=of.guid,
        version=of.version + 1,
        update_type=kind,
        headline="Other",
        slugline="",
        **over,
    )


def test_a_correction_follows_the_alert_whatever_the_query_says(matching) -> None:
    person, stranger = make_reader(), make_reader()
    topic = make_topic(person, email="instant")
    make_topic(stranger, "wheat")
    item = release().item
    catch_up(matching)
    services.delete_topic(person_id=person, topic_id=topic, now=utc_now())
    release(correction(item, body=(Paragraph(text="Nothing."),)))
    catch_up(matching)
    assert told(person)[2:] == [
        (2, "email", "correction", "pending"),
        (2, "screen", "correction", "sent"),
    ]
    assert Alert.objects.filter(version=2)[0].topics == [topic]
    assert told(stranger) == []


def test_who_hears_of_a_story_first_by_its_correction_hears_of_a_match(matching) -> None:
    person = make_reader()
    make_topic(person, "wheat")
    item = release().item
    release(correction(item, body=(Paragraph(text="It was wheat."),)))
    catch_up(matching)
    assert told() == [(2, "screen", "match", "sent")]


def test_a_kill_reaches_who_was_alerted_when_rights_and_codes_have_gone(matching) -> None:
    company = CompanyFactory()
    subscription = SubscriptionFactory(
        company=company, product=ProductFactory(genres=["genre:Interview"])
    )
    person = make_reader(company)
    make_topic(person, budget_per_hour=1)
    item = release(genre="genre:Interview").item
    catch_up(matching)
    now = utc_now()
    services.mute_story(person_id=person, guid=item.guid, until=now + timedelta(days=1), now=now)
    customers.end_subscription(subscription_id=subscription.pk, now=now, actor=None)
    release(make_kill(item, genre="genre:Current"))
    catch_up(matching)
    assert told() == [SCREEN, (2, "screen", "stop", "sent")]


def test_a_kill_does_not_reach_a_person_who_has_left_nor_one_who_was_not_told(matching) -> None:
    left, never = make_reader(), make_reader()
    make_topic(left)
    make_topic(never, "wheat")
    item = release().item
    catch_up(matching)
    customers.deactivate_person(person_id=left, now=utc_now(), actor=None)
    release(make_kill(item, headline="KILL", slugline=""))
    catch_up(matching)
    assert told() == [SCREEN]


def test_a_muted_story_is_silent_about_small_corrections_not_about_facts(matching) -> None:
    person = make_reader()
    make_topic(person)
    item = release().item
    catch_up(matching)
    now = utc_now()
    services.mute_story(person_id=person, guid=item.guid, until=now + timedelta(days=1), now=now)
    second = release(correction(item, UpdateType.CORRECTION_MINOR)).item
    release(correction(second))
    catch_up(matching)
    assert told() == [SCREEN, (3, "screen", "correction", "sent")]


def test_a_kill_of_what_a_digest_has_told_does_not_wait_for_the_next_digest(matching) -> None:
    person = make_reader()
    make_topic(person, email="digest", on_screen=False)
    item = release().item
    catch_up(matching)
    first = Alert.objects.get()
    assert first.next_attempt_at > utc_now()
    services.record_sent(alert_ids=[first.pk], now=utc_now())
    release(make_kill(item))
    catch_up(matching)
    assert Alert.objects.get(version=2).next_attempt_at <= utc_now()


def test_what_was_held_back_is_not_followed(matching) -> None:
    person = make_reader()
    make_topic(person, budget_per_hour=1)
    release()
    item = release().item
    catch_up(matching)
    release(correction(item, body=()))
    catch_up(matching)
    assert [row[0] for row in told()] == [1, 1]


def test_a_kill_is_never_too_old(matching, monkeypatch) -> None:
    person = make_reader()
    make_topic(person, email="instant", on_screen=False)
    item = release().item
    catch_up(matching)
    release(make_kill(item))
    later = utc_now() + timedelta(days=3)
    monkeypatch.setattr("wireroom.matching.consumer.utc_now", lambda: later)
    catch_up(matching)
    assert told()[1:] == [(2, "email", "stop", "pending")]
