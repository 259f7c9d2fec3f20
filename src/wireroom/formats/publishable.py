"""May a receiver publish this? One answer on every item, so that nobody needs a recipe. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, cast

from msgspec import Struct

from wireroom.kernel.clock import iso
from wireroom.kernel.newsitem import NewsItem, Profile, PubStatus

Answer = Literal["yes", "no", "until"]
Why = Literal["usable", "killed", "held", "superseded", "embargo", "advisory", "data", "test"]

_SENTENCES: dict[Why, str] = {
    "usable": "May be published under the usage terms.",
    "killed": "Killed: do not publish, and withdraw it where it was published.",
    "held": "On hold: do not publish until a later version says so.",
    "superseded": "A later version has taken the place of this one: publish that.",
    "embargo": "Under embargo: do not publish before {until}.",
    "advisory": "A note to editors, not for publication.",
    "data": "Data for systems, not a text for publication.",
    "test": "A test, not for publication.",
}


class Publishable(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer: yes, no, or not until a moment; the reason as a code and as a sentence."""

    answer: Answer
    why: Why
    text: str
    until: datetime | None = None


def publishable(item: NewsItem, now: datetime, *, newest: NewsItem | None = None) -> Publishable:
    """Say whether a version may be published at `now`.

    Args:
        item: the version that the receiver gets.
        now: the moment of asking.
        newest: the story's newest version that the receiver may know of, when it is not `item`.
    """
    latest = newest or item
    if latest.pub_status is PubStatus.CANCELED:
        return _say("no", "killed")
    if latest.pub_status is PubStatus.WITHHELD:
        return _say("no", "held")
    if item.profile is not Profile.NEWS:
        return _say("no", cast("Why", item.profile.value))
    if latest.version > item.version:
        return _say("no", "superseded")
    if item.embargoed_until is not None and item.embargoed_until > now:
        return _say("until", "embargo", item.embargoed_until)
    return _say("yes", "usable")


def _say(answer: Answer, why: Why, until: datetime | None = None) -> Publishable:
    text = _SENTENCES[why].format(until=iso(until) if until else "")
    return Publishable(answer=answer, why=why, text=text, until=until)


def as_data(answer: Publishable) -> dict[str, str]:
    """Give the answer as every JSON of the house says it; `until` only where there is one."""
    said = {"answer": answer.answer, "why": answer.why, "text": answer.text}
    return said | {"until": iso(answer.until)} if answer.until else said
