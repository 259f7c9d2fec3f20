"""Whom to write to when a company's matter presses: its administrators, and our people for it."""

from __future__ import annotations

from typing import NamedTuple

from wireroom.customers.directory.people import administrators_of
from wireroom.customers.letters import sales_addresses
from wireroom.customers.models import Company


class Contacts(NamedTuple):
    """Addresses. `agency` are the account manager or, without one, sales."""

    company: str
    administrators: tuple[str, ...]
    agency: tuple[str, ...]


def contacts_of(company_id: int) -> Contacts:
    """Give whom to write to about a company, also of one that has ended."""
    company = Company.objects.select_related("manager").filter(pk=company_id).first()
    manager = company.manager if company else None
    is_there = manager is not None and manager.is_active
    return Contacts(
        company=company.name if company else "",
        administrators=tuple(each.email for each in administrators_of(company_id)),
        agency=(manager.email,) if manager and is_there else tuple(sales_addresses()),
    )
