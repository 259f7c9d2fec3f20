"""A newsroom for the browser tests, in a process of its own: one JSON order a line, one answer.

Run as a program with `WIREROOM_DATA_DIR` set. It stands in for the desk and for sales.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import django
import msgspec

django.setup()

from django.db import transaction  # noqa: E402 - after setup

from wireroom.customers import services as customers  # noqa: E402
from wireroom.kernel.clock import utc_now  # noqa: E402
from wireroom.kernel.newsitem import NewsItem  # noqa: E402
from wireroom.wire import services as wire  # noqa: E402

PASSWORD = "a long enough password"


def release(**content: Any) -> dict[str, Any]:
    """Put an item on the wire."""
    item = msgspec.convert(content, NewsItem)
    with transaction.atomic():
        entry = wire.append(item, now=utc_now())
    return {"seq": entry.seq}


def subscriber(*, name: str, level: str = "full") -> dict[str, Any]:
    """Give a new company the whole wire, and somebody in it a password."""
    act: dict[str, Any] = {"now": utc_now(), "actor": "tests"}
    company = customers.create_company(code=name, name=name, **act)
    product = customers.create_product(code=f"all-{name}", name="All", level=level, **act)
    subscription = customers.subscribe(company_id=company.pk, product_id=product.pk, **act)
    email = f"{name}@example.com"
    customers.create_person(email=email, company_id=company.pk, password=PASSWORD, **act)
    return {"email": email, "password": PASSWORD, "subscription": subscription.pk}


def end_subscription(*, subscription: int) -> dict[str, Any]:
    """End a subscription now."""
    customers.end_subscription(subscription_id=subscription, now=utc_now(), actor="tests")
    return {}


ORDERS: dict[str, Callable[..., dict[str, Any]]] = {
    "release": release,
    "subscriber": subscriber,
    "end_subscription": end_subscription,
}


def main() -> None:
    """Obey until stdin closes."""
    for line in sys.stdin:
        order, facts = json.loads(line)
        sys.stdout.write(json.dumps(ORDERS[order](**facts)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
