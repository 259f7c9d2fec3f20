"""Every correction of fact, hold and kill opens its board, with everybody who has the story."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.factories.customers import (
    AccessTokenFactory,
    CompanyFactory,
    PersonFactory,
    SubscriptionFactory,
)
from tests.factories.delivery import make_feed
from tests.factories.items import make_item, release
from tests.factories.matching import catch_up
from tests.factories.recalls import boards, correct, gets, hold, kill, reads, states
from wireroom.customers.models import OutgoingMail, Subscription
from wireroom.delivery.numbering import NumberingConsumer
from wireroom.delivery.recalls import consumer
from wireroom.delivery.recalls.consumer import RecallConsumer, open_board
from wireroom.delivery.recalls.tending import tend_fresh
from wireroom.delivery.services.outcomes import note_taken
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Profile, UpdateType
from wireroom.matching.models import Alert
from wireroom.wire.consumers import rebuild

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("recalled", [correct, hold, kill])
def test_a_recall_opens_a_board_with_whoever_read_an_earlier_version(recalled: Any) -> None:
    reader, _stranger = PersonFactory(), PersonFactory()
    entry = release()
    reads(reader, entry)
    newest = recalled(entry)
    [board] = boards()
    assert (board.guid, board.version, board.seq) == (entry.guid, 2, newest.seq)
    assert board.entry_hash == newest.hash.hex()
    row = board.recipients.get()
    assert (row.person_id, row.company_id, row.channel) == (
        reader.pk,
        reader.company_id,
        "terminal",
    )
    assert (row.had_version, row.state) == (1, "outstanding")
    assert row.company == reader.company.name


@pytest.mark.parametrize("update_type", ["correction_minor", "development", "writethru", "repeat"])
def test_other_updates_open_none(update_type: str) -> None:
    entry = release()
    reads(PersonFactory(), entry)
    correct(entry, update_type)
    assert boards() == []


def test_a_test_opens_none() -> None:
    entry = release(profile=Profile.TEST)
    release(
        make_item(
            guid=entry.guid, version=2, update_type=UpdateType.HOLD, profile=Profile.TEST, body=()
        )
    )
    assert boards() == []


def test_nobody_who_had_another_story_is_on_the_board() -> None:
    entry, other = release(), release()
    reads(PersonFactory(), other)
    gets(make_feed(), other)
    kill(entry)
    assert boards()[0].recipients.count() == 0


def test_whoever_lapsed_since_is_on_the_board_all_the_same() -> None:
    reader = PersonFactory()
    entry = release()
    reads(reader, entry)
    reader.company.active = False
    reader.company.save()
    kill(entry)
    assert states(boards()[0]) == {f"{reader.name}, {reader.email}": "outstanding"}


def test_the_ledger_brings_a_kill_to_a_feed_whose_company_lapsed_since() -> None:
    """With the true ledger in between: numbered, taken, lapsed, killed, numbered again, taken."""
    held = SubscriptionFactory()
    feed = make_feed(held.company, name="ours")
    make_feed(name="of nobody who may read")
    numbering = NumberingConsumer()
    entry = release()
    catch_up(numbering)
    note_taken(delivery_id=feed.deliveries.get().pk, now=utc_now())
    Subscription.objects.filter(pk=held.pk).update(active_to=utc_now())
    killed = kill(entry)
    catch_up(numbering)
    [board] = boards()
    row = board.recipients.get()
    assert (row.name, row.state) == ("ours", "outstanding")
    assert row.delivery == feed.deliveries.get(version=killed.version)
    note_taken(delivery_id=row.delivery.pk, now=utc_now())
    tend_fresh(utc_now())
    assert states(board) == {"ours": "delivered"}


def test_feeds_that_took_tried_or_could_fetch_are_on_the_board_and_others_not() -> None:
    entry = release()
    gets(make_feed(name="took"), entry)
    gets(make_feed(name="tried", destination="webhook"), entry, "pending", attempts=1)
    gets(make_feed(name="lay to fetch", destination="stream"), entry, "pending")
    gets(make_feed(name="took, then void"), entry, "void", sends=1)
    gets(make_feed(name="waits", destination="webhook"), entry, "pending")
    gets(make_feed(name="never sent", destination="sftp"), entry, "void")
    gets(make_feed(name="a test"), entry, numbered=False)
    kill(entry)
    assert set(states(boards()[0])) == {"took", "tried", "lay to fetch", "took, then void"}


def test_a_feed_is_tied_to_the_row_that_brings_it_the_recall_also_when_that_comes_later() -> None:
    feed, late = make_feed(), make_feed()
    entry = release()
    gets(feed, entry)
    gets(late, entry)
    newest = kill(entry)
    first = gets(feed, newest, "pending")
    board = boards()[0]
    assert board.recipients.get(feed_id=feed.pk).delivery_id == first.pk
    assert board.recipients.get(feed_id=late.pk).delivery_id is None
    second = gets(late, newest, "pending")
    tend_fresh(utc_now())
    assert board.recipients.get(feed_id=late.pk).delivery_id == second.pk


def alert(person: Any, guid: str, version: int, channel: str, **facts: Any) -> Alert:
    now = utc_now()
    usual = {"kind": "match", "state": "sent", "made_at": now, "released_at": now, "sent_at": now}
    return Alert.objects.create(
        person_id=person.pk, guid=guid, version=version, channel=channel, seq=1, **usual | facts
    )


def test_alerts_by_mail_and_webhook_count_and_those_on_screen_not() -> None:
    mailed, hooked, screened, waiting, failed = (PersonFactory() for _ in range(5))
    entry = release()
    alert(mailed, entry.guid, 1, "digest")
    alert(hooked, entry.guid, 1, "webhook")
    alert(screened, entry.guid, 1, "screen")
    alert(waiting, entry.guid, 1, "email", state="pending", sent_at=None)
    alert(failed, entry.guid, 1, "email", state="failed", sent_at=None, attempts=8)
    kill(entry)
    found = boards()[0].recipients.values_list("person_id", "channel")
    assert set(found) == {(mailed.pk, "email"), (hooked.pk, "webhook")}


def test_tokens_that_could_read_and_were_in_use_since_are_on_the_board_and_others_not() -> None:
    entry = release()
    reading = SubscriptionFactory().company
    soon, before = entry.released_at + timedelta(seconds=1), entry.released_at - timedelta(days=1)
    AccessTokenFactory(name="in use", company=reading, last_used_at=soon)
    AccessTokenFactory(name="idle", company=reading, last_used_at=before)
    AccessTokenFactory(name="never used", company=reading)
    AccessTokenFactory(name="no stream", company=reading, last_used_at=soon, scopes=["api"])
    AccessTokenFactory(name="no rights", last_used_at=soon)
    revoked = AccessTokenFactory(name="revoked", company=reading, last_used_at=soon)
    revoked.revoked_at = soon
    revoked.save()
    kill(entry)
    board = boards()[0]
    assert set(states(board)) == {"in use", "revoked"}
    assert set(board.recipients.values_list("channel", flat=True)) == {"stream"}


def test_a_token_whose_company_lapsed_between_is_on_the_board() -> None:
    entry = release()
    held = SubscriptionFactory()
    soon = entry.released_at + timedelta(milliseconds=1)
    AccessTokenFactory(name="in use", company=held.company, last_used_at=soon)
    Subscription.objects.filter(pk=held.pk).update(active_to=soon)
    kill(entry)
    assert set(states(boards()[0])) == {"in use"}


def test_a_replay_and_a_new_look_change_nothing() -> None:
    entry = release()
    reads(PersonFactory(), entry)
    gets(make_feed(), entry)
    kill(entry)
    [board] = boards()
    rows = list(board.recipients.values())
    with transaction.atomic():
        rebuild(RecallConsumer())
    assert boards() == [board]
    assert list(board.recipients.values()) == rows


def test_a_receipt_that_is_written_after_the_recall_comes_to_light() -> None:
    late = PersonFactory()
    entry = release()
    kill(entry)
    board = boards()[0]
    reads(late, entry)
    assert board.recipients.count() == 0
    tend_fresh(utc_now())
    assert [row.person_id for row in board.recipients.all()] == [late.pk]


def test_whoever_opens_the_old_version_long_after_a_correction_needs_no_letter() -> None:
    soon, long_after = PersonFactory(), PersonFactory()
    entry = release()
    at = correct(entry).released_at
    reads(soon, entry, at=at + timedelta(seconds=2))
    reads(long_after, entry, at=at + timedelta(hours=1))
    assert [row.person_id for row in boards()[0].recipients.all()] == [soon.pk]


def test_history_opens_no_board_where_boards_are_new() -> None:
    entry = release()
    reads(PersonFactory(), entry)
    killed = kill(entry)
    now = killed.released_at + consumer._STILL_NEWS_FOR
    assert open_board(killed, now + timedelta(seconds=1)) is None
    assert open_board(killed, now) is not None


def test_a_kill_overtakes_an_open_correction_and_its_unsent_letter() -> None:
    reader = PersonFactory()
    entry = release()
    reads(reader, entry)
    second = correct(entry)
    boards()
    tend_fresh(utc_now())
    kill(second)
    corrected, killed = boards()
    assert corrected.recipients.get().state == "waived"
    assert "Replaced by version 3" in corrected.recipients.get().note
    assert killed.recipients.get().state == "outstanding"
    letter = OutgoingMail.objects.get(to=reader.email)
    assert (letter.failed_at is not None, letter.text) == (True, "")


def test_a_kill_leaves_what_was_delivered_of_a_correction_as_it_was() -> None:
    entry = release()
    feed = make_feed()
    gets(feed, entry)
    second = correct(entry)
    gets(feed, second)
    boards()
    tend_fresh(utc_now())
    kill(second)
    corrected, killed = boards()
    assert corrected.recipients.get().state == "delivered"
    assert killed.recipients.get().had_version == 2


def test_the_board_names_a_story_without_a_word_of_its_text() -> None:
    correct(release())
    hold(release(slugline="", headline="Secret merger"))
    named, unnamed = boards()
    assert named.headline == "HARBOUR-STORM"
    assert unnamed.headline.startswith("story of ")


def test_whoever_changed_companies_is_on_the_board_for_the_one_of_then() -> None:
    reader, other = PersonFactory(), CompanyFactory()
    then = reader.company
    entry = release()
    reads(reader, entry)
    reader.company = other
    reader.save()
    kill(entry)
    assert boards()[0].recipients.get().company_id == then.pk
