"""Is a version for a feed? The one decision, for numbering, rewinds, dry runs and explanations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from wireroom.customers.policy import Level, Reader, Reason, judge
from wireroom.customers.rights.product_query import whole as whole_document
from wireroom.customers.rights.reading import view_story
from wireroom.delivery.asking import Plans
from wireroom.delivery.readers import Readers
from wireroom.formats.projection import project
from wireroom.kernel.newsitem import Profile
from wireroom.query.document import Document
from wireroom.query.plan import Node
from wireroom.query.predicate import matches
from wireroom.wire.entries import Entry


class Wish(NamedTuple):
    """What a feed asks for."""

    company_id: int
    channel: str
    products: tuple[str, ...] = ()
    query: str = ""


class Answer(StrEnum):
    """Whether a version is for a feed."""

    YES = "yes"
    NOT_READABLE = "not_readable"
    NOT_ASKED = "not_asked"
    LATER = "later"


class Choice(NamedTuple):
    """The decision: the answer, how much may be seen, why, by which product, and from when on."""

    answer: Answer
    level: Level = Level.NONE
    reason: str = ""
    product: str = ""
    readable_at: datetime | None = None


class Chooser:
    """Decides for many feeds; keeps readers and plans while rights stay as they are."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._readers = Readers()
        self._plans = Plans()
        self._now: datetime

    def begin(self, wishes: Sequence[Wish], now: datetime) -> None:
        """Take rights of this moment in, for the companies of these wishes."""
        if self._readers.refresh(now):
            self._plans.forget()
        self._readers.prepare({(wish.company_id, wish.channel) for wish in wishes}, now)
        self._now = now

    def reader(self, wish: Wish) -> Reader:
        """Give as whom a feed reads, with its own products."""
        return self._readers.narrow(wish.company_id, wish.channel, wish.products)

    def whole_reader(self, wish: Wish) -> Reader:
        """Give as whom a feed reads, with all that its company holds."""
        return self._readers.whole(wish.company_id, wish.channel)

    def plan(self, wish: Wish, at: datetime) -> Node:
        """Give what a feed's query means for a version released `at`."""
        return self._plans.plan(wish.query, at, self.whole_reader(wish), self._now)

    def version(self, chain: Sequence[Entry]) -> VersionJudge:
        """Ask about the last of a story's versions, for one feed after the other."""
        return VersionJudge(self, chain, self._now)


class VersionJudge:
    """One version, judged for many feeds: each reader once, each query once a level."""

    def __init__(self, chooser: Chooser, chain: Sequence[Entry], now: datetime) -> None:
        """Judge the last of `chain`, which begins with the story's first version."""
        self.entry = chain[-1]
        self._chooser, self._chain, self._now = chooser, chain, now
        self._choices: dict[int, Choice] = {}
        self._readers: list[Reader] = []
        self._met: dict[tuple[int, Level], bool] = {}
        self._plans: list[Node] = []
        self._documents: dict[Level, Document] = {}

    def choose(self, wish: Wish) -> Choice:
        """Say whether the version is for a feed, by its company's rights and by its query."""
        choice = self._by_rights(self._chooser.reader(wish))
        if choice.answer is not Answer.YES or not wish.query or self._meets(wish, choice.level):
            return choice
        return choice._replace(answer=Answer.NOT_ASKED)

    def _by_rights(self, reader: Reader) -> Choice:
        key = id(reader)
        if key not in self._choices:
            self._readers.append(reader)  # so that its id stays its own
            self._choices[key] = self._judge(reader)
        return self._choices[key]

    def _judge(self, reader: Reader) -> Choice:
        verdict = judge(reader, self._chain, self._now)
        if verdict.level:
            reason, product = verdict.reason.value, verdict.product or ""
            return Choice(Answer.YES, verdict.level, reason, product)
        if verdict.reason is not Reason.DELAYED:
            return Choice(Answer.NOT_READABLE, reason=verdict.reason.value)
        at = min(
            grant.readable_at(self.entry)
            for grant in reader.grants
            if grant.answer(self.entry, self._now) is Reason.DELAYED
        )
        return Choice(Answer.LATER, reason=verdict.reason.value, readable_at=at)

    def _meets(self, wish: Wish, level: Level) -> bool:
        plan = self._chooser.plan(wish, self.entry.released_at)
        key = (id(plan), level)
        if key not in self._met:
            self._plans.append(plan)
            self._met[key] = matches(plan, self._document(level))
        return self._met[key]

    def _document(self, level: Level) -> Document:
        entry = self.entry
        if level == Level.FULL:
            return whole_document(entry.item, entry.released_at)
        if level not in self._documents:
            self._documents[level] = Document(project(entry.item, level), entry.released_at)
        return self._documents[level]


def is_overtaken(reader: Reader, chain: Sequence[Entry], version: int, now: datetime) -> bool:
    """Whether a version has been stopped meanwhile, in or out of a reader's sight.

    Asked of what comes late: a delayed version, or one that a rewind would add. `chain` has every
    version. The rule is that of `view_story`: what a hidden correction, hold or kill stops is not
    shown either.
    """
    view = view_story(reader, chain, now)
    return view is None or all(line.version != version for line in view.versions)


def is_for_customers(entry: Entry) -> bool:
    """Whether a version is for anybody outside at all: a test is not."""
    return entry.item.profile is not Profile.TEST
