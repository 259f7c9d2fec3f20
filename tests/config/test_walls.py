"""The walls inside the house, on every page of the back office that a person can ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories.customers import PersonFactory, StaffFactory
from tests.factories.desk import draft, editor
from wireroom.customers.services import set_up_sales
from wireroom.desk.newsroom import set_up_newsroom
from wireroom.kernel.clock import utc_now

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.timeout(240)]

EMBARGOED, DRAFTED, BUYER = "canary-embargoed-7f3a", "canary-drafted-2b9c", "canary-buyer-5d1e"


def addresses(patterns: list[Any], prefix: str, ids: list[int]) -> Iterator[str]:
    """Give the addresses of the back office, with every id in every gap."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route, ids)
        elif isinstance(pattern, URLPattern) and "(" not in route:
            for pk in ids if "<" in route else [0]:
                yield "/" + "".join(
                    part.partition(">")[2] if i == 0 else f"{pk}{part.partition('>')[2]}"
                    for i, part in enumerate([">" + route.split("<")[0], *route.split("<")[1:]])
                )


def pages(person: Any, ids: list[int]) -> Iterator[tuple[str, str]]:
    """Give every page of the back office as `person` gets it, refusals and errors too.

    Where a page only leads elsewhere, that is looked at once: most refusals lead to the same page,
    and what they say of it stands on the next page that is shown.
    """
    client = Client(raise_request_exception=False)
    client.force_login(person)
    waiting = dict.fromkeys(addresses(get_resolver().url_patterns, "", ids))
    waiting = {each: None for each in waiting if each.startswith("/desk/") and "logout" not in each}
    looked_at: set[str] = set()
    while waiting:
        address, _ = waiting.popitem()
        looked_at.add(address)
        answer = client.get(address)
        yield address, f"{answer.headers}{answer.getvalue().decode(errors='replace')}"
        onward = urldefrag(urljoin(address, answer.headers.get("Location", address))).url
        if onward.startswith("/") and "logout" not in onward and onward not in looked_at:
            waiting[onward] = None
    yield "what was still to be said", client.get("/desk/").getvalue().decode(errors="replace")


@pytest.fixture
def house() -> list[int]:
    """A newsroom with a draft and an embargo, sales, and a customer; gives the ids in use."""
    set_up_newsroom()
    hidden = draft(headline=EMBARGOED, go_live_at=utc_now() + timedelta(hours=1))
    hidden.latest_revision.publish()
    buyer = PersonFactory(first_name=BUYER)
    known = [hidden, draft(headline=DRAFTED), buyer, buyer.company]
    revisions = [story.latest_revision_id for story in known[:2]]
    return sorted({*(row.pk for row in known), *revisions})


def test_sales_never_see_a_draft_or_an_embargo(house: list[int]) -> None:
    sales = StaffFactory()
    sales.groups.add(set_up_sales())
    seen = dict(pages(sales, house))
    assert any(BUYER in text for text in seen.values()), "sales see their customers"
    leaks = [a for a, text in seen.items() if EMBARGOED in text or DRAFTED in text]
    assert "\n".join(leaks) == ""


def test_editors_never_see_a_customer(house: list[int]) -> None:
    seen = dict(pages(editor(), house))
    assert any(DRAFTED in text for text in seen.values()), "editors see the drafts"
    assert [address for address, text in seen.items() if BUYER in text] == []
