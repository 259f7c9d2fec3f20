"""The two mails: one version at once, or what came together since the last digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from msgspec import Struct

from wireroom.customers.queries import PersonFacts
from wireroom.delivery.alerts import links, unsubscribing
from wireroom.delivery.alerts.stories import MailedStory, TopicLink, spell
from wireroom.delivery.mail.letters import Letter, message_id
from wireroom.design.brand import agency
from wireroom.matching.rules import clock_of

_FOLDER = "delivery/alerts"


class Addressee(Struct, frozen=True, kw_only=True):
    """Who gets a mail, and where that person's clock stands."""

    id: int
    facts: PersonFacts
    time_zone: str

    @property
    def clock(self) -> ZoneInfo:
        """The clock."""
        return clock_of(self.time_zone)


class Section(Struct, frozen=True):
    """A part of a digest: a topic with its stories, or what was wrong."""

    title: str
    url: str
    stories: tuple[MailedStory, ...]


def at_once(to: Addressee, story: MailedStory, alert_id: int, now: datetime) -> Letter:
    """Write the mail of one alert."""
    unsubscribe = _unsubscribe(to, [story], now)
    context: dict[str, object] = {"story": story, "unsubscribe": unsubscribe}
    return _letter(to, story.title, "alert", context, f"alert {alert_id}")


def digest(
    to: Addressee, stories: Sequence[MailedStory], first_alert_id: int, now: datetime
) -> Letter:
    """Write a digest: corrections, holds and kills on top, then topic by topic, newest first.

    Each story stands there once, at the newest version that waits. The oldest alert names the mail:
    sent again after a crash it is the same one, also when there is more in it by then.
    """
    newest = list({story.guid: story for story in sorted(stories, key=_seq)}.values())
    newest.sort(key=_seq, reverse=True)
    count = "1 story" if len(newest) == 1 else f"{len(newest)} stories"
    wrong = sum(story.is_urgent for story in newest)
    context: dict[str, object] = {
        "sections": sections(newest),
        "count": count,
        "made_at": spell(now, to.clock),
        "rights": dict.fromkeys(story.rights for story in newest),
        "unsubscribe": _unsubscribe(to, newest, now),
    }
    subject = f"{agency().short_name} digest: {count}"
    if wrong:
        subject += f", {wrong} corrected or withdrawn"
    return _letter(to, subject, "digest", context, f"digest {to.id} {first_alert_id}")


def sections(stories: Sequence[MailedStory]) -> list[Section]:
    """Group stories, in their order, under the first topic that each matched."""
    groups: dict[TopicLink, list[MailedStory]] = {}
    for story in stories:
        if not story.is_urgent:
            topic = story.topics[0] if story.topics else TopicLink(0, "Other", links.preferences())
            groups.setdefault(topic, []).append(story)
    found = [Section(topic.name, topic.url, tuple(group)) for topic, group in groups.items()]
    if wrong := tuple(story for story in stories if story.is_urgent):
        found.insert(0, Section("Corrected or withdrawn", "", wrong))
    return found


def _letter(
    to: Addressee, subject: str, template: str, context: dict[str, object], what: str
) -> Letter:
    context |= {"agency": agency(), "preferences": links.preferences()}
    return Letter(
        to=to.facts.email,
        name=to.facts.name,
        subject=subject,
        text=render_to_string(f"{_FOLDER}/{template}.txt", context),
        html=render_to_string(f"{_FOLDER}/{template}.html", context),
        message_id=message_id(settings.SECRET_KEY, what, settings.WIREROOM_MAIL_FROM),
        unsubscribe_url=str(context["unsubscribe"]),
    )


def _unsubscribe(to: Addressee, stories: Sequence[MailedStory], now: datetime) -> str:
    topics = {topic.id for story in stories for topic in story.topics}
    return links.unsubscribe(unsubscribing.token(to.id, topics, now))


def _seq(story: MailedStory) -> int:
    return story.seq
