"""A prospect's address is proven, and the demo begins at once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from wireroom.customers import letters
from wireroom.customers.access.tokens import digest
from wireroom.customers.demos.domains import is_shared
from wireroom.customers.demos.known import standing_of
from wireroom.customers.demos.standing import WORDS, Standing
from wireroom.customers.models import (
    AccessEvent,
    Company,
    CompanyRole,
    DemoRequest,
    Kind,
    Person,
    Product,
    Stage,
    Subscription,
)
from wireroom.customers.policy import Channel
from wireroom.customers.services.base import change_of_rights, save_valid
from wireroom.customers.services.demo_letters import tell_sales
from wireroom.customers.services.terms import accept_terms
from wireroom.kernel.errors import WireroomError

SEATS = 2
CHANNELS = (Channel.EMAIL, Channel.TERMINAL)
"""Screens and alerts by mail: nothing that could carry the wire away by the thousand."""


class ProofNotGood(WireroomError):
    """This link has been used, has run out, or never was one."""

    code = "proof_not_good"
    http_status = 410


def open_demo(*, secret: str, password: str, now: datetime, address: str | None) -> int | None:
    """Prove an address by the secret that was mailed to it, and open the demo; give the person.

    Company, person and subscriptions are made in one transaction. None: the address is proven, but
    by now the company has a demo, or nothing is on offer; the agency's sales are told, so is the
    prospect.

    Raises:
        ProofNotGood: the secret is unknown, was used, or has run out.
    """
    with transaction.atomic():
        found = DemoRequest.objects.filter(proof_hash=digest(secret)).first()
        if found is None:
            raise ProofNotGood
        with change_of_rights("demo", now=now, actor=found.email):
            request = DemoRequest.objects.select_for_update().get(pk=found.pk)
            if not request.can_be_proven(now):
                raise ProofNotGood
            return _prove(request, password, now, address)


def _prove(request: DemoRequest, password: str, now: datetime, address: str | None) -> int | None:
    request.state, request.proven_at = Stage.PROVEN, now
    _note("demo:proven", request, now, address)
    standing = standing_of(request.email_key, request.domain, now)
    products = _products(request)
    if standing is not Standing.FREE or not products:
        request.save()
        why = WORDS.get(standing, "Nothing that they chose is on offer.")
        tell_sales(request, "waits for you", now, why=why)
        letters.send("demo_waiting", [request.email], now=now, reply_to=letters.sales_reply_to())
        return None
    person = _open(request, products, password, now)
    _note("demo:opened", request, now, address)
    tell_sales(request, "opened", now)
    _welcome(request, products, now)
    return person.pk


def _products(request: DemoRequest) -> list[Product]:
    on_offer = Product.objects.filter(active=True, listed=True, public=False)
    chosen = on_offer.filter(pk__in=request.products.all())
    return list(chosen) or list(on_offer)


def _open(
    request: DemoRequest, products: Sequence[Product], password: str, now: datetime
) -> Person:
    request.ends_at = now + timedelta(days=settings.WIREROOM_DEMO.days)
    company = save_valid(_company(request))
    person = save_valid(_person(request, company, password, now))
    for product in products:
        save_valid(demo_subscription(company.pk, product.pk, now, request.ends_at))
    request.state, request.activated_at = Stage.ACTIVE, now
    request.company, request.person = company, person
    request.save()
    if request.terms is not None:
        accept_terms(
            number=request.terms.number,
            email=person.email,
            person_id=person.pk,
            where="demo form",
            now=now,
            address=request.address,
        )
    return person


def _company(request: DemoRequest) -> Company:
    return Company(
        code=f"{slugify(request.company_name)[:28] or 'demo'}-{secrets.token_hex(4)}",
        name=request.company_name,
        country=request.country,
        domain="" if is_shared(request.domain) else request.domain,
    )


def _person(request: DemoRequest, company: Company, password: str, now: datetime) -> Person:
    person = Person(
        email=request.email,
        first_name=request.first_name,
        last_name=request.last_name,
        job_title=request.job_title,
        phone=request.phone,
        role=CompanyRole.ADMINISTRATOR,
        company=company,
        date_joined=now,
    )
    person.set_password(password)
    return person


def demo_subscription(
    company_id: int, product_id: int, now: datetime, ends_at: datetime
) -> Subscription:
    """Make a demo of a product, with the limits of a demo; it is not saved yet."""
    demo = settings.WIREROOM_DEMO
    return Subscription(
        company_id=company_id,
        product_id=product_id,
        kind=Kind.DEMO,
        active_from=now,
        active_to=ends_at,
        seats=SEATS,
        channels=sorted(CHANNELS),
        delay_minutes=demo.delay_minutes,
        sample_only=demo.sample,
    )


def _note(what: str, request: DemoRequest, now: datetime, address: str | None) -> None:
    AccessEvent.record(
        what=what,
        now=now,
        actor=request.email,
        subject=f"demo:{request.reference}",
        address=address,
    )


def _welcome(request: DemoRequest, products: Sequence[Product], now: datetime) -> None:
    letters.send(
        "demo_opened",
        [request.email],
        now=now,
        reply_to=letters.sales_reply_to(),
        ends_at=request.ends_at,
        products=[product.name for product in products],
    )
