"""What a person sees of topics and alerts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.factories.items import make_item, make_kill, release
from tests.factories.matching import (
    catch_up,
    company_of,
    make_reader,
    make_topic,
    subscription_of,
    topic_row,
)
from wireroom.customers import services as customers
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Profile, UpdateType
from wireroom.matching import queries, services
from wireroom.matching.models import Alert


def test_the_number_of_topics_does_not_change_the_number_of_queries(
    db, django_assert_max_num_queries
) -> None:
    person = make_reader()
    now = utc_now()
    colleague = make_reader(company_of(person))
    for number in range(20):
        topic = make_topic(person, f"word{number} product:{_product(person)}", now)
        services.share_topic(person_id=person, topic_id=topic, shared=True, now=now)
    for reader in (person, colleague):
        with django_assert_max_num_queries(8):
            rows = queries.topics_of(reader, now)
        assert len(rows) == 20
        assert not any(row.trouble for row in rows)


def _product(person: int) -> str:
    return subscription_of(person).product.code


def test_unread_counts_by_topic_until_it_is_seen(matching) -> None:
    person, other = make_reader(), make_reader()
    harbour, storm = make_topic(person, "harbour"), make_topic(person, "storm")
    foreign = make_topic(other, "harbour")
    for _ in range(2):
        release()
    release(slugline="HARBOUR", headline="Harbour")
    catch_up(matching)
    assert queries.unread(person) == {harbour: 3, storm: 2}
    now = utc_now()
    assert services.mark_seen(person_id=person, topic_id=storm, now=now) == 2
    assert queries.unread(person) == {harbour: 1}
    assert topic_row(person, harbour, now).unread == 1
    assert services.mark_seen(person_id=person, topic_id=storm, now=now) == 0
    assert services.mark_seen(person_id=person, now=now) == 1
    assert queries.unread(person) == {}
    assert queries.unread(other) == {foreign: 3}


def test_the_alerts_of_a_story_are_seen_when_it_is_opened(matching) -> None:
    person, other = make_reader(), make_reader()
    storm = make_topic(person)
    make_topic(other)
    opened = release().guid
    release()
    catch_up(matching)
    assert services.mark_seen(person_id=person, guid=opened, now=utc_now()) == 1
    assert queries.unread(person) == {storm: 1}
    assert sum(queries.unread(other).values()) == 2


def test_a_story_that_came_in_three_versions_is_unread_once(matching) -> None:
    person = make_reader()
    storm = make_topic(person)
    first = release().item
    for version in (2, 3):
        release(replace(first, version=version, update_type=UpdateType.DEVELOPMENT))
    catch_up(matching)
    assert len(queries.alerts_of(person)) == 3
    assert queries.unread(person) == {storm: 1}


def test_only_what_has_been_scrolled_to_is_seen(matching) -> None:
    person = make_reader()
    make_topic(person)
    for _ in range(3):
        release()
    catch_up(matching)
    second = queries.alerts_of(person)[1]
    assert services.mark_seen(person_id=person, up_to=second.id, now=utc_now()) == 2
    assert [row.state for row in queries.alerts_of(person)] == ["sent", "seen", "seen"]


def test_alerts_on_screen_are_newest_first_after_another(matching) -> None:
    person = make_reader()
    make_topic(person, email="instant", sound=True)
    for _ in range(4):
        release()
    catch_up(matching)
    rows = queries.alerts_of(person)
    assert [row.seq for row in rows] == [4, 3, 2, 1]
    assert all(row.sound and not row.desktop for row in rows)
    assert queries.alerts_of(person, after_id=rows[1].id) == rows[:1]
    assert queries.alerts_of(person, limit=2) == rows[:2]
    assert queries.alerts_of(make_reader()) == []


def test_what_was_held_back_is_counted_apart_and_stays_held_back_when_seen(matching) -> None:
    person = make_reader()
    topic = make_topic(person, budget_per_hour=1)
    for _ in range(3):
        release()
    catch_up(matching)
    assert (queries.unread(person), queries.held_back(person)) == ({topic: 1}, {topic: 2})
    services.mark_seen(person_id=person, now=utc_now())
    assert queries.held_back(person) == {}
    states = Alert.objects.order_by("seq").values_list("state", flat=True)
    assert list(states) == ["seen", "held_back", "held_back"]


@pytest.fixture
def person(db: None) -> int:
    return make_reader()


def test_why_not_tells_what_may_not_be_read_like_what_there_is_not(matching) -> None:
    person = make_reader(genres=["genre:Interview"])
    topic = make_topic(person, "")
    hidden = release().guid
    test = release(profile=Profile.TEST).guid
    now = utc_now()
    answers = {queries.why(person, topic, guid, now) for guid in (hidden, test, "urn:none")}
    assert len(answers) == 1
    assert answers.pop().reason == "not_readable"


def test_why_says_what_made_it_match_and_what_became_of_it(matching, person) -> None:
    topic = make_topic(person, email="instant")
    guid = release().guid
    now = utc_now()
    assert queries.why(person, topic, guid, now).reason == "not_yet"
    catch_up(matching)
    found = queries.why(person, topic, guid, now)
    assert (found.reason, found.text) == ("alerted", "You were alerted.")
    assert found.channels == (("email", "pending"), ("screen", "sent"))
    assert [reason.text.lower() for reason in found.because] == ["harbour"]
    assert queries.why(person, topic, guid, now, version=2).reason == "not_readable"


def test_why_names_each_reason_for_silence(matching, person) -> None:
    early = release().guid
    topic = make_topic(person, budget_per_hour=1)
    item = make_item(headline="Wheat", slugline="", body=())
    now = utc_now()

    def reason(guid: str) -> str:
        return queries.why(person, topic, guid, now).reason

    assert reason(early) == "before_the_topic"
    assert reason(release(item).guid) == "no_match"
    first, second = release().guid, release().guid
    catch_up(matching)
    assert (reason(first), reason(second)) == ("alerted", "held_back")
    third = release().guid
    until = now + timedelta(hours=1)
    services.mute_story(person_id=person, guid=third, until=until, now=now)
    assert reason(third) == "story_muted"
    services.mute_topic(person_id=person, topic_id=topic, until=until, now=now)
    assert reason(third) == "topic_muted"
    services.set_rule(person_id=person, topic_id=topic, on_screen=False, now=now)
    assert reason(third) == "no_channel"


def test_why_explains_a_kill_that_the_topic_does_not_meet(matching, person) -> None:
    topic = make_topic(person)
    item = release().item
    catch_up(matching)
    release(make_kill(item, headline="KILL", slugline=""))
    catch_up(matching)
    found = queries.why(person, topic, item.guid, utc_now())
    assert (found.reason, found.because) == ("alerted", ())


def test_why_and_the_list_say_when_a_query_means_nothing_any_more(db) -> None:
    person = make_reader(code="gold")
    topic = make_topic(person, "product:gold")
    guid = release().guid
    now = utc_now()
    assert queries.topics_of(person, now)[0].trouble == ""
    customers.end_subscription(subscription_id=subscription_of(person).pk, now=now, actor=None)
    assert "gold" in queries.topics_of(person, now)[0].trouble
    assert queries.why(person, topic, guid, now).reason == "not_readable"


def test_why_about_somebody_else_s_topic_is_refused(person) -> None:
    topic = make_topic(make_reader())
    with pytest.raises(queries.TopicNotFound):
        queries.why(person, topic, release().guid, utc_now())


def test_why_says_that_a_late_product_alerts_nobody(matching) -> None:
    person = make_reader(delay_minutes=15)
    topic = make_topic(person)
    guid = release().guid
    catch_up(matching)
    now = utc_now()
    assert queries.why(person, topic, guid, now).reason == "not_readable"
    assert queries.why(person, topic, guid, now + timedelta(minutes=16)).reason == "delayed"
    prompt = make_reader()
    topic = make_topic(prompt)
    assert queries.why(prompt, topic, guid, now).reason == "before_the_topic"
