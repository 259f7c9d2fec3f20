"""Whom a version is told to: who asked for it, who heard of it before, and who may read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q

from wireroom.customers import policy
from wireroom.customers.policy import Level, Reader, judge, live, on_channel
from wireroom.customers.queries import person_facts, readers_of_people
from wireroom.kernel.batches import batches
from wireroom.matching.live import SOME_CHANNEL, Matched
from wireroom.matching.models import Alert, AlertRule, Channel, MutedStory, State
from wireroom.matching.notes import Told, Wish
from wireroom.matching.rules import follows
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry

_HOUR = timedelta(hours=1)
_RECEIVED = (State.PENDING, State.SENT, State.SEEN)
"""What counts as told: it has gone out, or is about to."""


Wishes = dict[int, list[Wish]]
Earlier = dict[int, dict[str, Told]]
Levels = dict[str, Level]
"""How much somebody may see by each channel of alerts."""

_READ_BY = {
    Channel.SCREEN: policy.Channel.TERMINAL,
    Channel.EMAIL: policy.Channel.EMAIL,
    Channel.DIGEST: policy.Channel.EMAIL,
    Channel.WEBHOOK: policy.Channel.WEBHOOK,
}


def wishes(entry: Entry, matched: Matched, now: datetime) -> Wishes:
    """Give the rules that ask for the version, by person; muted ones and lost ones left out.

    A colleague's rule counts while the topic is shared and both are of its company.
    """
    rules: list[AlertRule] = []
    for batch in batches(matched.full | matched.headline):
        found = AlertRule.objects.filter(SOME_CHANNEL, topic__in=batch, topic__deleted_at=None)
        found = found.filter(Q(muted_until=None) | Q(muted_until__lte=now))
        found = found.filter(topic__since_seq__lt=entry.seq)
        found = found.filter(Q(person_id=F("topic__owner_id")) | Q(topic__is_shared=True))
        rules += found.select_related("topic").defer("topic__query").order_by("pk")
    guests = {rule.person_id for rule in rules if rule.person_id != rule.topic.owner_id}
    companies = {pk: facts.company_id for pk, facts in person_facts(guests).items()}
    by_person: Wishes = defaultdict(list)
    for rule in rules:
        own = rule.person_id == rule.topic.owner_id
        if own or companies.get(rule.person_id, 0) == rule.topic.company_id:
            by_person[rule.person_id].append(_wish(rule))
    return by_person


def _wish(rule: AlertRule) -> Wish:
    return Wish(
        topic=rule.topic_id,
        channels=frozenset(rule.channels()),
        sound=rule.sound,
        desktop=rule.desktop,
        budget=rule.budget_per_hour,
    )


def told_before(entry: Entry) -> Earlier:
    """Give who was told of an earlier version, and how, when this one follows its readers."""
    earlier: Earlier = defaultdict(dict)
    if follows(entry.item):
        rows = Alert.objects.filter(guid=entry.guid, version__lt=entry.version)
        received = Q(state__in=_RECEIVED) | Q(state=State.HELD_BACK, seen_at__isnull=False)
        rows = rows.filter(received).order_by("version")
        columns = ("person_id", "channel", *Told._fields)
        for person, channel, *rest in rows.values_list(*columns):
            earlier[person][channel] = Told(*rest)
    return earlier


def levels(entry: Entry, people: Collection[int], now: datetime) -> dict[int, Levels]:
    """Say how much of the version each person may see now by each channel, at once.

    What is held with a delay alerts nobody. The policy is asked once a reader and channel.
    """
    chain = [each for each in wire.versions(entry.guid) if each.version < entry.version] + [entry]
    known: dict[Reader, Levels] = {}

    def by_channel(reader: Reader) -> Levels:
        if reader not in known:
            at_once = live(reader)
            known[reader] = {
                channel: judge(on_channel(at_once, read_by), chain, now).level
                for channel, read_by in _READ_BY.items()
            }
        return known[reader]

    readers = readers_of_people(people, now, channel=None)
    return {pk: by_channel(reader) for pk, reader in readers.items()}


def muting(entry: Entry, now: datetime) -> set[int]:
    """Give who has muted the story."""
    rows = MutedStory.objects.filter(guid=entry.guid, until__gt=now)
    return set(rows.values_list("person_id", flat=True))


def spent(entry: Entry, people: Iterable[int]) -> dict[int, dict[int, int]]:
    """Count for each person, by topic, the versions alerted to in the hour up to this release.

    Measured on the wire's clock, so that a worker that catches up holds back no more than one that
    keeps up. Digests disturb nobody and count for nothing.
    """
    versions: dict[int, dict[int, set[tuple[str, int]]]] = defaultdict(lambda: defaultdict(set))
    for batch in batches(people):
        rows = Alert.objects.filter(
            person_id__in=batch,
            released_at__gt=entry.released_at - _HOUR,
            released_at__lte=entry.released_at,
            state__in=(*_RECEIVED, State.FAILED),
        ).exclude(channel=Channel.DIGEST)
        facts = rows.values_list("person_id", "guid", "version", "topics")
        for person, guid, version, topics in facts:
            for topic in topics:
                versions[person][topic].add((guid, version))
    return {
        person: {topic: len(found) for topic, found in topics.items()}
        for person, topics in versions.items()
    }
