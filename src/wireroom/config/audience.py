"""Tells the desk how far a story reaches, in numbers only: who reads what is a wall (ADR 0007)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from wireroom.customers import queries as customers
from wireroom.desk.audience import Audience, Version


def audience_of(versions: Sequence[Version], now: datetime) -> Audience:
    """Count the products, companies and the public that a story with these versions reaches."""
    products, companies, public = customers.audience_of(versions, now)
    return Audience(products=products, companies=companies, public=public)
