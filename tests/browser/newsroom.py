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

from captcha.models import CaptchaStore  # noqa: E402 - after setup
from django.db import transaction  # noqa: E402 - after setup

from wireroom.customers import services as customers  # noqa: E402
from wireroom.customers.models import OutgoingMail, Person  # noqa: E402
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


def subscriber(*, name: str, level: str = "full", seats: int | None = None) -> dict[str, Any]:
    """Give a new company the whole wire, and somebody in it a password."""
    act: dict[str, Any] = {"now": utc_now(), "actor": "tests"}
    company = customers.create_company(code=name, name=name, **act)
    product = customers.create_product(code=f"all-{name}", name="All", level=level, **act)
    subscription = customers.subscribe(
        company_id=company.pk, product_id=product.pk, seats=seats, **act
    )
    email = f"{name}@example.com"
    customers.create_person(email=email, company_id=company.pk, password=PASSWORD, **act)
    return {"email": email, "password": PASSWORD, "subscription": subscription.pk}


def end_subscription(*, subscription: int) -> dict[str, Any]:
    """End a subscription now."""
    customers.end_subscription(subscription_id=subscription, now=utc_now(), actor="tests")
    return {}


def offer(*, name: str) -> dict[str, Any]:
    """Put a product on the price list that carries the whole wire."""
    product = customers.create_product(
        code=f"offer-{name.lower()}", name=name, now=utc_now(), actor="tests"
    )
    return {"product": product.pk}


def digits(*, key: str) -> dict[str, Any]:
    """Read the digits of a picture."""
    return {"digits": CaptchaStore.objects.get(hashkey=key).response}


def administrator(*, email: str) -> dict[str, Any]:
    """Let somebody administer their company."""
    person = Person.objects.get(email=email)
    person.role = "administrator"
    person.save()
    return {}


def letter(*, to: str) -> dict[str, Any]:
    """Read the newest letter to an address."""
    return {"text": OutgoingMail.objects.filter(to=to).latest("id").text}


ORDERS: dict[str, Callable[..., dict[str, Any]]] = {
    "release": release,
    "subscriber": subscriber,
    "end_subscription": end_subscription,
    "offer": offer,
    "digits": digits,
    "administrator": administrator,
    "letter": letter,
}


def main() -> None:
    """Obey until stdin closes."""
    for line in sys.stdin:
        order, facts = json.loads(line)
        sys.stdout.write(json.dumps(ORDERS[order](**facts)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
