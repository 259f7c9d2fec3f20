"""Over random histories, the boards hold exactly those who had an earlier version, once each.

The oracle is a list of what was done, kept by the test itself.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from tests.factories.customers import PersonFactory
from tests.factories.delivery import make_feed
from tests.factories.items import make_item, release
from tests.factories.recalls import boards, correct, gets, hold, kill, letters_to, reads
from wireroom.customers.models import OutgoingMail
from wireroom.delivery.models import Recall
from wireroom.delivery.recalls.consumer import RecallConsumer
from wireroom.delivery.recalls.tending import tend_all, tend_fresh
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import UpdateType
from wireroom.wire.consumers import rebuild
from wireroom.wire.entries import Entry

pytestmark = pytest.mark.django_db

CHANNELS = ("terminal", "export", "pane")
FEEDS = ("feed", "stream", "webhook", "sftp", "email")


class History:
    """Some minutes of a newsroom, and what everybody had before each recall."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.people = [PersonFactory() for _ in range(4)]
        self.feeds = [make_feed(name=f"feed {name}", destination=name) for name in FEEDS]
        self.stories: list[Entry] = [release() for _ in range(2)]
        self.had: dict[str, dict[tuple[str, int, str], int]] = defaultdict(dict)
        self.expected: dict[tuple[str, int], dict[tuple[str, int, str], int]] = {}
        self.sent: set[tuple[int, str, int]] = set()

    def live(self) -> None:
        """Do one thing at random."""
        entry = self.random.choice(self.stories)
        act = self.random.choice(
            (self.read, self.read, self.send, self.send, self.update, self.look)
        )
        act(entry)

    def read(self, entry: Entry) -> None:
        """Somebody has the newest version on the screen, or takes it away."""
        person, channel = self.random.choice(self.people), self.random.choice(CHANNELS)
        reads(person, entry, channel)
        by = "terminal" if channel == "pane" else channel
        self.had[entry.guid]["person", person.pk, by] = entry.version

    def send(self, entry: Entry) -> None:
        """A feed takes the newest version, or it fails without ever having been tried."""
        feed = self.random.choice(self.feeds)
        if (feed.pk, entry.guid, entry.version) in self.sent:
            return
        self.sent.add((feed.pk, entry.guid, entry.version))
        if self.random.random() < 0.3:
            gets(feed, entry, "void")
            return
        gets(feed, entry)
        self.had[entry.guid]["feed", feed.pk, feed.destination] = entry.version

    def update(self, entry: Entry) -> None:
        """A newer version is released; a recall finds whoever had one before."""
        if entry.item.is_killed:
            return
        kind = self.random.choice(("minor", "development", "correct", "hold", "kill"))
        if kind in {"minor", "development"}:
            types = {"minor": UpdateType.CORRECTION_MINOR, "development": UpdateType.DEVELOPMENT}
            newer = release(
                make_item(guid=entry.guid, version=entry.version + 1, update_type=types[kind])
            )
        else:
            newer = {"correct": correct, "hold": hold, "kill": kill}[kind](entry)
            self.expected[newer.guid, newer.version] = dict(self.had[newer.guid])
        self.stories[self.stories.index(entry)] = newer

    def look(self, _: Entry) -> None:
        """The worker and the deliverer have their turn; one may have crashed and begun anew."""
        boards()
        if self.random.random() < 0.3:
            with transaction.atomic():
                rebuild(RecallConsumer())
            boards()
        tend_fresh(utc_now())


def on_board(recall: Recall) -> dict[tuple[str, int, str], int]:
    """Give whom a board holds, in the oracle's words; a row too many would show as a collision."""
    rows = list(recall.recipients.all())
    found = {
        ("feed" if row.feed_id else "person", row.feed_id or row.person_id, row.channel):
        row.had_version
        for row in rows
    }  # fmt: skip
    assert len(found) == len(rows)
    return found


@pytest.mark.parametrize("seed", range(5))
def test_the_boards_hold_exactly_those_who_had_an_earlier_version(seed: int) -> None:
    history = History(Random(seed))
    for _ in range(30):
        history.live()
    history.look(history.stories[0])
    found = {(recall.guid, recall.version): on_board(recall) for recall in Recall.objects.all()}
    assert found.keys() == history.expected.keys()
    for key, expected in history.expected.items():
        assert found[key].keys() == expected.keys()


def letters_of(person: Any, word: str) -> int:
    return sum(letter.subject.startswith(word) for letter in letters_to(person))


@pytest.mark.parametrize("seed", range(5, 8))
def test_nobody_gets_two_letters_of_a_recall_and_nobody_of_a_newest_one_none(seed: int) -> None:
    history = History(Random(seed))
    for _ in range(30):
        history.live()
    history.look(history.stories[0])
    for recall in Recall.objects.all():
        rows = recall.recipients.filter(person_id__gt=0)
        letters = {row.mail_id for row in rows if row.mail_id}
        assert len(letters) == len({row.person_id for row in rows if row.mail_id})
        newer = Recall.objects.filter(guid=recall.guid, version__gt=recall.version)
        if not newer.exists():
            told = rows.exclude(mail_id=None) | rows.filter(state="acknowledged")
            assert set(rows) == set(told)
    assert OutgoingMail.objects.count() == len(
        {mail for mail in Recall.objects.values_list("recipients__mail_id", flat=True) if mail}
    )


def test_a_whole_kill_ends_with_nobody_outstanding() -> None:
    """From the kill to an empty list of outstanding ones, by every channel at once."""
    history = History(Random(99))
    entry = history.stories[0]
    for person in history.people:
        reads(person, entry)
    for feed in history.feeds:
        gets(feed, entry)
    newest = kill(entry)
    for feed in history.feeds:
        gets(feed, newest)
    board = boards()[0]
    assert board.recipients.filter(state="outstanding").count() == 9
    tend_fresh(utc_now())
    assert board.recipients.filter(state="outstanding").count() == 4
    OutgoingMail.objects.update(sent_at=utc_now())
    tend_all(utc_now() + timedelta(hours=1))
    assert board.recipients.filter(state="outstanding").count() == 0
    assert board.recipients.filter(state="delivered").count() == 9
