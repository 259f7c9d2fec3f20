"""What a feed may be: checked before it is kept, with a sentence for each field that is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, ClassVar

from wireroom.customers.policy import Channel
from wireroom.customers.queries import products_of, readers_of_companies
from wireroom.customers.services import NotAnAddress, NotValid
from wireroom.customers.services.mail import mailable
from wireroom.delivery import destinations
from wireroom.delivery.conf import load_feeds
from wireroom.delivery.models import Destination, Feed, FeedState
from wireroom.formats.registry import UnknownFormat, format_of
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.markup import one_line
from wireroom.matching import compiling

_LONGEST_NAME = 120
_LONGEST_QUERY = 10_000
_LONGEST_IDLE_TO = 500
_LONGEST_IDLE_MINUTES = 60 * 24 * 31
_MOST_PRODUCTS = 200


class TooManyFeeds(WireroomError):
    """The company has as many feeds as it may have. Close one that is not needed any more."""

    code: ClassVar[str] = "too_many_feeds"
    http_status: ClassVar[int] = 409


def refuse_too_many(company_id: int) -> None:
    """Look whether one more fits.

    Raises:
        TooManyFeeds: the company has as many as it may have (409).
    """
    most = load_feeds().per_company
    if _open(company_id).count() >= most:
        raise TooManyFeeds(f"A company may have {most} feeds at once.", limit=most)


def checked(feed: Feed, secret: str, now: datetime, *, asks: bool = True) -> dict[str, Any]:
    """Give the fields of a feed as they are kept.

    Args:
        feed: with what was asked for, not saved.
        secret: what an SFTP server asks for.
        now: the moment.
        asks: whether channel, products and query are held against what the company holds now;
            else a feed whose subscription has ended could not even change its name.

    Raises:
        NotValid: the fields say what is wrong.
    """
    wrong: dict[str, str] = {}
    if feed.destination not in Destination.values:
        wrong["destination"] = "There is no such destination."
        raise NotValid(wrong["destination"], **wrong)
    name = one_line(str(feed.name))
    for found in (_wrong_name(feed, name), _wrong_format(feed), _wrong_monitor(feed)):
        wrong |= found
    wrong |= _wrong_choice(feed, now) if asks else {}
    try:
        target = destinations.check(feed.destination, feed.target, secret=secret)
        schedule = destinations.check_schedule(feed.destination, feed.schedule)
    except NotValid as error:
        wrong |= {key: str(text) for key, text in error.fields.items()}
    if wrong:
        raise NotValid(" ".join(dict.fromkeys(wrong.values())), **wrong)
    return {
        "name": name,
        "products": sorted(set(feed.products)),
        "target": target,
        "schedule": schedule,
    }


def _open(company_id: int) -> Any:
    return Feed.objects.filter(company_id=company_id).exclude(state=FeedState.CLOSED)


def _wrong_name(feed: Feed, name: str) -> Mapping[str, str]:
    if not name:
        return {"name": "Give the feed a name."}
    if len(name) > _LONGEST_NAME:
        return {"name": f"A name has {_LONGEST_NAME} characters at most."}
    if _open(feed.company_id).filter(name=name).exclude(pk=feed.pk).exists():
        return {"name": "Another feed has this name."}
    return {}


def _wrong_format(feed: Feed) -> Mapping[str, str]:
    try:
        found = format_of(feed.format)
    except UnknownFormat as error:
        return {"format": error.detail}
    if not isinstance(feed.options, dict):
        return {"options": "Options are a table of names and values."}
    return found.check(feed.options)


def _wrong_choice(feed: Feed, now: datetime) -> Mapping[str, str]:
    """Check channel, products and query against what the company holds now."""
    readers = readers_of_companies([feed.company_id], now, Channel(feed.destination))
    reader = readers[feed.company_id]
    if not reader.may_read_at(now):
        label = Destination(feed.destination).label
        return {"destination": f"No subscription of yours includes this way: {label}."}
    held = products_of(reader, now)
    return _wrong_products(feed.products, held) | _wrong_query(feed.query, now, held)


def _wrong_products(products: object, held: Collection[str]) -> dict[str, str]:
    if not isinstance(products, list) or not all(isinstance(code, str) for code in products):
        return {"products": "Products are a list of codes."}
    if len(products) > _MOST_PRODUCTS:
        return {"products": f"Name {_MOST_PRODUCTS} products at most."}
    missing = sorted(set(products) - set(held))
    if missing:
        return {"products": f"Not in your subscriptions by this way: {', '.join(missing)}."}
    return {}


def _wrong_query(query: object, now: datetime, held: Mapping[str, Any]) -> dict[str, str]:
    if not isinstance(query, str):
        return {"query": "A query is a text."}
    if len(query) > _LONGEST_QUERY:
        return {"query": f"A query has {_LONGEST_QUERY} characters at most."}
    trouble = compiling.trouble(query, now, held)
    return {"query": trouble} if trouble else {}


def _wrong_monitor(feed: Feed) -> Mapping[str, str]:
    minutes, to = feed.idle_after_minutes, feed.idle_to
    if minutes is None:
        return {"idle_after_minutes": "Say after how many minutes."} if to else {}
    if type(minutes) is not int or not 1 <= minutes <= _LONGEST_IDLE_MINUTES:
        return {"idle_after_minutes": f"Between 1 and {_LONGEST_IDLE_MINUTES:,} minutes."}
    if not to:
        return {"idle_to": "Say whom to tell: an e-mail address, or an https:// address."}
    return _wrong_address(to)


def _wrong_address(to: str) -> Mapping[str, str]:
    if len(to) > _LONGEST_IDLE_TO:
        return {"idle_to": "The address is too long."}
    try:
        if "://" in to:
            destinations.check(Destination.WEBHOOK, {"url": to})
        else:
            mailable(to)
    except NotAnAddress:
        return {"idle_to": "This is neither an e-mail address nor an https:// address."}
    except NotValid as error:
        return {"idle_to": error.detail}
    return {}
