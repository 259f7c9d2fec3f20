"""Numbering against a plain model of it, over random lives of a house.

The model knows nothing of grants, plans or tables: it keeps what was said and counts by hand.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from tests.factories.customers import CompanyFactory, ProductFactory, SubscriptionFactory
from tests.factories.delivery import make_feed
from tests.factories.items import make_item, make_kill
from tests.support.feeds import House
from wireroom.customers.models import Subscription
from wireroom.delivery.models import Delivery, Feed
from wireroom.delivery.services.fetching import note_fetched
from wireroom.delivery.services.rewinding import rewind
from wireroom.delivery.services.states import close_feed, pause_feed, resume_feed
from wireroom.kernel.newsitem import NewsItem, Profile, Subject, UpdateType
from wireroom.wire import consumers
from wireroom.wire import services as wire
from wireroom.wire.entries import Entry

pytestmark = pytest.mark.django_db

ACTOR = "ada@quay.example"
FOLLOWING = {"correction_fact", "correction_minor", "hold", "kill"}
TOPICS = {"all": None, "money": "medtop:04000000", "late": None, "sport": "medtop:15000000"}
LEVEL = {"all": 2, "money": 1, "late": 2, "sport": 2}
DELAY = {"late": timedelta(minutes=15)}
NONE = timedelta(0)
KINDS = [
    UpdateType.DEVELOPMENT,
    UpdateType.DEVELOPMENT,
    UpdateType.WRITETHRU,
    UpdateType.CORRECTION_FACT,
    UpdateType.CORRECTION_MINOR,
    UpdateType.KILL,
]


@dataclass
class Row:
    """What the model says that a feed has under a number."""

    entry: Entry
    level: int
    left: bool = False
    void: bool = False

    @property
    def name(self) -> tuple[str, int]:
        return self.entry.guid, self.entry.version


@dataclass
class Plan:
    """A feed as it was asked for, with its ledger and what waits for its time."""

    company: int
    products: list[str]
    word: str
    made_at: datetime
    closed: bool = False
    rows: list[Row] = field(default_factory=list)
    waits: dict[int, datetime] = field(default_factory=dict)


class Model:
    """The whole house by hand."""

    def __init__(self) -> None:
        self.held: dict[int, list[tuple[str, datetime, datetime | None]]] = {}
        self.feeds: dict[int, Plan] = {}
        self.log: list[Entry] = []

    def covers(self, product: str, item: NewsItem) -> bool:
        topic = TOPICS[product]
        return topic is None or any(topic == each.code for each in item.topics)

    def gives(self, plan: Plan, entry: Entry, moment: datetime) -> tuple[int, datetime | None]:
        """Say how much today's subscriptions give of a version, or from when on."""
        level, later = 0, []
        for product, start, end in self.held[plan.company]:
            wanted = not plan.products or product in plan.products
            in_force = start <= moment and (end is None or moment < end)
            if wanted and in_force and self.covers(product, entry.item):
                at = entry.released_at + DELAY.get(product, NONE)
                if moment < at:
                    later.append(at)
                else:
                    level = max(level, LEVEL[product])
        return level, min(later, default=None)

    def could_read(self, plan: Plan, entry: Entry, now: datetime) -> int:
        """Say how much of an earlier version could be read when its time came, up to now."""
        level = 0
        for product, start, end in self.held[plan.company]:
            wanted = not plan.products or product in plan.products
            at = entry.released_at + DELAY.get(product, NONE)
            in_force = start <= at and (end is None or at < end)
            in_time = product not in DELAY or at <= now
            if wanted and in_force and in_time and self.covers(product, entry.item):
                level = max(level, LEVEL[product])
        return level

    def level(self, plan: Plan, entry: Entry, now: datetime) -> tuple[int, datetime | None]:
        level, later = self.gives(plan, entry, now)
        if entry.item.update_type in FOLLOWING:
            for earlier in self.log:
                if earlier.guid == entry.guid and earlier.version < entry.version:
                    level = max(level, self.could_read(plan, earlier, now))
        return level, later

    def asks(self, plan: Plan, entry: Entry, level: int) -> bool:
        seen = entry.item.headline
        if level == 2 and entry.item.update_type is not UpdateType.KILL:
            seen += " ".join(block.text for block in entry.item.body)
        return plan.word in seen.lower()

    def number(self, entry: Entry, now: datetime) -> None:
        for plan in self.feeds.values():
            if plan.closed or entry.released_at < plan.made_at:
                continue
            level, later = self.level(plan, entry, now)
            had = [row for row in plan.rows if row.entry.guid == entry.guid]
            had = [row for row in had if row.left or not row.void]
            follows = had and entry.item.update_type in FOLLOWING
            if follows:
                plan.rows.append(Row(entry, max(level, *(row.level for row in had))))
            elif level and self.asks(plan, entry, level):
                plan.rows.append(Row(entry, level))
            elif not level and later:
                plan.waits[entry.seq] = later

    def number_due(self, now: datetime) -> None:
        for plan in self.feeds.values():
            due = sorted((at, seq) for seq, at in plan.waits.items() if at <= now)
            for _, seq in due:
                del plan.waits[seq]
            for _, seq in due:
                entry = self.log[seq - 1]
                level, later = self.level(plan, entry, now)
                if not level and later:
                    plan.waits[seq] = later
                elif level and self.asks(plan, entry, level) and self.is_fresh(plan, entry, now):
                    plan.rows.append(Row(entry, level))

    def is_fresh(self, plan: Plan, entry: Entry, now: datetime) -> bool:
        """Whether a late version was neither stopped, nor overtaken by what the feed has."""
        has = [row.entry.version for row in plan.rows if row.entry.guid == entry.guid]
        if any(version >= entry.version for version in has):
            return False
        for later in reversed([e for e in self.log if e.guid == entry.guid]):
            visible = self.level(plan, later, now)[0]
            if visible and later.item.is_stopped:
                return later.seq == entry.seq
            if visible:
                return True
            if later.item.update_type in FOLLOWING:
                return False
        return False

    def rewind(self, plan: Plan, since: datetime, upto_seq: int, now: datetime) -> None:
        has = {(row.entry.guid): 0 for row in plan.rows}
        for row in plan.rows:
            has[row.entry.guid] = max(has[row.entry.guid], row.entry.version)
        before = list(plan.rows)
        for entry in self.log[:upto_seq]:
            if entry.released_at < since or entry.item.profile is Profile.TEST:
                continue
            level, later = self.level(plan, entry, now)
            if has.get(entry.guid, 0) >= entry.version:
                continue
            if not level and later:
                plan.waits[entry.seq] = plan.waits.get(entry.seq, later)
            elif level and self.asks(plan, entry, level):
                probe = Plan(plan.company, plan.products, plan.word, plan.made_at, rows=before)
                if self.is_fresh(probe, entry, now):
                    plan.rows.append(Row(entry, level))


class Life:
    """A random life: every step is done to the house and told to the model."""

    def __init__(self, seed: int, house: House) -> None:
        self.dice, self.house, self.model = random.Random(seed), house, Model()
        self.numbered = 0
        for code, topic in TOPICS.items():
            delay = int(DELAY.get(code, NONE).total_seconds() // 60)
            level = {1: "headline", 2: "full"}[LEVEL[code]]
            topics = [topic] if topic else []
            ProductFactory(code=code, topics=topics, level=level, delay_minutes=delay)
        self.companies = [CompanyFactory() for _ in range(3)]
        for company in self.companies:
            self.model.held[company.pk] = []
            self.subscribe(company)
        self.subscribe(self.companies[0], "money")

    def live(self, steps: int) -> None:
        acts = [self.story, self.story, self.version, self.version, self.version, self.feed]
        acts += [self.number, self.number, self.wait, self.take, self.pause, self.rewind]
        acts += [self.rewind_to, self.subscribe, self.end, self.close, self.replay]
        for _ in range(steps):
            self.dice.choice(acts)()
        self.number()

    def subscribe(self, company=None, code: str = "") -> None:
        company = company or self.dice.choice(self.companies)
        code = code or self.dice.choice(list(TOPICS))
        held = self.model.held[company.pk]
        if any(product == code for product, _, _ in held):
            return
        start = self.house.wait(seconds=1)
        product = Subscription._meta.get_field("product").related_model.objects.get(code=code)
        SubscriptionFactory(company=company, product=product, active_from=start)
        held.append((code, start, None))

    def end(self) -> None:
        company = self.dice.choice(self.companies)
        held = self.model.held[company.pk]
        running = [index for index, (_, _, end) in enumerate(held) if end is None]
        if running:
            index, at = self.dice.choice(running), self.house.wait(seconds=1)
            code, start, _ = held[index]
            for sub in Subscription.objects.filter(company=company, product__code=code):
                sub.active_to = at
                sub.save()
            held[index] = (code, start, at)

    def feed(self) -> None:
        company = self.dice.choice(self.companies)
        products = self.dice.choice([[], ["all"], ["late"], ["money", "sport"]])
        word = self.dice.choice(["", "storm", "ships"])
        at = self.house.wait(seconds=1)
        row = make_feed(company, products=products, query=word, made_at=at)
        self.model.feeds[row.pk] = Plan(company.pk, products, word, at)

    def story(self) -> None:
        codes = self.dice.sample(["medtop:04000000", "medtop:15000000"], self.dice.randint(0, 2))
        profile = Profile.TEST if self.dice.random() < 0.1 else Profile.NEWS
        word = self.dice.choice(["Storm", "Calm"])
        topics = tuple(Subject(code=code) for code in codes)
        self.release(
            make_item(slugline="X", headline=f"{word} ahead", topics=topics, profile=profile)
        )

    def version(self) -> None:
        newest = {entry.guid: entry.item for entry in self.model.log}
        alive = [item for item in newest.values() if not item.is_killed]
        if not alive:
            return
        item, kind = self.dice.choice(alive), self.dice.choice(KINDS)
        if kind is UpdateType.KILL:
            self.release(make_kill(item, profile=item.profile))
            return
        facts = {
            "slugline": "X",
            "guid": item.guid,
            "version": item.version + 1,
            "update_type": kind,
        }
        facts |= {"headline": self.dice.choice([item.headline, "Calm ahead"])}
        facts |= {"topics": self.dice.choice([item.topics, ()]), "profile": item.profile}
        self.release(make_item(**facts))

    def release(self, item: NewsItem) -> None:
        self.model.log.append(self.house.release(item))

    def number(self) -> None:
        self.house.number()
        for entry in self.model.log[self.numbered :]:
            if entry.item.profile is not Profile.TEST:
                self.model.number(entry, self.house.now)
        self.numbered = len(self.model.log)
        self.model.number_due(self.house.now)

    def wait(self) -> None:
        self.house.wait(minutes=self.dice.choice([1, 5, 20]))

    def some_feed(self) -> int | None:
        alive = [pk for pk, plan in self.model.feeds.items() if not plan.closed]
        return self.dice.choice(alive) if alive else None

    def take(self) -> None:
        """Fetch; whether a number is void is for the tests of `ready`, and believed here."""
        pk = self.some_feed()
        if pk is None or not self.model.feeds[pk].rows:
            return
        rows = self.model.feeds[pk].rows
        upto = self.dice.randint(1, len(rows))
        pending = set(Delivery.objects.filter(feed=pk, state="pending").values_list("number"))
        note_fetched(feed_id=pk, upto_number=upto, now=self.house.now)
        for number, state in Delivery.objects.filter(feed=pk).values_list("number", "state"):
            if (number,) in pending and number <= upto:
                rows[number - 1].void = state == "void"
                rows[number - 1].left |= state == "taken"

    def pause(self) -> None:
        pk = self.some_feed()
        if pk is not None:
            act = self.dice.choice([pause_feed, resume_feed])
            act(feed_id=pk, now=self.house.now, actor=ACTOR)

    def rewind(self) -> None:
        pk = self.some_feed()
        if pk is not None:
            since = self.house.now - timedelta(minutes=self.dice.choice([1, 10, 60]))
            rewind(feed_id=pk, since=since, now=self.house.now, actor=ACTOR)
            plan = self.model.feeds[pk]
            self.model.rewind(plan, since, self.numbered, self.house.now)
            self.unvoid(pk)

    def rewind_to(self) -> None:
        pk = self.some_feed()
        if pk is not None and self.model.feeds[pk].rows:
            number = self.dice.randint(1, len(self.model.feeds[pk].rows))
            rewind(feed_id=pk, to_number=number, now=self.house.now, actor=ACTOR)
            self.unvoid(pk)

    def unvoid(self, pk: int) -> None:
        waiting = Delivery.objects.filter(feed=pk, state="pending").values_list("number", flat=True)
        for number in waiting:
            self.model.feeds[pk].rows[number - 1].void = False

    def close(self) -> None:
        pk = self.some_feed()
        if pk is not None and self.dice.random() < 0.2:
            close_feed(feed_id=pk, now=self.house.now, actor=ACTOR)
            self.model.feeds[pk].closed = True
            self.model.feeds[pk].waits.clear()

    def replay(self) -> None:
        if self.dice.random() < 0.5:
            consumers.rebuild(self.house.numbering)
        else:
            wire.begin_epoch(now=self.house.now, reason="restored")
        self.number()


def ledger_of(pk: int) -> list[tuple[int, str, int, int]]:
    rows = Delivery.objects.filter(feed=pk).order_by("number")
    return list(rows.values_list("number", "guid", "version", "level"))


@pytest.mark.parametrize("seed", range(6))
def test_numbering_holds_to_the_model_over_a_random_life(house, seed) -> None:
    life = Life(seed, house)
    life.live(200)
    check(life)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 130))
def test_numbering_holds_to_the_model_over_a_long_random_life(house, seed) -> None:
    life = Life(seed, house)
    life.live(500)
    check(life)


def check(life: Life) -> None:
    """Hold every feed's ledger against the model's; and see that the life was worth living."""
    for pk, plan in life.model.feeds.items():
        expected = [(i, *row.name, row.level) for i, row in enumerate(plan.rows, 1)]
        assert ledger_of(pk) == expected, f"feed {pk}: {plan}"
        feed = Feed.objects.get(pk=pk)
        waiting = Delivery.objects.filter(feed=pk, state="pending").order_by("number").first()
        assert feed.last_number == len(plan.rows)
        assert feed.taken_number == (waiting.number - 1 if waiting else feed.last_number)
    rows = [row for plan in life.model.feeds.values() for row in plan.rows]
    assert len(rows) > 20
    assert any(row.left for row in rows)
