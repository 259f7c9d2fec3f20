"""The price list as the site shows it: what a product gives, in words, and samples of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from wireroom.archive import queries as archive
from wireroom.customers.policy import Channel, Reader
from wireroom.customers.queries import ProductOnOffer
from wireroom.public.rows import Row, row_of

_CHANNELS = {
    Channel.TERMINAL: "on screen in the terminal",
    Channel.STREAM: "as a stream for machines",
    Channel.API: "through the API",
    Channel.FEED: "as feeds",
    Channel.WEBHOOK: "by webhook",
    Channel.SFTP: "by SFTP",
    Channel.EMAIL: "by e-mail",
    Channel.EXPORT: "as lists to take away",
}
_DAY_MINUTES = 24 * 60


class Offer(Struct, frozen=True, kw_only=True):
    """One product of the price list."""

    code: str
    name: str
    description: str
    price: str
    is_public: bool
    facts: tuple[tuple[str, str], ...]
    """Name and value, in the order in which a buyer asks."""


def offer_of(product: ProductOnOffer) -> Offer:
    """Put a product into words."""
    return Offer(
        code=product.code,
        name=product.name,
        description=product.description,
        price=product.price_text,
        is_public=product.public,
        facts=tuple(_facts(product)),
    )


def _facts(product: ProductOnOffer) -> Iterator[tuple[str, str]]:
    yield "What you read", "Full text" if product.level == "full" else "Headlines"
    yield "When", _delay(product.delay_minutes)
    yield "How far back", "All of it" if product.archive_days is None else _days(product)
    if product.languages:
        yield "Languages", ", ".join(product.languages)
    if product.channels:
        yield "How", ", ".join(_CHANNELS[Channel(each)] for each in sorted(product.channels))


def _delay(minutes: int) -> str:
    match minutes:
        case 0:
            return "The moment it is released"
        case 1:
            return "One minute after the release"
        case _ if minutes % _DAY_MINUTES == 0:
            days = minutes // _DAY_MINUTES
            return "One day after the release" if days == 1 else f"{days} days after the release"
        case _:
            return f"{minutes} minutes after the release"


def _days(product: ProductOnOffer) -> str:
    return "One day" if product.archive_days == 1 else f"{product.archive_days} days"


def samples_of(product: ProductOnOffer, reader: Reader, now: datetime) -> list[Row]:
    """Give the samples that `reader` may see, in the order in which they are listed."""
    views = archive.stories(reader, product.samples, now)
    return [row_of(views[guid].current) for guid in product.samples if guid in views]
