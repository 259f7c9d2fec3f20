"""Feeds and their ledger in words, for customers and for the agency's support."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from msgspec import Struct

from wireroom.delivery.models import DeliveryState, Destination, FeedState, VoidWhy

Text = str | Promise


class Said(Struct, frozen=True):
    """A state: a word, whether it is good, and what that means and what happens next."""

    word: str
    tone: str
    """`good`, `wait` or `bad`; the word alone must be enough."""
    means: str


DESTINATIONS: dict[str, Text] = {
    Destination.WEBHOOK: gettext_lazy("Webhook"),
    Destination.SFTP: gettext_lazy("SFTP"),
    Destination.EMAIL: gettext_lazy("E-mail"),
    Destination.FEED: gettext_lazy("Fetched"),
    Destination.STREAM: gettext_lazy("Stream"),
}
SAMPLES: dict[str, Text] = {
    "flash": gettext_lazy("Flash"),
    "story": gettext_lazy("Story"),
    "update": gettext_lazy("Update"),
    "correction": gettext_lazy("Correction"),
    "hold": gettext_lazy("Hold"),
    "kill": gettext_lazy("Kill"),
    "interview": gettext_lazy("Interview"),
}
_KINDS: dict[str, Text] = {
    "new": gettext_lazy("New"),
    "development": gettext_lazy("Update"),
    "writethru": gettext_lazy("Update"),
    "add": gettext_lazy("Add"),
    "repeat": gettext_lazy("Repeat"),
    "correction_fact": gettext_lazy("Correction"),
    "correction_minor": gettext_lazy("Refile"),
    "hold": gettext_lazy("Hold"),
    "kill": gettext_lazy("Kill"),
}
_VOIDS: dict[str, Text] = {
    VoidWhy.KILLED: gettext_lazy("The story was killed before this version was sent."),
    VoidWhy.SUPERSEDED: gettext_lazy(
        "A correction or hold took the place of this version before it was sent."
    ),
    VoidWhy.RIGHTS: gettext_lazy("The subscription does not cover it any more."),
    VoidWhy.UNWRITABLE: gettext_lazy("It cannot be written in the feed's format."),
    VoidWhy.SKIPPED: gettext_lazy("Your company went on without it."),
}
_OUTCOMES: dict[str, Text] = {
    "delivered": gettext_lazy("Delivered"),
    "fetched": gettext_lazy("Fetched"),
    "gone": gettext_lazy("The destination said that it wants no more (410)"),
    "refused": gettext_lazy("We may not call this address"),
    "failed": gettext_lazy("Failed"),
    "void": gettext_lazy("The destination was told that this number is void"),
    "timed_out": gettext_lazy("No answer in time"),
    "not_reached": gettext_lazy("Not reached"),
    "address_refused": gettext_lazy("We may not connect to this address"),
    "host_key_wrong": gettext_lazy("The server shows another host key than those pinned"),
    "login_refused": gettext_lazy("The server does not let us in"),
    "no_common_algorithm": gettext_lazy("No common way to encrypt"),
    "disk_full": gettext_lazy("The server's disk is full"),
    "permission_denied": gettext_lazy("We may not write into the directory"),
    "no_directory": gettext_lazy("There is no such directory"),
    "connection_lost": gettext_lazy("The connection was lost"),
    "disconnected": gettext_lazy("The server ended the connection"),
    "no_sftp": gettext_lazy("The server offers no SFTP"),
    "server_refused": gettext_lazy("The server refused it"),
    "mail_refused": gettext_lazy("The mail server refused it"),
    "tls_failed": gettext_lazy("No secure connection"),
    "broken": gettext_lazy("A fault on our side"),
}
_STATES: dict[str, tuple[Text, str, Text]] = {
    FeedState.ACTIVE: (gettext_lazy("Active"), "good", gettext_lazy("It sends as news comes.")),
    FeedState.PAUSED: (
        gettext_lazy("Paused"),
        "wait",
        gettext_lazy("Nothing is sent. What is released is kept and goes when you resume it."),
    ),
    FeedState.SUSPENDED: (
        gettext_lazy("Suspended"),
        "bad",
        gettext_lazy(
            "The agency has stopped it. What is released is kept and goes when that is lifted."
        ),
    ),
    FeedState.STALLED: (
        gettext_lazy("Stalled"),
        "bad",
        gettext_lazy(
            "The destination does not take what we send. Everything is kept; we try again by "
            "ourselves, and the first success sends all that waits, in order."
        ),
    ),
    FeedState.REFUSED: (
        gettext_lazy("Refused"),
        "bad",
        gettext_lazy(
            "The destination said that it wants no more, so we do not try again. Everything is "
            "kept and goes when you resume it."
        ),
    ),
    FeedState.CLOSED: (
        gettext_lazy("Closed"),
        "wait",
        gettext_lazy("It gets no more numbers. Its log is kept."),
    ),
}
_FETCHED = (Destination.FEED, Destination.STREAM)


def state_of(state: str, destination: str = "") -> Said:
    """Say a feed's state."""
    word, tone, means = _STATES[state]
    if state == FeedState.ACTIVE and destination in _FETCHED:
        means = gettext("It is ready: your systems read it when they like.")
    return Said(str(word), tone, str(means))


def delivery_state(state: str, destination: str = "") -> Said:
    """Say what became of a delivery."""
    if state == DeliveryState.TAKEN:
        is_fetched = destination in _FETCHED
        return Said(gettext("Fetched") if is_fetched else gettext("Delivered"), "good", "")
    if state == DeliveryState.VOID:
        return Said(gettext("Void"), "wait", gettext("Nothing is sent under this number."))
    return Said(gettext("Waits"), "wait", gettext("It has not been taken yet."))


def test_state(state: str) -> Said:
    """Say what became of a test, which is tried once."""
    if state == DeliveryState.VOID:
        return Said(gettext("Not taken"), "bad", gettext("A test is tried once."))
    return delivery_state(state)


def void(why: str) -> str:
    """Say why nothing was sent under a number."""
    return str(_VOIDS.get(why, ""))


def kind(update_type: str) -> str:
    """Name what a version does to its story."""
    return str(_KINDS.get(update_type, update_type.replace("_", " ")))


def outcome(code: str) -> str:
    """Say how a try ended; what has no words of its own is said by its code."""
    return str(_OUTCOMES.get(code, code.replace("_", " ").capitalize()))


def destination(code: str) -> str:
    """Name a kind of destination."""
    return str(DESTINATIONS.get(code, code))
