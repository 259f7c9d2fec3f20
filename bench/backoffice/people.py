"""Made-up customers, the same in every run, written past the services: their speed is not asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from django.db.models import QuerySet

from bench.backoffice.plan import Plan
from bench.common.chance import repeatable
from wireroom.customers.models import (
    AccessEvent,
    AccessToken,
    Company,
    DemoRequest,
    Person,
    Product,
    RightsChange,
    SignIn,
    Stage,
    Subscription,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
_BATCH = 2_000
_FIRST = ("Ada", "Boris", "Chen", "Dina", "Erik", "Fatima", "Goran", "Hana", "Иван", "Мария")
_LAST = (
    "Abara", "Brandt", "Castillo", "Dubois", "Eriksen", "Farouk", "Grigoryan", "Haas", "Ivanova",
    "Jansen", "Kowalski", "Lindqvist", "Moreau", "Nakamura", "Okafor", "Петров", "Сидорова",
)  # fmt: skip
_HOUSES = ("Bank", "Capital", "Energy", "Media", "Shipping", "Steel", "Foods", "Insurance")
_NAMES = ("Merrow", "Halden", "Corvus", "Lisle", "Otterburn", "Pell", "Quay", "Rowan", "Stane")


def make(plan: Plan) -> None:
    """Fill the tables."""
    random = repeatable("back office")
    _put(Company, (_company(number, random) for number in range(plan.companies)))
    _put(Product, (_product(number) for number in range(40)))
    companies = list(Company.objects.order_by("pk").values_list("pk", flat=True))
    products = list(Product.objects.values_list("pk", flat=True))
    _put(Person, (_person(number, companies, random) for number in range(plan.people)))
    people = list(Person.objects.filter(company__isnull=False).values_list("pk", flat=True))
    _put(Subscription, _subscriptions(plan, companies, products, random))
    _put(AccessToken, (_token(n, companies, random) for n in range(plan.companies * 2)))
    _put(DemoRequest, (_demo(n, random) for n in range(plan.companies // 2)))
    _put(SignIn, (_sign_in(n, people, random) for n in range(plan.people)))
    _put(RightsChange, (_change(companies, random) for _ in range(plan.audit_rows)))
    _put(AccessEvent, (_event(people, random) for _ in range(plan.audit_rows)))


def _put(model: Any, rows: Iterable[Any]) -> None:
    QuerySet(model).bulk_create(rows, batch_size=_BATCH)


def _company(number: int, random: Random) -> Company:
    name = f"{random.choice(_NAMES)} {random.choice(_HOUSES)} {number}"
    return Company(code=f"c{number}", name=name, country="GB", domain=f"c{number}.example")


def _product(number: int) -> Product:
    return Product(code=f"product-{number}", name=f"Product {number}", created_at=NOW)


def _person(number: int, companies: list[int], random: Random) -> Person:
    return Person(
        email=f"person{number}@c{number // 10}.example",
        first_name=random.choice(_FIRST),
        last_name=random.choice(_LAST),
        company_id=companies[number // 10],
        password="!",  # noqa: S106 - nobody signs in with it
        date_joined=NOW,
    )


def _subscriptions(
    plan: Plan, companies: list[int], products: list[int], random: Random
) -> Iterable[Subscription]:
    for number in range(plan.subscriptions):
        begins = NOW - timedelta(days=random.randrange(1_000))
        yield Subscription(
            company_id=companies[number // 3],
            product_id=products[(number * 7) % len(products)],
            active_from=begins,
            active_to=begins + timedelta(days=random.choice((30, 365, 1_400))),
            seats=random.choice((None, 1, 5)),
        )


def _token(number: int, companies: list[int], random: Random) -> AccessToken:
    return AccessToken(
        name=f"{random.choice(_HOUSES)} system {number}",
        company_id=companies[number // 2],
        hash=sha256(str(number).encode()).digest(),
        created_at=NOW - timedelta(minutes=number),
    )


def _demo(number: int, random: Random) -> DemoRequest:
    return DemoRequest(
        state=random.choice(Stage.values),
        first_name=random.choice(_FIRST),
        last_name=random.choice(_LAST),
        company_name=f"{random.choice(_NAMES)} {number}",
        email=f"prospect{number}@p{number}.example",
        email_key=f"prospect{number}@p{number}.example",
        domain=f"p{number}.example",
        requested_at=NOW - timedelta(hours=number),
    )


def _sign_in(number: int, people: list[int], random: Random) -> SignIn:
    began_at = NOW - timedelta(minutes=number)
    return SignIn(
        person_id=random.choice(people),
        session_key=f"bench{number}",
        address="192.0.2.7",
        method="password",
        began_at=began_at,
        seen_at=began_at,
        ended_at=began_at if number % 3 else None,
        ended_why="expired" if number % 3 else "",
    )


def _change(companies: list[int], random: Random) -> RightsChange:
    pk = random.choice(companies)
    return RightsChange(
        at=NOW,
        actor=f"sales{random.randrange(20)}@agency.example",
        what=random.choice(("company:create", "company:change", "subscription:end")),
        subject=f"company:{pk}",
        detail={"name": f"Company {pk}", "before": {"active": False}, "after": {"active": True}},
    )


def _event(people: list[int], random: Random) -> AccessEvent:
    return AccessEvent(
        at=NOW,
        actor=f"person{random.randrange(1_000)}@c1.example",
        what=random.choice(("sign_in:ok", "sign_in:failed", "list:exported")),
        subject=f"person:{random.choice(people)}",
        address="192.0.2.9",
    )
