"""Numbering: what is released becomes the next number of every feed that it is for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from wireroom.customers.policy import Reason
from wireroom.delivery import waiting
from wireroom.delivery.choosing import Answer, Choice, Chooser, Wish, is_for_customers
from wireroom.delivery.ledger import Had, give_numbers, had_before
from wireroom.delivery.models import Feed, FeedState, Numbered
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import FOLLOWS_THE_READER
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry
from wireroom.wire.wakeup import notify_on_commit

NAME = "numbering"


class NumberingConsumer:
    """A `wire.consumers.Consumer` that writes a ledger: an entry is numbered once, ever."""

    name = NAME

    def __init__(self) -> None:
        self._chooser = Chooser()

    def handle(self, entry: Entry) -> None:
        """Give the entry's number in every feed that it is for."""
        number_once(entry, self._chooser, utc_now())

    def wipe(self) -> None:
        """Keep the ledger: what was numbered stays so. Begin anew only with another log."""
        self._chooser = Chooser()
        Numbered.realign()


def number_once(entry: Entry, chooser: Chooser, now: datetime) -> None:
    """Number an entry unless that was done before, or it is for nobody outside."""
    if Numbered.take(entry) and is_for_customers(entry):
        number(entry, chooser, now)


def number(entry: Entry, chooser: Chooser, now: datetime) -> None:
    """Number one version for every feed that it is for; what has to wait is put down to wait.

    A correction, hold or kill goes to each feed that has an earlier version, whatever its company
    may read today, at the level it had; where the receiver has got that one already it does not
    wait for a digest's hour.
    """
    feeds = _open_feeds(entry)
    had = had_before(entry.guid, entry.version) if _follows(entry) else {}
    chooser.begin(list(feeds.values()), now)
    judge = chooser.version(_chain(entry))
    choices = {pk: _with_ledger(judge.choose(wish), had.get(pk)) for pk, wish in feeds.items()}
    waiting.put(entry.seq, choices)
    chosen = {pk: choice for pk, choice in choices.items() if choice.answer is Answer.YES}
    at_once = {pk for pk, before in had.items() if before.left}
    if chosen and give_numbers(entry, chosen, now, at_once):
        notify_on_commit()


def _open_feeds(entry: Entry) -> Mapping[int, Wish]:
    """Give what every feed asks for that was there when the version was released."""
    rows = Feed.objects.exclude(state=FeedState.CLOSED).filter(made_at__lte=entry.released_at)
    columns = rows.values_list("pk", "company_id", "destination", "products", "query")
    return {
        pk: Wish(company, channel, tuple(products), query)
        for pk, company, channel, products, query in columns.order_by("pk")
    }


def _follows(entry: Entry) -> bool:
    return entry.item.update_type in FOLLOWS_THE_READER


def _chain(entry: Entry) -> list[Entry]:
    if entry.version == 1:
        return [entry]
    return [each for each in wire.versions(entry.guid) if each.version < entry.version] + [entry]


def _with_ledger(choice: Choice, had: Had | None) -> Choice:
    if had is None or (choice.answer is Answer.YES and choice.level >= had.level):
        return choice
    reason = Reason.FOLLOWS_EARLIER_VERSION.value
    return Choice(Answer.YES, max(had.level, choice.level), reason, choice.product)


def number_due(now: datetime) -> bool:
    """Number what was held with a delay and whose time has come; say whether there is more."""
    return waiting.number_due(now)
