"""Both halves of a feed's form together, and the errors of the services put where they belong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from wireroom.account.feeds import format_options, what, where
from wireroom.account.feeds.offer import products_by
from wireroom.account.pages.visit import Visit
from wireroom.delivery.queries.feeds import FeedFacts
from wireroom.formats.registry import Format, UnknownFormat, format_of, formats
from wireroom.kernel.errors import WireroomError

_OF_TARGET = {"secret": "password", "schedule": "hours"}
"""Fields of the services that have another name in a form."""
_USUAL_FORMATS = {"email": "html", "sftp": "newsml-g2"}
"""What a new feed begins with; `item` by all other ways."""


def what_form(
    visit: Visit, destination: str, data: QueryDict | None, feed: FeedFacts | None = None
) -> what.What:
    """Make the first half, of what was sent or of a feed."""
    initial = feed._asdict() if feed else {"format": _USUAL_FORMATS.get(destination, "item")}
    products = products_by(visit.company_id, destination, visit.now)
    return what.What(data, products=products, initial=initial)


def where_form(
    destination: str, data: QueryDict | None, format_code: str, feed: FeedFacts | None = None
) -> where.Where:
    """Make the second half for a format, of what was sent or of a feed."""
    form = where.form_for(destination)
    facts: dict[str, Any] = {"format_": usual_format(format_code)}
    if feed:
        facts |= {"initial": _initial(feed), "options": feed.options}
    return form(data, **facts)


def usual_format(code: str) -> Format:
    """Find a format; the first one when there is none of this code."""
    try:
        return format_of(code)
    except UnknownFormat:
        return formats()[0]


def blame(error: WireroomError, *forms: Any) -> None:
    """Show what a service refuses at the fields that it names, or above the last form."""
    told = False
    for name, sentence in _sentences(error).items():
        for form in forms:
            if field := _field(form, name):
                form.add_error(field, sentence)
                told = True
                break
    if not told:
        forms[-1].add_error(None, error.detail)


def _sentences(error: WireroomError) -> Mapping[str, str]:
    return {name: text for name, text in error.fields.items() if isinstance(text, str)}


def _field(form: Any, name: str) -> str:
    for known in (name, _OF_TARGET.get(name, ""), format_options.PREFIX + name):
        if known in form.fields:
            return known
    return ""


def _initial(feed: FeedFacts) -> dict[str, Any]:
    target = dict(feed.target)
    if keys := target.get("host_keys"):
        target["host_keys"] = "\n".join(keys)
    if to := target.get("to"):
        target["to"] = "\n".join(to)
    hours = ", ".join(map(str, feed.schedule.get("hours", ())))
    return {
        **target,
        "hours": hours,
        "zone": feed.schedule.get("zone", "UTC"),
        "idle_after_minutes": feed.idle_after_minutes,
        "idle_to": feed.idle_to,
    }
