"""Topics as the screens show them: one's own in folders, and those that colleagues share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from msgspec import Struct

from wireroom.customers import queries as customers
from wireroom.matching import queries as matching
from wireroom.matching.queries import TopicRow
from wireroom.terminal.personal.palette import colour_or_grey
from wireroom.terminal.personal.periods import is_for_good


class Topic(Struct, frozen=True, kw_only=True):
    """A topic as one person sees it, with how it reaches this person."""

    id: int
    name: str
    query: str
    folder: str
    colour: str
    is_own: bool
    is_shared: bool
    owner: str
    unread: int
    trouble: str
    on_screen: bool
    sound: bool
    desktop: bool
    email: str
    webhook: bool
    budget: int | None
    muted_until: datetime | None

    @property
    def address(self) -> str:
        """Where its stories are: the search on the terminal, which marks it read."""
        return f"{reverse('terminal')}?{urlencode({'q': self.query, 'topic': self.id})}"

    @property
    def is_muted(self) -> bool:
        """Whether it is silent at the moment."""
        return self.muted_until is not None

    @property
    def muted_forever(self) -> bool:
        """Whether nothing but its reader will end that."""
        return self.muted_until is not None and is_for_good(self.muted_until)

    @property
    def channel_words(self) -> list[str]:
        """Say how it reaches the person."""
        words = {
            gettext("on screen"): self.on_screen,
            gettext("sound"): self.sound,
            gettext("desktop"): self.desktop,
            gettext("e-mail at once"): self.email == "instant",
            gettext("digest"): self.email == "digest",
            gettext("webhook"): self.webhook,
        }
        return [word for word, holds in words.items() if holds] or [gettext("silent")]


class Folder(Struct, frozen=True):
    """Topics under a name; the first folder has none."""

    name: str
    topics: tuple[Topic, ...]


def topics_of(person_id: int, now: datetime) -> list[Topic]:
    """Give a person's own topics in their order, then those that colleagues share."""
    rows = matching.topics_of(person_id, now)
    others = {row.owner_id for row in rows if not row.is_own}
    people = customers.person_facts(others) if others else {}
    names = {pk: facts.name for pk, facts in people.items()}
    return [_topic(row, names.get(row.owner_id, ""), now) for row in rows]


def topic_or_404(person_id: int, topic_id: int, now: datetime) -> Topic:
    """Find a topic that the person sees.

    Raises:
        Http404: there is none; somebody else's is none.
    """
    for topic in topics_of(person_id, now):
        if topic.id == topic_id:
            return topic
    raise Http404


def own_topic_or_404(person_id: int, topic_id: int, now: datetime) -> Topic:
    """Find a topic of the person's own.

    Raises:
        Http404: there is none, or a colleague shares it.
    """
    topic = topic_or_404(person_id, topic_id, now)
    if not topic.is_own:
        raise Http404
    return topic


def in_folders(topics: Iterable[Topic]) -> list[Folder]:
    """Put topics into their folders, in the order in which these first appear; loose ones first."""
    folders: dict[str, list[Topic]] = {"": []}
    for topic in topics:
        folders.setdefault(topic.folder, []).append(topic)
    return [Folder(name, tuple(inside)) for name, inside in folders.items() if inside]


def asked_order(asked: Mapping[str, str], own: list[Topic]) -> list[tuple[int, str]]:
    """Read an order: `ids` of a `folder`, or one `id` to `move` `up` or `down` in its folder.

    Raises:
        ValueError: what should be a number is none.
    """
    places = [(topic.id, topic.folder) for topic in own]
    if "ids" in asked:
        wanted = [int(pk) for pk in asked["ids"].split(",")]
        known = {topic.id for topic in own}
        moved = [(pk, asked.get("folder", "")) for pk in wanted if pk in known]
        rest = [place for place in places if place[0] not in dict(moved)]
        at = min((places.index(place) for place in places if place[0] in dict(moved)), default=0)
        return [*rest[:at], *moved, *rest[at:]]
    return _swapped(places, int(asked.get("id", "")), -1 if asked.get("move") == "up" else 1)


def _swapped(places: list[tuple[int, str]], pk: int, step: int) -> list[tuple[int, str]]:
    folder = dict(places).get(pk)
    inside = [place for place in places if place[1] == folder]
    at = next((index for index, place in enumerate(inside) if place[0] == pk), None)
    if at is None or not 0 <= at + step < len(inside):
        return places
    one, other = places.index(inside[at]), places.index(inside[at + step])
    places[one], places[other] = places[other], places[one]
    return places


def _topic(row: TopicRow, owner: str, now: datetime) -> Topic:
    rule = row.rule
    muted_until = rule.muted_until if rule.muted_until and rule.muted_until > now else None
    return Topic(
        id=row.id,
        name=row.name,
        query=row.query,
        folder=row.folder if row.is_own else "",
        colour=colour_or_grey(row.colour),
        is_own=row.is_own,
        is_shared=row.is_shared,
        owner=owner,
        unread=row.unread,
        trouble=row.trouble,
        on_screen=rule.on_screen,
        sound=rule.sound,
        desktop=rule.desktop,
        email=rule.email,
        webhook=rule.webhook,
        budget=rule.budget_per_hour,
        muted_until=muted_until,
    )
