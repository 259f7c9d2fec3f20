"""A company's own identity provider: entered, changed, switched off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wireroom.customers.models import IdentityProvider
from wireroom.customers.services.base import change_of_rights, get, save_valid


def add_identity_provider(  # noqa: PLR0913 - the facts of a provider
    *,
    company_id: int,
    code: str,
    name: str,
    protocol: str,
    domains: list[str],
    config: dict[str, Any],
    secret: str = "",
    required: bool = False,
    now: datetime,
    actor: str | None,
) -> IdentityProvider:
    """Let a company sign its own people in.

    Raises:
        NotValid: the code or a domain is taken, or the configuration cannot work.
    """
    row = IdentityProvider(
        company_id=company_id,
        code=code,
        name=name,
        protocol=protocol,
        domains=domains,
        config=config,
        secret=secret,
        required=required,
    )
    with change_of_rights("create", now=now, actor=actor):
        return save_valid(row)


def change_identity_provider(
    *, provider_id: int, now: datetime, actor: str | None, **facts: Any
) -> IdentityProvider:
    """Change facts of a provider, by the names of `add_identity_provider`, or `active`.

    Raises:
        NotFound: no such provider.
        NotValid: as when it is added.
    """
    with change_of_rights("change", now=now, actor=actor):
        row = get(IdentityProvider, provider_id)
        for name, value in facts.items():
            setattr(row, name, value)
        return save_valid(row)
