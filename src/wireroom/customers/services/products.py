"""What is on offer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wireroom.customers.models import Product
from wireroom.customers.models.product import OFFER_FIELDS
from wireroom.customers.services.base import NotValid, change_of_rights, get, save_valid

_LISTS = frozenset({"topics", "genres", "languages", "channels", "samples"})
_CHANGEABLE = frozenset({"name", "description", "price_text", "listed", "active", *OFFER_FIELDS})
_CHANGEABLE |= _LISTS


def create_product(  # noqa: PLR0913 - the facts about a product
    *,
    code: str,
    name: str,
    description: str = "",
    public: bool = False,
    level: str = "full",
    topics: Iterable[str] = (),
    genres: Iterable[str] = (),
    languages: Iterable[str] = (),
    query: str = "",
    delay_minutes: int = 0,
    archive_days: int | None = None,
    channels: Iterable[str] = (),
    price_text: str = "",
    listed: bool = True,
    samples: Iterable[str] = (),
    now: datetime,
    actor: str | None,
) -> Product:
    """Put a product on offer from `now`; an empty list of topics, genres or languages means all.

    So does an empty query; one that is not empty narrows what the lists let through. No channels
    mean all of them, no days of archive all of it. `samples` are the guids of stories that
    everybody may read in full while the product is listed.

    Raises:
        NotValid: the code is taken, the level or a channel unknown, something in a list is not a
            code, the query is none, names a product, or has a date that moves with the calendar,
            or the delay is as long as the archive is deep.
    """
    product = Product(code=code, name=name, description=description, created_at=now)
    offer = {"public": public, "level": level, "query": query, "delay_minutes": delay_minutes}
    lists = {"topics": topics, "genres": genres, "languages": languages, "channels": channels}
    shown = {"price_text": price_text, "listed": listed, "samples": samples}
    with change_of_rights("create", now=now, actor=actor):
        return _put(product, {**offer, "archive_days": archive_days, **lists, **shown})


def change_product(*, product_id: int, now: datetime, actor: str | None, **changes: Any) -> Product:
    """Change what a product is called, carries, or whether it is active.

    Subscribers keep the corrections and kills of what they got on the old terms.

    Raises:
        NotFound: no such product.
        NotValid: a value that is not allowed, or a field that cannot change, such as the code.
    """
    fixed = sorted(changes.keys() - _CHANGEABLE)
    if fixed:
        raise NotValid(f"This cannot change: {', '.join(fixed)}.")
    with change_of_rights("change", now=now, actor=actor):
        return _put(get(Product, product_id), changes)


def _put(product: Product, values: dict[str, Any]) -> Product:
    for name, value in values.items():
        setattr(product, name, _tidy(name, value))
    return save_valid(product)


def _tidy(name: str, value: Any) -> Any:
    if name in _LISTS:
        return sorted(set(value))
    return value.strip() if name == "query" else value
