"""A newsroom for the browser tests, in a process of its own: one JSON order a line, one answer.

Run as a program with `WIREROOM_DATA_DIR` set. It stands in for the desk and for sales.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django
import msgspec

django.setup()

from captcha.models import CaptchaStore  # noqa: E402 - after setup
from django.db import transaction  # noqa: E402 - after setup

from wireroom.customers import services as customers  # noqa: E402
from wireroom.customers.models import (  # noqa: E402
    Acceptance,
    OutgoingMail,
    Person,
    Subscription,
    TermsOfUse,
)
from wireroom.customers.services.base import change_of_rights  # noqa: E402
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


def subscriber(
    *, name: str, seats: int | None = None, days: int | None = None, **product: Any
) -> dict[str, Any]:
    """Give a new company a product, by default the whole wire, and somebody in it a password.

    With `days` it is a demo that runs so long.
    """
    act: dict[str, Any] = {"now": utc_now(), "actor": "tests"}
    company = customers.create_company(code=name, name=name, **act)
    sold = customers.create_product(code=f"all-{name}", name="All", **product, **act)
    trial = {"kind": "demo", "active_to": act["now"] + timedelta(days=days)} if days else {}
    subscription = customers.subscribe(
        company_id=company.pk, product_id=sold.pk, seats=seats, **trial, **act
    )
    email = f"{name}@example.com"
    customers.create_person(email=email, company_id=company.pk, password=PASSWORD, **act)
    who = {"email": email, "password": PASSWORD}
    return who | {"company": company.pk, "subscription": subscription.pk}


def sell(*, company: int, name: str, **product: Any) -> dict[str, Any]:
    """Sell a company another product."""
    act: dict[str, Any] = {"now": utc_now(), "actor": "tests"}
    sold = customers.create_product(code=f"more-{name}", name="More", **product, **act)
    subscription = customers.subscribe(company_id=company, product_id=sold.pk, **act)
    return {"subscription": subscription.pk}


def extend(*, subscription: int, days: int) -> dict[str, Any]:
    """Let a subscription end so many days from now."""
    now = utc_now()
    with change_of_rights("extend", now=now, actor="tests"):
        row = Subscription.objects.get(pk=subscription)
        row.active_to = now + timedelta(days=days)
        row.save()
    return {}


def publish_terms() -> dict[str, Any]:
    """Put terms of use in force."""
    return {"number": customers.publish_terms(text="Be fair.", now=utc_now(), actor="tests")}


def forget_terms() -> dict[str, Any]:
    """Undo what only tests may undo: nobody else's house has terms that were never there."""
    for model in (Acceptance, TermsOfUse):
        model.objects.all()._raw_delete("default")
    return {}


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
    "sell": sell,
    "extend": extend,
    "end_subscription": end_subscription,
    "publish_terms": publish_terms,
    "forget_terms": forget_terms,
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
