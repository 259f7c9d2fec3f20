"""What is on offer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wireroom.customers.models import Product
from wireroom.customers.services.base import NotValid, change_of_rights, get, save_valid

_LISTS = frozenset({"topics", "genres", "languages"})
_CHANGEABLE = frozenset({"name", "description", "public", "level", "query", "active"}) | _LISTS


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
    now: datetime,
    actor: str | None,
) -> Product:
    """Put a product on offer from `now`; an empty list of topics, genres or languages means all.

    So does an empty query; one that is not empty narrows what the lists let through.

    Raises:
        NotValid: the code is taken, the level unknown, something in a list is not a code, or the
            query is none, names a product, or has a date that moves with the calendar.
    """
    product = Product(code=code, name=name, description=description, created_at=now)
    with change_of_rights("create", now=now, actor=actor):
        lists = {"topics": topics, "genres": genres, "languages": languages}
        return _put(product, {"public": public, "level": level, "query": query, **lists})


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
