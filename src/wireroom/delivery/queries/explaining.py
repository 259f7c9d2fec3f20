"""Why did this feed, or did it not, get a story?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from wireroom.customers.policy import Reader, judge
from wireroom.customers.queries import products_of, readers_of_companies
from wireroom.customers.rights.reading import view_story
from wireroom.delivery.choosing import (
    Answer,
    Choice,
    Chooser,
    Wish,
    is_for_customers,
    is_overtaken,
)
from wireroom.delivery.models import (
    Delivery,
    DeliveryState,
    Destination,
    Feed,
    FeedState,
    Numbered,
    VoidWhy,
    Waiting,
)
from wireroom.matching import compiling
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry


class Explained(NamedTuple):
    """The answer about one version: a stable reason and a sentence that a customer understands.

    `reason`: taken, waiting, void, delayed, made_later, channel, products, query, query_trouble,
    overtaken, added_later, not_yet; for the agency also rights.
    """

    version: int
    headline: str
    number: int | None
    reason: str
    text: str


def explain(
    feed_id: int, guid: str, now: datetime, *, for_agency: bool = False
) -> Sequence[Explained]:
    """Explain what became of each version of a story in a feed, ascending.

    What the company may not read by any channel is answered like what there is not, with nothing;
    `for_agency` names it, and shows every headline.
    """
    feed = Feed.objects.get(pk=feed_id)
    chain = [entry for entry in wire.versions(guid) if is_for_customers(entry)]
    if not chain:
        return ()
    rows = Delivery.objects.filter(feed=feed, guid=guid, number__isnull=False)
    asked = _Asked(feed, chain, {row.version: row for row in rows}, now, for_agency=for_agency)
    return tuple(found for entry in chain if (found := asked.explain(entry)) is not None)


class _Asked:
    """One story in one feed, explained version by version."""

    def __init__(
        self,
        feed: Feed,
        chain: Sequence[Entry],
        rows: dict[int, Delivery],
        now: datetime,
        *,
        for_agency: bool,
    ) -> None:
        self._feed, self._chain, self._rows, self._now = feed, chain, rows, now
        self._for_agency = for_agency
        self._wish = Wish(feed.company_id, feed.destination, tuple(feed.products), feed.query)
        self._chooser = Chooser()
        self._chooser.begin([self._wish], now)
        ids = [feed.company_id]
        self._anywhere = readers_of_companies(ids, now, channel=None)[feed.company_id]
        view = view_story(self._anywhere, chain, now)
        self._shown = {line.version for line in view.versions} if view else set()

    def explain(self, entry: Entry) -> Explained | None:
        row = self._rows.get(entry.version)
        if row is not None:
            return self._say(entry, *_of_row(row, self._feed, self._now))
        if entry.version not in self._shown and not self._for_agency:
            return None
        return self._say(entry, *self._why_not(entry))

    def _say(self, entry: Entry, reason: str, text: str) -> Explained:
        row = self._rows.get(entry.version)
        may_see = self._for_agency or entry.version in self._shown
        headline = entry.item.headline if may_see else ""
        return Explained(entry.version, headline, row.number if row else None, reason, text)

    def _why_not(self, entry: Entry) -> tuple[str, str]:
        upto = [each for each in self._chain if each.version <= entry.version]
        choice = self._chooser.version(upto).choose(self._wish)
        waits = Waiting.objects.filter(feed=self._feed, seq=entry.seq).first()
        if waits is not None or choice.answer is Answer.LATER:
            at = waits.due_at if waits else choice.readable_at
            return "delayed", f"Your subscription gives it with a delay: from {_at(at)} on."
        if choice.answer is Answer.NOT_READABLE:
            return self._no_right(upto)
        if choice.answer is Answer.NOT_ASKED:
            return self._not_asked(entry)
        return self._readable(entry, choice)

    def _no_right(self, upto: Sequence[Entry]) -> tuple[str, str]:
        def reads(reader: Reader) -> bool:
            return bool(judge(reader, upto, self._now).level)

        if reads(self._chooser.whole_reader(self._wish)):
            return "products", "It is in your subscriptions, and in none of this feed's products."
        if reads(self._anywhere):
            way = Destination(self._feed.destination).label
            return "channel", f"Your subscriptions do not include it by this way: {way}."
        return "rights", "The company's subscriptions do not include it."

    def _not_asked(self, entry: Entry) -> tuple[str, str]:
        held = products_of(self._chooser.whole_reader(self._wish), self._now)
        trouble = compiling.trouble(self._feed.query, entry.released_at, held)
        if trouble:
            return "query_trouble", f"The feed's query cannot be used: {trouble}"
        return "query", "It does not match the feed's query."

    def _readable(self, entry: Entry, choice: Choice) -> tuple[str, str]:
        numbered = Numbered.objects.values_list("seq", flat=True).first() or 0
        if self._feed.state == FeedState.CLOSED and self._feed.state_at <= entry.released_at:
            return "closed", "The feed was closed before it was released."
        if entry.seq > numbered:
            return "not_yet", "It is on its way: its number follows within seconds."
        if entry.released_at < self._feed.made_at:
            made = _at(self._feed.made_at)
            return "made_later", f"The feed was made later, {made}. Rewind the feed to get it."
        reader = self._chooser.reader(self._wish)
        later = any(version > entry.version for version in self._rows)
        if later or is_overtaken(reader, self._chain, entry.version, self._now):
            return "overtaken", "A later version has taken its place before its time came."
        level = choice.level.name.lower()
        text = (
            f"The feed would get it today ({level}), but did not when it was released: the"
            " subscription or the feed's settings were others. Rewind the feed to get it."
        )
        return "added_later", text


_VOID = {
    VoidWhy.KILLED: "the story was killed before this version was sent",
    VoidWhy.SUPERSEDED: "it was corrected or held before this version was sent",
    VoidWhy.RIGHTS: "your subscriptions did not include it any more when it was to be sent",
    VoidWhy.UNWRITABLE: "it cannot be written in the feed's format",
    VoidWhy.SKIPPED: "your company went on without it",
}
_STANDS = {
    FeedState.PAUSED: " The feed is paused.",
    FeedState.SUSPENDED: " The feed is suspended by the agency.",
    FeedState.STALLED: " The destination does not take what we send; we go on trying.",
    FeedState.REFUSED: " The destination has refused for good; resume the feed to try again.",
    FeedState.CLOSED: " The feed is closed.",
}


def _of_row(row: Delivery, feed: Feed, now: datetime) -> tuple[str, str]:
    number = f"Number {row.number}"
    if row.state == DeliveryState.TAKEN:
        fetched = feed.destination in {Destination.FEED, Destination.STREAM}
        verb = "fetched" if fetched else "delivered"
        again = f", {row.sends} times" if row.sends > 1 else ""
        return "taken", f"{number} was {verb} {_at(row.taken_at)}{again}."
    if row.state == DeliveryState.VOID:
        return "void", f"{number} is void: {_VOID[VoidWhy(row.void_why)]}."
    if row.due_at > now:
        return "waiting", f"{number} goes with the digest {_at(row.due_at)}."
    waits = "to be fetched" if feed.destination == Destination.FEED else "to be sent"
    return "waiting", f"{number} waits {waits}.{_STANDS.get(FeedState(feed.state), '')}"


def _at(moment: datetime | None) -> str:
    return f"on {moment:%-d %B %Y at %H:%M:%S} UTC" if moment else "later"
