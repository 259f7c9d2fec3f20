"""Digests: one mail at a person's hours, with all that waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.items import make_item, make_kill
from tests.factories.matching import make_topic
from wireroom.kernel.newsitem import Correction, UpdateType
from wireroom.matching import services
from wireroom.matching.models import Alert
from wireroom.matching.rules import next_digest

DIGEST = "digest"


def body(found):
    return found.get_body(("plain",)).get_content()


def due_now(house):
    """Move the clock to the digest hour of everything that waits."""
    return max(house.alerts(DIGEST).values_list("next_attempt_at", flat=True))


def test_everything_that_waits_comes_in_one_mail_by_topic_newest_first(house, mail):
    person = house.reader(email="digest")
    make_topic(person, "volcano", email="digest")
    house.release(headline="Harbour one")
    house.release(headline="Harbour two")
    house.release(headline="Volcano erupts", slugline="VOLCANO")
    house.send()
    assert mail.messages == []  # its hour has not come
    at = due_now(house)
    house.send(at)
    house.send(at + timedelta(hours=30))  # nothing waits: no mail
    (found,) = mail.messages
    assert found["subject"].strip() == "Wireroom digest: 3 stories"
    text = body(found)
    assert text.index("Harbour two") < text.index("Harbour one")
    assert text.index("== volcano ==") < text.index("Volcano erupts") < text.index("== harbour ==")
    assert {state for state, _ in house.states(DIGEST)} == {"sent"}


def test_a_story_with_several_versions_stands_there_once_and_corrections_on_top(house, mail):
    house.reader(email="digest")
    item = make_item(headline="Harbour closes")
    house.release(item)
    house.release(headline="Harbour news")
    corrected = make_item(
        guid=item.guid,
        version=2,
        headline="Harbour opens",
        update_type=UpdateType.CORRECTION_FACT,
        correction=Correction(was="closes", now="opens"),
    )
    house.release(corrected)
    Alert.objects.filter(channel=DIGEST).update(next_attempt_at=datetime(2030, 1, 1, tzinfo=UTC))
    house.send(datetime(2030, 1, 1, tzinfo=UTC))
    (found,) = mail.messages
    text = body(found)
    assert found["subject"].strip() == "Wireroom digest: 2 stories, 1 corrected or withdrawn"
    assert "Harbour closes" not in text
    assert text.index("CORRECTED: Harbour opens") < text.index("Harbour news")
    assert "Was: closes" in text
    assert {state for state, _ in house.states(DIGEST)} == {"sent"}


def test_what_was_killed_before_the_hour_is_not_in_it(house, mail):
    house.reader(email="digest")
    item = make_item(headline="Harbour secret")
    house.release(item)
    house.release(headline="Harbour fine")
    house.release(make_kill(item))
    house.send()
    house.send(due_now(house))
    assert all("secret" not in body(found) for found in mail.messages)
    assert any("Harbour fine" in body(found) for found in mail.messages)


def test_when_all_of_it_is_gone_there_is_no_mail(house, mail):
    house.reader(email="digest")
    item = make_item()
    house.release(item)
    house.release(make_kill(item))
    house.alerts(DIGEST).filter(version=2).update(state="seen")
    house.send(due_now(house))
    assert mail.messages == []
    assert house.states(DIGEST)[0] == ("dropped", "killed since")


def test_an_hour_that_was_missed_is_made_up_for_once(house, mail):
    house.reader(email="digest")
    house.release()
    late = due_now(house) + timedelta(hours=5, minutes=11)
    house.send(late)
    house.send(late + timedelta(hours=1))
    assert len(mail.messages) == 1


def test_a_digest_sent_again_after_a_crash_is_recognised(house, mail):
    house.reader(email="digest")
    house.release()
    house.release(headline="Harbour two")
    at = due_now(house)
    house.send(at)
    house.alerts(DIGEST).update(state="pending", next_attempt_at=at)
    house.new_sender()
    house.send(at)
    first, second = mail.messages
    assert first["message-id"] == second["message-id"]


def test_each_gets_an_own_mail_at_an_own_hour(house, mail):
    early, late = house.reader(email="digest"), house.reader(email="digest")
    for person, zone in ((early, "Asia/Tokyo"), (late, "America/New_York")):
        now = datetime(2026, 1, 1, tzinfo=UTC)
        services.set_preferences(person_id=person, time_zone=zone, digest_hours=[8], now=now)
    house.release()
    moments = {row.person_id: row.next_attempt_at for row in house.alerts(DIGEST)}
    assert (moments[early].hour, moments[late].hour in {12, 13}) == (23, True)
    house.send(min(moments.values()))
    assert len(mail.messages) == 1
    house.send(max(moments.values()))
    assert len(set(mail.recipients)) == len(mail.recipients) == 2


@pytest.mark.parametrize(
    ("now", "hours", "expected"),
    [
        ("2026-03-29T00:30", [2], "2026-03-29T01:00"),  # 02:00 is skipped: it comes as 03:00 CEST
        ("2026-03-28T00:30", [2], "2026-03-28T01:00"),  # the day before it is there
        ("2026-10-24T23:30", [2], "2026-10-25T00:00"),  # 02:00 twice: the first, CEST
        ("2026-10-25T00:00", [2], "2026-10-26T01:00"),  # and not the second, an hour later
        ("2026-11-24T07:00", [8, 17], "2026-11-24T16:00"),  # 08:00 CET is now: the next one
    ],
)
def test_hours_that_the_clock_skips_or_has_twice_come_once(now, hours, expected):
    moment = next_digest(datetime.fromisoformat(now).replace(tzinfo=UTC), "Europe/Paris", hours)
    assert moment == datetime.fromisoformat(expected).replace(tzinfo=UTC)
