"""What the agency's sales are told of a demo."""

from __future__ import annotations

from datetime import datetime

from wireroom.customers import letters
from wireroom.customers.demos.countries import country_name
from wireroom.customers.models import DemoRequest


def tell_sales(request: DemoRequest, what: str, now: datetime, *, why: str = "") -> None:
    """Write to sales that a demo "opened", or what else became of it, and who the prospect is."""
    letters.send(
        "demo_for_sales",
        letters.sales_addresses(),
        now=now,
        reply_to=request.email,
        what=what,
        why=why,
        company=request.company_name,
        name=f"{request.first_name} {request.last_name}".strip(),
        job_title=request.job_title,
        country=country_name(request.country),
        email=request.email,
        phone=request.phone,
        products=[product.name for product in request.products.order_by("name")],
        ends_at=request.ends_at,
        message=request.message,
        reference=request.reference,
        demo_id=request.pk,
    )
