"""Topics and rules: what may be saved, and by whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.customers import PersonFactory, StaffFactory
from tests.factories.matching import company_of, make_reader, make_topic, topic_row
from wireroom.kernel.errors import WireroomError
from wireroom.matching import queries, services
from wireroom.matching.models import AlertRule, Topic, Turn

pytestmark = pytest.mark.django_db


def refused(call, **arguments) -> WireroomError:
    with pytest.raises(WireroomError) as found:
        call(**arguments)
    return found.value


def share(owner: int, now, shared: bool = True) -> int:
    topic = make_topic(owner, now=now)
    services.share_topic(person_id=owner, topic_id=topic, shared=shared, now=now)
    return topic


def test_a_new_topic_alerts_on_screen_and_stands_last(now) -> None:
    person = make_reader()
    first, second = make_topic(person, "gas", now), make_topic(person, "oil", now)
    rows = queries.topics_of(person, now)
    assert [(row.id, row.position, row.colour) for row in rows] == [
        (first, 0, "grey"),
        (second, 1, "grey"),
    ]
    assert rows[0].rule.on_screen
    assert rows[0].rule.email == "none"


def test_what_is_not_named_stays_as_it_is(now) -> None:
    person = make_reader()
    topic = services.save_topic(
        person_id=person, name=" Gas ", query="gas", folder=" Energy ", colour="red", now=now
    )
    services.save_topic(person_id=person, topic_id=topic, name="Oil", query="oil", now=now)
    row = topic_row(person, topic, now)
    assert (row.name, row.query, row.folder, row.colour) == ("Oil", "oil", "Energy", "red")


def test_a_bad_query_points_at_what_is_wrong_and_saves_nothing(now) -> None:
    error = refused(services.save_topic, person_id=make_reader(), name="x", query="a (b", now=now)
    assert error.code == "bad_query"
    assert error.at == 2
    unknown = {"name": "x", "query": "product:gold", "now": now}
    assert refused(services.save_topic, person_id=make_reader(), **unknown).code == "bad_query"
    assert not Topic.objects.exists()


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"folder": "x" * 61}, "folder"),
        ({"colour": "octarine"}, "colour"),
    ],
)
def test_what_is_not_valid_is_refused_by_field(now, over, field) -> None:
    arguments = {"person_id": make_reader(), "name": "x", "query": "", "now": now} | over
    error = refused(services.save_topic, **arguments)
    assert (error.code, set(error.fields)) == ("topic_not_valid", {field})
    assert not Topic.objects.exists()


def test_a_person_has_two_hundred_topics_at_most_deleted_ones_not_counted(now, monkeypatch) -> None:
    monkeypatch.setattr(services.topics, "MAX_TOPICS", 2)
    person = make_reader()
    topic = make_topic(person, now=now)
    make_topic(person, now=now)
    assert refused(make_topic, person_id=person, now=now).code == "too_many_topics"
    services.delete_topic(person_id=person, topic_id=topic, now=now)
    make_topic(person, now=now)
    make_topic(make_reader(), now=now)


def test_a_deleted_topic_is_gone_for_its_owner_and_kept_as_a_row(now) -> None:
    person = make_reader()
    topic = make_topic(person, now=now)
    services.delete_topic(person_id=person, topic_id=topic, now=now)
    assert queries.topics_of(person, now) == []
    gone = {"person_id": person, "topic_id": topic, "now": now}
    assert refused(services.delete_topic, **gone).code == "topic_not_found"
    assert refused(services.set_rule, **gone).code == "topic_not_found"
    assert Topic.objects.get().deleted_at == now
    assert queries.topic_names(person, [topic]) == {topic: "harbour"}


def test_what_a_colleague_has_stopped_sharing_has_no_name_any_more(now) -> None:
    owner, other = make_reader(), make_reader()
    topic = make_topic(owner, now=now)
    services.share_topic(person_id=owner, topic_id=topic, shared=True, now=now)
    assert queries.topic_names(other, [topic]) == {topic: "harbour"}
    services.share_topic(person_id=owner, topic_id=topic, shared=False, now=now)
    assert queries.topic_names(other, [topic]) == {}
    assert queries.topic_names(owner, [topic]) == {topic: "harbour"}


def test_a_shared_topic_is_seen_by_colleagues_and_by_nobody_else(now) -> None:
    owner, stranger, staff = make_reader(), make_reader(), StaffFactory().pk
    colleague = make_reader(company_of(owner))
    topic = share(owner, now)
    (row,) = queries.topics_of(colleague, now)
    assert (row.id, row.is_own, row.is_shared) == (topic, False, True)
    assert not row.rule.on_screen
    assert queries.topics_of(stranger, now) == queries.topics_of(staff, now) == []
    services.share_topic(person_id=owner, topic_id=topic, shared=False, now=now)
    assert queries.topics_of(colleague, now) == []


def test_a_colleague_sets_his_own_alerts_and_changes_nothing_else(now) -> None:
    owner, stranger = make_reader(), make_reader()
    colleague = make_reader(company_of(owner))
    topic = share(owner, now)
    services.set_rule(person_id=colleague, topic_id=topic, email="instant", now=now)
    assert topic_row(colleague, topic, now).rule.email == "instant"
    assert topic_row(owner, topic, now).rule.email == "none"
    theirs = {"topic_id": topic, "now": now}
    edit = {"name": "x", "query": "x"} | theirs
    for person, code in ((colleague, "not_your_topic"), (stranger, "topic_not_found")):
        assert refused(services.save_topic, person_id=person, **edit).code == code
        assert refused(services.delete_topic, person_id=person, **theirs).code == code
        assert refused(services.share_topic, person_id=person, shared=False, **theirs).code == code
    until = now + timedelta(hours=1)
    assert refused(services.set_rule, person_id=stranger, **theirs).code == "topic_not_found"
    refused(services.mute_topic, person_id=stranger, until=until, **theirs)


def test_who_belongs_to_no_company_shares_with_nobody(now) -> None:
    staff = StaffFactory().pk
    assert refused(share, owner=staff, now=now).code == "nobody_to_share_with"
    assert queries.topics_of(PersonFactory(company=None).pk, now) == []


def test_topics_are_put_in_order_and_in_folders_those_of_others_passed_over(now) -> None:
    person, other = make_reader(), make_reader()
    one, two, three = (make_topic(person, text, now) for text in ("one", "two", "three"))
    foreign = make_topic(other, now=now)
    places = [(three, "B"), (foreign, "B"), (one, "A")]
    services.reorder(person_id=person, places=places, now=now)
    rows = queries.topics_of(person, now)
    assert [(row.id, row.folder) for row in rows] == [(three, "B"), (one, "A"), (two, "")]
    assert topic_row(other, foreign, now).folder == ""
    bad = {"person_id": person, "places": [(one, "x" * 61)], "now": now}
    assert refused(services.reorder, **bad).code == "topic_not_valid"


@pytest.mark.parametrize("rule", [{"email": "pigeon"}, {"budget_per_hour": 0}])
def test_a_rule_that_means_nothing_is_refused(now, rule) -> None:
    person = make_reader()
    topic = make_topic(person, now=now)
    error = refused(services.set_rule, person_id=person, topic_id=topic, now=now, **rule)
    assert (error.code, set(error.fields)) == ("rule_not_valid", set(rule))


def test_sounds_come_with_what_is_on_screen_only(now) -> None:
    person = make_reader()
    make_topic(person, now=now, on_screen=False, sound=True, desktop=True)
    rule = AlertRule.objects.get()
    assert (rule.on_screen, rule.sound, rule.desktop) == (False, False, False)


def test_a_mute_outlasts_a_new_rule_and_ends_when_told(now) -> None:
    person = make_reader()
    topic = make_topic(person, now=now)
    until = now + timedelta(hours=1)
    services.mute_topic(person_id=person, topic_id=topic, until=until, now=now)
    services.set_rule(person_id=person, topic_id=topic, sound=True, now=now)
    assert topic_row(person, topic, now).rule.muted_until == until
    services.unmute_topic(person_id=person, topic_id=topic, now=now)
    assert topic_row(person, topic, now).rule.muted_until is None


def test_muted_stories_are_listed_until_they_are_over(now) -> None:
    person, other = make_reader(), make_reader()
    until = now + timedelta(hours=1)
    services.mute_story(person_id=person, guid="urn:a", until=until, now=now)
    services.mute_story(person_id=person, guid="urn:b", until=now, now=now)
    assert queries.muted_stories(person, now) == {"urn:a": until}
    assert queries.muted_stories(other, now) == {}
    services.unmute_story(person_id=person, guid="urn:a", now=now)
    assert queries.muted_stories(person, now) == {}


def test_every_change_that_the_matcher_must_hear_of_has_the_next_number(now) -> None:
    person = make_reader()
    topic = make_topic(person, now=now)
    assert Topic.objects.get().change_number == 1
    services.set_rule(person_id=person, topic_id=topic, now=now)
    services.share_topic(person_id=person, topic_id=topic, shared=True, now=now)
    services.delete_topic(person_id=person, topic_id=topic, now=now)
    assert Topic.objects.get().change_number == Turn.objects.get().number == 4
