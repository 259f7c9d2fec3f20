"""What letters to customers say, and to whom of the agency they go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from wireroom.customers.models import Person
from wireroom.customers.services.mail import post
from wireroom.customers.services.sales import SALES
from wireroom.design.brand import agency


def send(
    letter: str, to: Iterable[str], *, now: datetime, reply_to: str = "", **facts: Any
) -> None:
    """Write one letter, `customers/letters/<letter>.txt`, to each address.

    The template's first line is the subject; it sees `agency`, `site` and `facts`.

    Raises:
        NotAnAddress: a letter cannot go to one of them.
    """
    context = {"agency": agency(), "site": settings.WIREROOM_SITE_URL, **facts}
    whole = render_to_string(f"customers/letters/{letter}.txt", context)
    subject, _, text = whole.partition("\n")
    for address in dict.fromkeys(to):
        post(to=address, subject=subject, text=text, now=now, reply_to=reply_to)


def sales_addresses() -> list[str]:
    """Give whom to tell of demos: the active members of the group Sales, else the sales address."""
    members = Person.objects.filter(groups__name=SALES, is_active=True).order_by("pk")
    found = [person.email for person in members]
    return found or [address for address in [agency().sales_email] if address]


def sales_reply_to() -> str:
    """Give where answers to our letters go; empty: to their sender."""
    return agency().sales_email


def address_of(url_name: str, *parts: str) -> str:
    """Give the whole address of a page."""
    return f"{settings.WIREROOM_SITE_URL}{reverse(url_name, args=parts)}"
