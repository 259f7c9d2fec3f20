"""Customers come and go."""

from __future__ import annotations

from datetime import datetime

from wireroom.customers.models import Company
from wireroom.customers.services.base import change_of_rights, get, save_valid


def create_company(
    *,
    code: str,
    name: str,
    country: str = "",
    domain: str = "",
    manager_id: int | None = None,
    now: datetime,
    actor: str | None,
) -> Company:
    """Register a company; `country` by its ISO 3166-1 code, `domain` of its people's addresses.

    `manager_id` is whom of the agency it talks to.

    Raises:
        NotValid: the code is taken or not made of letters, digits, hyphens.
    """
    with change_of_rights("create", now=now, actor=actor):
        return save_valid(
            Company(code=code, name=name, country=country, domain=domain, manager_id=manager_id)
        )


def set_company_active(
    *, company_id: int, active: bool, now: datetime, actor: str | None
) -> Company:
    """Stop all reading of a company, or let it read again what it subscribes to; idempotent.

    Raises:
        NotFound: no such company.
    """
    with change_of_rights("reactivate" if active else "deactivate", now=now, actor=actor):
        company = get(Company, company_id)
        company.active = active
        return save_valid(company)
