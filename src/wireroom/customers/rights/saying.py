"""Verdicts in words, for support and for the customer who asks. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from wireroom.customers.policy import Grant, GrantVerdict, Level, Reason, Verdict

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

_LEVELS = {
    Level.NONE: "Nothing can be read",
    Level.HEADLINE: "The headline can be read",
    Level.FULL: "The full text can be read",
}
_WHY = {
    Reason.GRANTED: "{product} covers the story",
    Reason.FOLLOWS_EARLIER_VERSION: "an earlier version could be read with {product}, "
    "and corrections, holds and kills follow",
    Reason.NO_ACTIVE_GRANT: "no product is in force",
    Reason.OUTSIDE_PRODUCTS: "none of the products in force covers the story",
    Reason.OTHER_CHANNEL: "the product that covers the story is not sold for this channel",
    Reason.BEYOND_ARCHIVE: "the version is older than the archive of the product reaches",
    Reason.DELAYED: "the product has a delay, and the version is not due yet",
    Reason.NOT_FOR_CUSTOMERS: "the item is a test, which nobody gets",
}
_ANSWERS = {
    Reason.GRANTED: "gives {what}",
    Reason.FOLLOWS_EARLIER_VERSION: "gave {what} of an earlier version, so this one follows",
    Reason.OUTSIDE_PRODUCTS: "is not about this story",
    Reason.BEYOND_ARCHIVE: "does not reach back so far",
    Reason.NOT_FOR_CUSTOMERS: "gives no tests",
}


def say_verdict(verdict: Verdict) -> str:
    """Say a verdict in a sentence: how much can be read, and why."""
    why = _WHY[verdict.reason].format(product=_quoted(verdict.product or ""))
    return f"{_LEVELS[verdict.level]}: {why}."


def say_grant(verdict: GrantVerdict, now: datetime) -> str:
    """Say in a sentence what one product answers; moments are in UTC."""
    return f"{_quoted(verdict.grant.product)} ({_terms(verdict.grant)}): {_answer(verdict, now)}."


def _answer(verdict: GrantVerdict, now: datetime) -> str:
    match verdict.reason:
        case Reason.NO_ACTIVE_GRANT:
            return _out_of_force(verdict.grant, now)
        case Reason.OTHER_CHANNEL:
            return f"can be used by {_listed(verdict.grant.channels)} only"
        case Reason.DELAYED if verdict.readable_at:
            return f"gives it from {spell(verdict.readable_at)} on"
    what = "the full text" if verdict.level == Level.FULL else "the headline"
    return _ANSWERS[verdict.reason].format(what=what)


def _out_of_force(grant: Grant, now: datetime) -> str:
    if grant.active_from > now:
        return f"begins on {spell(grant.active_from)}"
    return f"ended on {spell(grant.active_to)}" if grant.active_to else "is not in force"


def _terms(grant: Grant) -> str:
    if grant.stories:
        return "samples only"
    parts = ["full text" if grant.level == Level.FULL else "headlines"]
    if grant.delay:
        parts.append(f"{span(grant.delay)} late")
    if grant.archive is not None:
        parts.append(f"{span(grant.archive)} back")
    if grant.channels:
        parts.append(f"by {_listed(grant.channels)}")
    return ", ".join(parts)


def _quoted(product: str) -> str:
    return f"“{product}”"


def _listed(names: frozenset[str]) -> str:
    *others, last = sorted(names)
    return f"{', '.join(others)} and {last}" if others else last


def span(length: timedelta) -> str:
    """Say a length in the largest unit that measures it whole: `15 minutes`, `1 day`."""
    for unit, name in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if length and not length % unit:
            count = length // unit
            return f"{count} {name}" if count == 1 else f"{count} {name}s"
    return f"{length.total_seconds():.0f} seconds"


def spell(moment: datetime) -> str:
    """Spell a moment: `24 Nov 2026, 10:15 UTC`."""
    return f"{moment.day} {moment:%b %Y, %H:%M %Z}"
