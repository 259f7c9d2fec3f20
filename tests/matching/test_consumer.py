"""Who is told of a release, and who must not be."""

from __future__ import annotations

from datetime import timedelta

from tests.factories.customers import (
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    StaffFactory,
    SubscriptionFactory,
)
from tests.factories.items import make_item, release
from tests.factories.matching import (
    catch_up,
    company_of,
    make_reader,
    make_topic,
    subscription_of,
    told,
)
from wireroom.customers import services as customers
from wireroom.customers.models import Person
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Profile
from wireroom.matching import consumer, queries, services
from wireroom.matching.models import Alert

SCREEN = (1, "screen", "match", "sent")


def test_a_release_that_meets_a_topic_alerts_its_owner_and_nobody_else(matching) -> None:
    hit, miss = make_reader(), make_reader()
    topic = make_topic(hit, "harbour")
    make_topic(miss, "wheat")
    release()
    catch_up(matching)
    assert told(hit) == [SCREEN]
    assert Alert.objects.get().topics == [topic]
    assert told(miss) == []


def test_each_channel_that_was_asked_for_gets_one_row(matching) -> None:
    person = make_reader()
    services.set_webhook(person_id=person, url="https://example.com/in", now=utc_now())
    make_topic(person, email="instant", webhook=True)
    make_topic(person, "storm", email="digest")
    release()
    catch_up(matching)
    assert told(person) == [
        (1, "digest", "match", "pending"),
        (1, "email", "match", "pending"),
        SCREEN,
        (1, "webhook", "match", "pending"),
    ]
    assert len(Alert.objects.get(channel="screen").topics) == 2


def test_without_a_webhook_or_with_a_disabled_one_nothing_waits_to_be_posted(matching) -> None:
    none, disabled = make_reader(), make_reader()
    services.set_webhook(person_id=disabled, url="https://example.com/in", now=utc_now())
    services.disable_webhook(person_id=disabled, reason="gone", now=utc_now())
    for person in (none, disabled):
        make_topic(person, webhook=True)
    release()
    catch_up(matching)
    assert told() == [SCREEN, SCREEN]


def test_a_topic_is_deaf_to_what_was_released_before_it_was_made(matching) -> None:
    person = make_reader()
    release()
    make_topic(person)
    release()
    catch_up(matching)
    assert [alert.seq for alert in Alert.objects.all()] == [2]


def test_a_new_a_changed_and_a_deleted_topic_count_for_the_very_next_release(matching) -> None:
    person = make_reader()
    catch_up(matching)
    topic = make_topic(person, "wheat")
    release()
    catch_up(matching)
    assert told() == []
    services.save_topic(person_id=person, topic_id=topic, name="x", query="harbour", now=utc_now())
    release()
    catch_up(matching)
    assert told() == [SCREEN]
    services.delete_topic(person_id=person, topic_id=topic, now=utc_now())
    release()
    catch_up(matching)
    assert told() == [SCREEN]


def test_what_no_product_of_the_company_covers_never_reaches_its_topics(matching) -> None:
    person = make_reader(genres=["genre:Interview"])
    make_topic(person, "")
    release()
    release(genre="genre:Interview")
    catch_up(matching)
    assert [alert.seq for alert in Alert.objects.all()] == [2]


def test_who_reads_headlines_is_matched_by_headlines_also_by_negation(matching) -> None:
    full, headline = make_reader(), make_reader(level="headline")
    for person in (full, headline):
        make_topic(person, "monday")
        make_topic(person, "harbour -monday")
    release()
    catch_up(matching)
    assert matched_by(full) == ["monday"]
    assert matched_by(headline) == ["harbour -monday"]


def matched_by(person: int) -> list[str]:
    topics = {pk for alert in Alert.objects.filter(person_id=person) for pk in alert.topics}
    return sorted(queries.topic_names(person, topics).values())


def test_an_ended_subscription_a_left_person_and_a_test_alert_nobody(matching) -> None:
    ended, left, reader = make_reader(), make_reader(), make_reader()
    for person in (ended, left, reader):
        make_topic(person)
    catch_up(matching)
    now = utc_now()
    customers.end_subscription(subscription_id=subscription_of(ended).pk, now=now, actor=None)
    customers.deactivate_person(person_id=left, now=now, actor=None)
    release(profile=Profile.TEST)
    release()
    catch_up(matching)
    assert {alert.person_id for alert in Alert.objects.all()} == {reader}


def test_a_right_that_begins_by_itself_counts_at_once(matching, monkeypatch) -> None:
    company = CompanyFactory()
    begins_at = utc_now() + timedelta(minutes=20)
    SubscriptionFactory(company=company, product=ProductFactory(), active_from=begins_at)
    person = make_reader(company)
    make_topic(person)
    release()
    catch_up(matching)
    assert told() == []
    monkeypatch.setattr(consumer, "utc_now", lambda: begins_at)
    release()
    catch_up(matching)
    assert told() == [SCREEN]


def test_a_new_product_of_a_known_person_is_noticed(matching) -> None:
    person = PersonFactory()
    make_topic(person.pk)
    release()
    catch_up(matching)
    assert told() == []
    customers.subscribe(
        company_id=person.company_id, product_id=ProductFactory().pk, now=utc_now(), actor=None
    )
    release()
    catch_up(matching)
    assert told() == [SCREEN]


def test_staff_are_alerted_too(matching) -> None:
    make_topic(StaffFactory().pk)
    release()
    catch_up(matching)
    assert told() == [SCREEN]


def test_a_colleague_is_alerted_by_a_shared_topic_only_by_a_rule_of_his_own(matching) -> None:
    owner = make_reader()
    colleague, idle = make_reader(company_of(owner)), make_reader(company_of(owner))
    topic = make_topic(owner)
    services.share_topic(person_id=owner, topic_id=topic, shared=True, now=utc_now())
    services.set_rule(person_id=colleague, topic_id=topic, now=utc_now())
    release()
    catch_up(matching)
    assert {alert.person_id for alert in Alert.objects.all()} == {owner, colleague}
    assert told(idle) == []
    services.share_topic(person_id=owner, topic_id=topic, shared=False, now=utc_now())
    release()
    catch_up(matching)
    assert len(told(owner)) == 2
    assert len(told(colleague)) == 1


def test_a_colleague_who_has_gone_to_another_company_hears_no_more(matching) -> None:
    owner = make_reader()
    colleague = make_reader(company_of(owner))
    topic = make_topic(owner)
    services.share_topic(person_id=owner, topic_id=topic, shared=True, now=utc_now())
    services.set_rule(person_id=colleague, topic_id=topic, now=utc_now())
    Person.objects.filter(pk=colleague).update(company=company_of(make_reader()))
    release()
    catch_up(matching)
    assert len(told(owner)) == 1
    assert told(colleague) == []


def test_two_companies_with_the_same_query_are_both_told(matching) -> None:
    people = [make_reader(), make_reader()]
    for person in people:
        make_topic(person, "harbour storm")
    release()
    catch_up(matching)
    assert [told(person) for person in people] == [[SCREEN], [SCREEN]]


def test_mutes_end_by_themselves(matching) -> None:
    person = make_reader()
    topic = make_topic(person)
    now = utc_now()
    services.mute_topic(person_id=person, topic_id=topic, until=now + timedelta(hours=1), now=now)
    release()
    catch_up(matching)
    assert told() == []
    services.mute_topic(person_id=person, topic_id=topic, until=now, now=now)
    item = make_item()
    services.mute_story(person_id=person, guid=item.guid, until=now + timedelta(hours=1), now=now)
    release(item)
    catch_up(matching)
    assert told() == []
    services.unmute_story(person_id=person, guid=item.guid, now=now)
    release(make_item(guid=item.guid, version=2))
    catch_up(matching)
    assert told() == [(2, "screen", "match", "sent")]


def test_beyond_the_budget_alerts_are_held_back_except_flashes_and_digests(matching) -> None:
    person = make_reader()
    make_topic(person, email="instant", budget_per_hour=2)
    other = make_reader()
    make_topic(other, email="digest", on_screen=False, budget_per_hour=1)
    for _ in range(3):
        release()
    release(urgency=1)
    catch_up(matching)
    screen = Alert.objects.filter(person_id=person, channel="screen").order_by("seq")
    assert [alert.state for alert in screen] == ["sent", "sent", "held_back", "sent"]
    mail = Alert.objects.filter(person_id=person, channel="email").order_by("seq")
    assert [alert.state for alert in mail] == ["pending", "pending", "held_back", "pending"]
    assert {state for *_, state in told(other)} == {"pending"}
    assert len(told(other)) == 4


def test_a_topic_without_budget_saves_what_another_one_would_hold_back(matching) -> None:
    person = make_reader()
    make_topic(person, budget_per_hour=1)
    release()
    make_topic(person, "storm")
    release()
    catch_up(matching)
    assert told() == [SCREEN, SCREEN]


def test_a_topic_of_a_product_that_is_gone_matches_nothing_and_says_so(matching) -> None:
    company = CompanyFactory()
    SubscriptionFactory(company=company, product=ProductFactory(code="all"))
    extra = SubscriptionFactory(company=company, product=ProductFactory(code="gold"))
    person = make_reader(company)
    make_topic(person, "product:gold")
    release()
    catch_up(matching)
    assert told() == [SCREEN]
    customers.end_subscription(subscription_id=extra.pk, now=utc_now(), actor=None)
    release()
    catch_up(matching)
    assert told() == [SCREEN]
    assert queries.topics_of(person, utc_now())[0].trouble


def test_a_date_in_a_topic_is_judged_on_the_day_of_the_release(matching) -> None:
    person = make_reader()
    make_topic(person, "harbour date:today")
    make_topic(person, "harbour date:last7d")
    release()
    catch_up(matching)
    assert len(Alert.objects.get().topics) == 2
