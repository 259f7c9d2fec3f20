"""Whom a company may invite, and how many a day."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from wireroom.customers.models import Company, Kind, Subscription
from wireroom.kernel.markup import one_line

MOST_A_DAY = 200
"""Letters a company can have sent in 24 hours: invitations must not become a way to send spam."""
MOST_A_DAY_IN_A_DEMO = 5
"""Nobody of the agency has looked at who asked for a demo, and a demo has two seats."""
_LINK = re.compile(r"://|@|\bwww\b|\w[.\u3002]\w{2}", re.IGNORECASE)
"""What mail programs make links of; initials such as J.P. are none."""


class Allowance(NamedTuple):
    """How many letters a day, and to which domain: None: to any, empty: to none."""

    most_a_day: int
    domain: str | None


def allowance_of(company_id: int) -> Allowance:
    """Say whom a company may invite; one that never had anything but a demo, only its own people.

    Its domain was proven with the demo; one where anybody can have an address is never its own.
    """
    held = Subscription.objects.filter(company=company_id).order_by()
    if set(held.values_list("kind", flat=True).distinct()) != {Kind.DEMO}:
        return Allowance(MOST_A_DAY, None)
    return Allowance(MOST_A_DAY_IN_A_DEMO, Company.objects.get(pk=company_id).domain)


def name_for_letters(name: str) -> str:
    """Give a name that people chose as it may open a letter; empty: it looks like a link."""
    plain = one_line(name)
    return "" if _LINK.search(unicodedata.normalize("NFKC", plain)) else plain
