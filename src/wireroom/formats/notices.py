"""What a receiver must be told beside the text: orders first, then corrections, then notes. Pure.

Every format that a person reads says it in the same words and order; formats for programs have
fields of their own for the same facts.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from wireroom.formats.outgoing import Outgoing
from wireroom.formats.publishable import Why
from wireroom.formats.words import Words, words
from wireroom.kernel.clock import iso
from wireroom.kernel.newsitem import (
    ALERT,
    CORRECTIONS,
    FLASH,
    NewsItem,
    Profile,
    PubStatus,
    UpdateType,
)


class Notice(Struct, frozen=True, kw_only=True):
    """One thing to tell.

    Attributes:
        role: of `EdNote.role`, or `order` for what follows from the item's state.
        label: the word before it; may be empty.
        text: plain, may have several lines.
    """

    role: str
    label: str
    text: str

    def __str__(self) -> str:
        return f"{self.label}: {self.text}" if self.label else self.text


def banner(item: NewsItem, spoken: Words | None = None) -> tuple[str, ...]:
    """Give the words that stand above a headline: FLASH, CORRECTION, KILL and the like."""
    say = spoken or words(item.language)
    if item.pub_status is PubStatus.CANCELED:
        return (say.kill,)
    if item.pub_status is PubStatus.WITHHELD:
        return (say.hold,)
    return tuple(filter(None, (_profile(item, say), _urgency(item, say), _update(item, say))))


def notices(outgoing: Outgoing, spoken: Words | None = None) -> tuple[Notice, ...]:
    """Give everything to tell about a version, in the order of reading."""
    item = outgoing.item
    say = spoken or words(item.language)
    told = [order(outgoing, say), _correction(item, say)]
    told += [_note(note.role, note.text, say) for note in item.ednotes]
    return tuple(notice for notice in told if notice is not None)


def order(outgoing: Outgoing, spoken: Words | None = None) -> Notice | None:
    """Say what the receiver must not do; None when the version may be published."""
    answer = outgoing.publishable
    if answer.answer == "yes":
        return None
    say = spoken or words(outgoing.item.language)
    text = _orders(say)[answer.why]
    return Notice(role="order", label="", text=_filled(text, answer.until))


def embargo(item: NewsItem, spoken: Words | None = None) -> str:
    """Say until when an item is under embargo; empty when it never was."""
    say = spoken or words(item.language)
    return _filled(say.embargo, item.embargoed_until) if item.embargoed_until else ""


def _filled(text: str, until: datetime | None) -> str:
    return text.replace("{until}", until_words(until)) if until else text


def until_words(moment: datetime) -> str:
    """Spell the end of an embargo: `2026-11-24T12:00:00Z`, seconds only when there are some."""
    return iso(moment).replace(".000Z", "Z")


def _orders(say: Words) -> dict[Why, str]:
    return {
        "killed": say.kill_notice,
        "held": say.hold_notice,
        "superseded": say.superseded_notice,
        "embargo": say.embargo_notice,
        "test": say.test_notice,
        "advisory": say.advisory_notice,
        "data": say.data_notice,
        "usable": "",
    }


def _profile(item: NewsItem, say: Words) -> str:
    return {
        Profile.NEWS: "",
        Profile.TEST: say.test,
        Profile.ADVISORY: say.advisory,
        Profile.DATA: say.data,
    }[item.profile]


def _urgency(item: NewsItem, say: Words) -> str:
    return {FLASH: say.flash, ALERT: say.alert}.get(item.urgency, "")


def _update(item: NewsItem, say: Words) -> str:
    if item.update_type in CORRECTIONS:
        return say.correction
    return {
        UpdateType.DEVELOPMENT: say.update,
        UpdateType.WRITETHRU: say.writethru,
        UpdateType.ADD: say.add,
        UpdateType.REPEAT: say.repeat,
    }.get(item.update_type, "")


def _correction(item: NewsItem, say: Words) -> Notice | None:
    wrong = item.correction
    if wrong is None:
        return None
    was_now = say.was_now.replace("{now}", "\0").replace("{was}", wrong.was)
    said = was_now.replace("\0", wrong.now)
    parts = (f"{wrong.where}: {said}" if wrong.where else said, wrong.why)
    return Notice(role="correction", label=say.correction, text=". ".join(filter(None, parts)))


def _note(role: str, text: str, say: Words) -> Notice:
    labels = {
        "kill": say.kill,
        "hold": say.hold,
        "correction": say.correction,
        "more": say.more,
    }
    return Notice(role=role, label=labels.get(role, say.note), text=text)
