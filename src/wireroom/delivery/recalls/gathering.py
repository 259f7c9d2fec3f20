"""From those who have an earlier version to the recipients of a recall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from wireroom.customers.directory import names_of_companies
from wireroom.customers.directory.machines import Machine, machines
from wireroom.customers.queries import PersonFacts, person_facts
from wireroom.delivery.models import Delivery, Feed, Recall, Recipient
from wireroom.delivery.recalls import states
from wireroom.delivery.recalls.holders import Holder, Holders, companies_of_receipts, holders
from wireroom.delivery.recalls.readers import follow_reading

_LONGEST_NAME = 254


def gather(recall: Recall, more: Holders | None = None) -> int:
    """Put everybody who has an earlier version on the board; give how many are new there.

    Nobody ever leaves it. Who has read the recall meanwhile is so marked at once. Again adds only
    who has come to light since. `more` are those whom receipts do not know.
    """
    found = holders(recall) | (more or {})
    known = set(recall.recipients.values_list("feed_id", "person_id", "token_id", "channel"))
    new = {holder: version for holder, version in found.items() if tuple(holder) not in known}
    if new:
        _add(recall, new)
    _link(recall)
    return len(new)


@transaction.atomic
def _add(recall: Recall, new: Holders) -> None:
    names = _Names(recall, new)
    rows = [
        Recipient(
            recall=recall,
            **holder._asdict(),
            company_id=names.company_id(holder),
            name=names.name(holder)[:_LONGEST_NAME],
            company=names.company(holder),
            had_version=version,
        )
        for holder, version in new.items()
    ]
    Recipient.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1_000)
    follow_reading(recall)


def _link(recall: Recall) -> None:
    """Tie feeds to the ledger's row that brings them the recall."""
    waiting = recall.recipients.filter(feed_id__gt=0, delivery=None)
    feeds = list(waiting.values_list("feed_id", flat=True))
    if not feeds:
        return
    rows = Delivery.objects.filter(guid=recall.guid, version=recall.version, feed__in=feeds)
    for pk, feed_id in rows.exclude(number=None).values_list("pk", "feed_id"):
        waiting.filter(feed_id=feed_id).update(delivery=pk)


class _Names:
    """Who the holders are, as they are called today."""

    def __init__(self, recall: Recall, found: Iterable[Holder]) -> None:
        self._people: Mapping[int, PersonFacts] = person_facts({each.person_id for each in found})
        self._machines: Mapping[int, Machine] = machines({each.token_id for each in found})
        ids = {each.feed_id for each in found}
        self._feeds = Feed.objects.in_bulk(ids)
        self._read_for = companies_of_receipts(recall)
        companies = {self.company_id(each) for each in found}
        self._companies = names_of_companies(companies)

    def company_id(self, holder: Holder) -> int:
        """Give whose they are; a person who has changed companies had it for the one of then."""
        if holder.feed_id:
            return self._feeds[holder.feed_id].company_id
        then = self._read_for.get((holder.person_id, holder.token_id))
        if then:
            return then
        if holder.token_id in self._machines:
            return self._machines[holder.token_id].company_id
        person = self._people.get(holder.person_id)
        return (person.company_id if person else 0) or 0

    def company(self, holder: Holder) -> str:
        """Give the company's name."""
        return self._companies.get(self.company_id(holder), "")

    def name(self, holder: Holder) -> str:
        """Name the feed, the machine or the person, with the address by which letters go."""
        if holder.feed_id:
            return self._feeds[holder.feed_id].name
        if holder.token_id:
            machine = self._machines.get(holder.token_id)
            return machine.name if machine else f"token {holder.token_id}"
        person = self._people.get(holder.person_id)
        if person is None:
            return f"person {holder.person_id}"
        return person.email if person.name == person.email else f"{person.name}, {person.email}"


def overtake(recall: Recall, now: datetime) -> list[int]:
    """Waive who is outstanding on older boards of the story; give the letters that need not go.

    Whoever had something then is on the new board too.
    """
    older = Recipient.objects.filter(
        recall__guid=recall.guid, recall__version__lt=recall.version, recall__closed_at=None
    )
    letters = older.filter(delivered_at=None, mail_id__gt=0).values_list("mail_id", flat=True)
    note = f"Replaced by version {recall.version} of {now:%d %b %Y %H:%M} UTC."
    unsent = sorted({each for each in letters if each})
    states.waive(older, note)
    return unsent
