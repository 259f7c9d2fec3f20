"""The demo's pipeline: who asked for a demo in the last half year, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from wireroom.config.demo.sales import ACTOR
from wireroom.customers import services as customers
from wireroom.customers.services.demo_imports import Way, import_demo

_DEMO = timedelta(days=14)
_FACTS = ("first_name", "last_name", "company_name", "job_title", "email", "country", "message")
SELLER = "sales@merrow.example"


def bring_in(
    demos: list[dict[str, Any]],
    products: Mapping[str, int],
    companies: Mapping[str, int],
    now: datetime,
) -> None:
    """Keep `demos`, each with its way; `products` and `companies` are keys by their codes."""
    for number, facts in enumerate(demos):
        application = customers.Application(
            form=f"merrow-{number:05}",
            **{name: facts[name] for name in _FACTS if name in facts},
            products=tuple(products[code] for code in facts["products"]),
        )
        requested_at = now - timedelta(days=facts["days_ago"])
        way = _way(facts, requested_at, companies.get(facts.get("company", "")), now)
        import_demo(
            application=application, requested_at=requested_at, way=way, now=now, actor=ACTOR
        )


def _way(
    facts: Mapping[str, Any], requested_at: datetime, company_id: int | None, now: datetime
) -> Way:
    if "refused" in facts:
        refused_at = requested_at + timedelta(hours=30)
        return Way(refused_at=refused_at, refused_why=facts["refused"], decided_by=SELLER)
    if "proven_hours" not in facts:
        return Way()
    opened_at = requested_at + timedelta(hours=facts["proven_hours"])
    days = facts.get("converted_days")
    ends_in = facts.get("ends_in_days")
    return Way(
        proven_at=opened_at,
        activated_at=opened_at,
        ends_at=now + timedelta(days=ends_in) if ends_in else opened_at + _DEMO,
        converted_at=opened_at + timedelta(days=days) if days else None,
        decided_by=SELLER if days else "",
        company_id=company_id,
    )
