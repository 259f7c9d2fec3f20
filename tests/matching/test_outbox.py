"""What waits to leave the house, and what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.items import release
from tests.factories.matching import catch_up, make_reader, make_topic, told
from wireroom.kernel.clock import utc_now
from wireroom.matching import queries, services
from wireroom.matching.models import Alert

DAY = timedelta(days=1)


@pytest.fixture
def mail(matching) -> list[int]:
    """Two people with two mails each, ready to go; their ids."""
    people = [make_reader(), make_reader()]
    for person in people:
        make_topic(person, email="instant", on_screen=False)
    release()
    release()
    catch_up(matching)
    return people


def test_what_is_due_comes_once_it_is_due_by_its_channel(mail) -> None:
    now = utc_now()
    assert len(queries.due(now, "email", 10)) == 4
    assert len(queries.due(now, "email", 3)) == 3
    assert queries.due(now - DAY, "email", 10) == []
    assert queries.due(now, "webhook", 10) == []
    first = queries.due(now, "email", 1)[0]
    assert (first.person_id, first.seq, first.attempts) == (mail[0], 1, 0)


def test_a_digest_comes_whole_whatever_the_limit(matching) -> None:
    people = [make_reader(), make_reader()]
    for person in people:
        make_topic(person, email="digest", on_screen=False)
    for _ in range(3):
        release()
    catch_up(matching)
    now = utc_now()
    assert queries.due(now, "digest", 5) == []
    found = queries.due(now + DAY, "digest", 1)
    assert [(due.person_id, due.seq) for due in found] == [(people[0], n) for n in (1, 2, 3)]
    assert len(queries.due(now + DAY, "digest", 2)) == 6
    claimed = services.claim_due(channel="digest", limit=1, now=now + DAY)
    assert [due.id for due in claimed] == [due.id for due in found]
    rest = queries.due(now + DAY, "digest", 5)
    assert {due.person_id for due in rest} == {people[1]}


def test_what_somebody_has_claimed_is_his_until_the_lease_ends(mail) -> None:
    now = utc_now()
    mine = services.claim_due(channel="email", limit=3, now=now, lease_s=60)
    theirs = services.claim_due(channel="email", limit=3, now=now, lease_s=60)
    assert [len(mine), len(theirs)] == [3, 1]
    assert {due.attempts for due in mine} == {1}
    assert services.claim_due(channel="email", limit=3, now=now + timedelta(seconds=59)) == []
    again = services.claim_due(channel="email", limit=9, now=now + timedelta(seconds=61))
    assert {due.attempts for due in again} == {2}
    assert len(again) == 4


def test_what_was_sent_dropped_or_given_up_is_never_due_again(mail) -> None:
    now = utc_now()
    sent, failed, dropped, later = (due.id for due in queries.due(now, "email", 4))
    services.record_sent(alert_ids=[sent], now=now)
    services.record_failed(alert_ids=[failed], error="550", retry_at=None, now=now)
    services.record_dropped(alert_ids=[dropped], reason="right revoked", now=now)
    services.record_failed(alert_ids=[later], error="421", retry_at=now + DAY, now=now)
    assert queries.due(now, "email", 9) == []
    assert [due.id for due in queries.due(now + DAY, "email", 9)] == [later]
    states = dict(Alert.objects.values_list("pk", "state"))
    expected = {sent: "sent", failed: "failed", dropped: "dropped", later: "pending"}
    assert states == expected
    errors = dict(Alert.objects.values_list("pk", "error"))
    assert errors == {sent: "", failed: "550", dropped: "right revoked", later: "421"}


def test_an_outcome_is_recorded_once(mail) -> None:
    now = utc_now()
    ids = [due.id for due in queries.due(now, "email", 9)]
    services.record_sent(alert_ids=ids, now=now)
    services.record_failed(alert_ids=ids, error="late news", retry_at=now, now=now)
    services.record_dropped(alert_ids=ids, reason="late news", now=now)
    assert {row[-1] for row in told()} == {"sent"}
    assert set(Alert.objects.values_list("error", flat=True)) == {""}
