"""Recipients rise with what the ledger, the receipts, the alerts and the tokens say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.customers import AccessTokenFactory, PersonFactory, SubscriptionFactory
from tests.factories.delivery import make_feed
from tests.factories.items import release
from tests.factories.recalls import boards, gets, kill, killed_with_reader, reads, states
from wireroom.customers.models import AccessToken
from wireroom.delivery.recalls.tending import tend_all, tend_fresh
from wireroom.delivery.services.acknowledging import acknowledge_feed
from wireroom.delivery.services.outcomes import note_taken, note_void
from wireroom.kernel.clock import utc_now
from wireroom.matching.models import Alert

pytestmark = pytest.mark.django_db


def test_a_feed_that_takes_the_recall_has_it_and_one_that_does_not_is_outstanding() -> None:
    taking, hanging, voided = (make_feed(name=name) for name in ("taking", "hanging", "voided"))
    entry = release()
    for feed in (taking, hanging, voided):
        gets(feed, entry)
    newest = kill(entry)
    rows = {feed: gets(feed, newest, "pending") for feed in (taking, hanging, voided)}
    [board] = boards()
    now = utc_now()
    note_taken(delivery_id=rows[taking].pk, now=now)
    note_void(delivery_id=rows[voided].pk, why="unwritable", now=now)
    tend_fresh(now)
    expected = {"taking": "delivered", "hanging": "outstanding", "voided": "outstanding"}
    assert states(board) == expected
    assert board.recipients.get(feed_id=taking.pk).delivered_at == now


def test_a_feed_acknowledges_what_it_took_and_nothing_else() -> None:
    feed, other = make_feed(name="ours"), make_feed(name="another's")
    entry = release()
    gets(feed, entry)
    gets(other, entry)
    newest = kill(entry)
    gets(feed, newest)
    gets(other, newest)
    [board] = boards()
    now = utc_now()
    assert acknowledge_feed(feed_id=feed.pk, upto_number=1, now=now, by="desk system") == 1
    assert board.recipients.get(feed_id=feed.pk).state == "outstanding"
    assert acknowledge_feed(feed_id=feed.pk, upto_number=9, now=now, by="desk system") == 1
    assert acknowledge_feed(feed_id=feed.pk, upto_number=9, now=now, by="desk system") == 0
    row = board.recipients.get(feed_id=feed.pk)
    assert (row.state, row.acknowledged_at, row.acknowledged_by) == (
        "acknowledged",
        now,
        "desk system",
    )
    assert board.recipients.get(feed_id=other.pk).state == "outstanding"


def test_what_was_never_sent_cannot_be_acknowledged() -> None:
    feed = make_feed()
    entry = release()
    gets(feed, entry)
    gets(feed, kill(entry), "pending")
    [board] = boards()
    acknowledge_feed(feed_id=feed.pk, upto_number=9, now=utc_now(), by="desk system")
    assert board.recipients.get().state == "outstanding"


def test_an_acknowledgement_in_the_ledger_is_found_too() -> None:
    feed = make_feed()
    entry = release()
    gets(feed, entry)
    row = gets(feed, kill(entry))
    [board] = boards()
    row.acknowledged_at = utc_now()
    row.save()
    tend_all(utc_now())
    assert board.recipients.get().state == "acknowledged"


def test_opening_the_story_page_acknowledges_and_a_pane_that_renews_itself_delivers() -> None:
    opens, has_it_open, exports, away = (PersonFactory() for _ in range(4))
    entry = release()
    for person in (opens, has_it_open, exports, away):
        reads(person, entry)
    newest = kill(entry)
    [board] = boards()
    reads(opens, newest)
    reads(has_it_open, newest, "pane")
    reads(exports, newest, "export")
    rows = {row.person_id: row.state for row in board.recipients.all()}
    assert rows == {
        opens.pk: "acknowledged",
        has_it_open.pk: "delivered",
        exports.pk: "delivered",
        away.pk: "outstanding",
    }


def test_reading_another_story_says_nothing() -> None:
    board, person = killed_with_reader()
    reads(person, kill(release()))
    assert board.recipients.get().state == "outstanding"


def test_an_alert_about_the_kill_is_delivery_and_one_before_it_is_not() -> None:
    told, untold = PersonFactory(), PersonFactory()
    entry = release()
    reads(told, entry)
    reads(untold, entry)
    newest = kill(entry)
    [board] = boards()
    now = utc_now()
    facts = {"channel": "email", "seq": 1, "kind": "stop", "made_at": now, "sent_at": now}
    for person, version in ((told, newest.version), (untold, entry.version)):
        Alert.objects.create(
            person_id=person.pk,
            guid=entry.guid,
            version=version,
            state="sent",
            released_at=now,
            **facts,
        )
    tend_fresh(now)
    assert board.recipients.get(person_id=told.pk).state == "delivered"
    rows = board.recipients.filter(person_id=untold.pk)
    assert {row.state for row in rows} == {"outstanding"}


def test_a_token_that_is_used_after_the_recall_has_it_and_one_before_has_not() -> None:
    entry = release()
    company = SubscriptionFactory().company
    soon = entry.released_at + timedelta(microseconds=1)
    for name, scopes in (("comes back", ["stream"]), ("stays away", ["stream"]), ("any use", [])):
        AccessTokenFactory(name=name, company=company, last_used_at=soon, scopes=scopes)
    newest = kill(entry)
    [board] = boards()
    tend_fresh(utc_now())
    assert set(states(board).values()) == {"outstanding"}
    after = newest.released_at + timedelta(seconds=5)
    AccessToken.objects.exclude(name="stays away").update(last_used_at=after)
    tend_fresh(utc_now())
    rest = {"stays away": "outstanding", "any use": "outstanding"}
    assert states(board) == {"comes back": "delivered"} | rest


def test_old_boards_are_followed_while_somebody_is_outstanding() -> None:
    feed = make_feed()
    entry = release()
    gets(feed, entry)
    row = gets(feed, kill(entry), "pending")
    [board] = boards()
    later = utc_now() + timedelta(hours=3)
    note_taken(delivery_id=row.pk, now=later)
    tend_fresh(later)
    assert board.recipients.get().state == "outstanding", "no longer fresh"
    tend_all(later)
    assert board.recipients.get().state == "delivered"
