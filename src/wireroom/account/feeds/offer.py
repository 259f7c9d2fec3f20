"""What a company can make a feed of: ways that its subscriptions cover, and products by each."""

from __future__ import annotations

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from msgspec import Struct

from wireroom.customers import directory
from wireroom.delivery import words

ABOUT: dict[str, str | Promise] = {
    "webhook": gettext_lazy(
        "We post each story to your address the moment it is released, signed, and try again "
        "until you have it."
    ),
    "sftp": gettext_lazy("We write each story as a file on your server, with a checksum beside."),
    "email": gettext_lazy("We write to addresses of yours, at once or collected at fixed hours."),
    "feed": gettext_lazy(
        "Your systems fetch when they like: by the API, or as Atom, RSS or JSON at an address that "
        "only they know."
    ),
    "stream": gettext_lazy(
        "One open connection of yours on which each story arrives within the second, by number."
    ),
}
"""The kinds of destination in the order of screens."""


class Way(Struct, frozen=True):
    """A kind of destination, and whether a subscription in force covers it."""

    code: str
    name: str
    about: str
    is_covered: bool


def ways(company_id: int, now: datetime) -> list[Way]:
    """Give every kind of destination."""
    running = _running(company_id, now)
    return [
        Way(
            code, words.destination(code), str(about), any(_goes_by(each, code) for each in running)
        )
        for code, about in ABOUT.items()
    ]


def products_by(company_id: int, destination: str, now: datetime) -> list[tuple[str, str]]:
    """Give code and name of each product in force that goes by a destination."""
    running = _running(company_id, now)
    return list(
        {each.code: each.product for each in running if _goes_by(each, destination)}.items()
    )


def _running(company_id: int, now: datetime) -> list[directory.Offered]:
    held = directory.subscriptions_of(company_id, now)
    return [each.offered for each in held if each.state == "running" and each.is_on_offer]


def _goes_by(offered: directory.Offered, destination: str) -> bool:
    return not offered.channels or destination in offered.channels
