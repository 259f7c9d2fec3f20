"""What a company has bought, and how its people sign in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Literal, NamedTuple

from wireroom.customers.models import Company, IdentityProvider, Kind, Product, Subscription

State = Literal["running", "coming", "past"]


class ProviderFacts(NamedTuple):
    """An identity provider of the company."""

    name: str
    protocol: str
    domains: list[str]
    required: bool


class CompanyFacts(NamedTuple):
    """A company as its administrators see it. `manager` is whom of the agency it talks to."""

    name: str
    manager: str
    manager_email: str
    networks: list[str]
    providers: tuple[ProviderFacts, ...]


class Offered(NamedTuple):
    """What somebody may read: a product with its limits; empty lists mean all, None no limit.

    Channels are `["none"]` when product and subscription have none in common.
    """

    product: str
    description: str
    level: str
    languages: list[str]
    channels: list[str]
    delay_minutes: int
    archive_days: int | None
    sample_only: bool
    ends_at: datetime | None
    is_demo: bool = False
    is_public: bool = False
    code: str = ""


class Held(NamedTuple):
    """A subscription of the company, and whether it is running, coming or past."""

    offered: Offered
    kind: str
    active_from: datetime
    active_to: datetime | None
    seats: int | None
    state: State
    is_on_offer: bool
    """Whether the agency still has the product; one taken off is read by nobody."""


def company_facts(company_id: int) -> CompanyFacts | None:
    """Give what administrators see of their company; None: there is none."""
    company = Company.objects.select_related("manager").filter(pk=company_id).first()
    if company is None:
        return None
    rows = IdentityProvider.objects.filter(company=company, active=True).order_by("name")
    manager = company.manager
    return CompanyFacts(
        name=company.name,
        manager=manager.name if manager else "",
        manager_email=manager.email if manager else "",
        networks=list(company.networks),
        providers=tuple(
            ProviderFacts(row.name, row.get_protocol_display(), list(row.domains), row.required)
            for row in rows
        ),
    )


def names_of_companies(ids: Collection[int]) -> dict[int, str]:
    """Give the names of companies by their numbers, for the agency's own screens."""
    return dict(Company.objects.filter(pk__in=ids).values_list("pk", "name"))


def subscriptions_of(company_id: int, now: datetime) -> list[Held]:
    """Give a company's subscriptions, past ones too; those that never began are left out."""
    rows = Subscription.objects.select_related("product").filter(company=company_id)
    return [
        Held(
            offered=_offered(row),
            kind=row.get_kind_display(),
            active_from=row.active_from,
            active_to=row.active_to,
            seats=row.seats,
            state=_state(row, now),
            is_on_offer=row.product.active,
        )
        for row in rows.order_by("product__name", "active_from")
        if row.active_to is None or row.active_to > row.active_from
    ]


def offered_to(company_id: int | None, now: datetime) -> list[Offered]:
    """Give what somebody of a company may read at `now`: what it holds, and what is for everybody.

    Staff, of no company, read the whole wire: for them the list is empty.
    """
    if company_id is None:
        return []
    held = subscriptions_of(company_id, now)
    own = [each.offered for each in held if each.state == "running" and each.is_on_offer]
    names = {each.product for each in own}
    public = Product.objects.filter(active=True, public=True).order_by("name")
    return own + [_of_product(product) for product in public if product.name not in names]


def _state(row: Subscription, now: datetime) -> State:
    if row.active_from > now:
        return "coming"
    return "running" if row.active_to is None or row.active_to > now else "past"


def _offered(row: Subscription) -> Offered:
    product = _of_product(row.product)
    bought, sold = set(row.channels), set(product.channels)
    both = sorted(bought & sold) or ["none"] if bought and sold else sorted(bought | sold)
    return product._replace(
        channels=both,
        delay_minutes=max(row.delay_minutes, product.delay_minutes),
        sample_only=row.sample_only,
        ends_at=row.active_to,
        is_demo=row.kind == Kind.DEMO,
        is_public=False,
    )


def _of_product(product: Product) -> Offered:
    return Offered(
        product=product.name,
        description=product.description,
        level=product.level,
        languages=list(product.languages),
        channels=list(product.channels),
        delay_minutes=product.delay_minutes,
        archive_days=product.archive_days,
        sample_only=False,
        ends_at=None,
        is_public=True,
        code=product.code,
    )
