"""The price list: what whoever may become a customer sees of products."""

from __future__ import annotations

from typing import NamedTuple

from wireroom.customers.models import Product


class ProductOnOffer(NamedTuple):
    """A product as the price list shows it.

    Empty lists of languages and channels mean all, no days of archive mean all of it. `samples`
    are the guids of stories that everybody may read in full.
    """

    code: str
    name: str
    description: str
    level: str
    public: bool
    languages: list[str]
    price_text: str
    delay_minutes: int
    archive_days: int | None
    channels: list[str]
    samples: list[str]


def list_products() -> list[ProductOnOffer]:
    """Give the active products of the price list by name."""
    rows = Product.objects.filter(active=True, listed=True).order_by("name", "code")
    return [ProductOnOffer(*facts) for facts in rows.values_list(*ProductOnOffer._fields)]


def product_on_offer(code: str) -> ProductOnOffer | None:
    """Give one product of the price list; None: there is none by this code."""
    return next((each for each in list_products() if each.code == code), None)
