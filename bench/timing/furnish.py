"""Builds the house that is measured, in a process of its own; says what is in it as JSON.

WIREROOM_DATA_DIR=… python -m bench.common.ready bench.timing.furnish PEOPLE STORIES
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from wireroom.customers.models import Company, IdentityProvider, Person, Product, Subscription
from wireroom.kernel.clock import utc_now
from wireroom.kernel.ids import new_guid, short
from wireroom.kernel.newsitem import NewsItem, Paragraph, Subject
from wireroom.wire import services

PASSWORD = "correct horse battery staple"  # noqa: S105 - of made-up people
KINDS = ("known", "closed", "no password", "elsewhere")
_TEXT = " ".join(["Ships moved again on Monday, the harbour master said."] * 40)


def main() -> None:
    """Build it."""
    people, stories = int(sys.argv[1]), int(sys.argv[2])
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    print(json.dumps({"people": _people(people), "stories": _stories(stories)}))


def _people(count: int) -> dict[str, list[str]]:
    """Make people whom a wrong password does not let in, each kind for another reason."""
    company = Company(code="bench", name="Bench")
    company.save()
    IdentityProvider(
        company=company,
        code="bench",
        name="Bench",
        protocol="oidc",
        domains=["elsewhere.example"],
        required=True,
        config={"server_url": "https://id.elsewhere.example", "client_id": "a"},
        secret="a",  # noqa: S106 - of a made-up provider
    ).save()
    secret, none = make_password(PASSWORD), make_password(None)
    found: dict[str, list[str]] = {"unknown": []}
    for kind in KINDS:
        domain = f"{kind.replace(' ', '-')}.example"
        found[kind] = [f"reader{number}@{domain}" for number in range(count)]
        for email in found[kind]:
            Person(
                email=email,
                company=company,
                is_active=kind != "closed",
                password=none if kind == "no password" else secret,
            ).save()
    found["unknown"] = [f"reader{number}@unknown.example" for number in range(count)]
    return found


def _stories(count: int) -> dict[str, Any]:
    """Release stories that one reader may not see, and some that they may; sign that reader in."""
    now = utc_now()
    reader = Person(email="reader@reading.example", company=Company(code="reading", name="Reading"))
    reader.company.save()
    reader.company_id = reader.company.pk
    reader.save()
    product = Product(code="sport", name="Sport", topics=["own:sport"])
    product.save()
    Subscription(company=reader.company, product=product, active_from=now - timedelta(1)).save()
    browser = Client()
    browser.force_login(reader)
    found: dict[str, Any] = {"hidden": [], "missing": [short(new_guid()) for _ in range(count)]}
    for number in range(count + 20):
        topic = "own:markets" if number < count else "own:sport"
        guid = new_guid()
        item = NewsItem(
            guid=guid,
            version=1,
            language="en",
            headline=f"Harbour {number} reopens",
            slugline="HARBOUR",
            body=(Paragraph(text=f"{_TEXT} word{number}"),),
            topics=(Subject(code=topic),),
        )
        with transaction.atomic():
            services.append(item, now=now)
        if number < count:
            found["hidden"].append(short(guid))
    return {**found, "session": browser.cookies["sessionid"].value}


if __name__ == "__main__":
    main()
