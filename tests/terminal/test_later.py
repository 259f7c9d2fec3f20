"""What comes by no stream: whose lists are asked for anew."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from tests.factories.customers import START
from tests.factories.items import release
from wireroom.customers.models import Product
from wireroom.customers.policy import Grant, Level, Reader
from wireroom.terminal import listing
from wireroom.terminal.later import share

AT_ONCE = Grant(product="wire", level=Level.FULL, active_from=START)
DELAYED = replace(AT_ONCE, product="late", delay=timedelta(minutes=15))
SAMPLE = replace(AT_ONCE, product="sample", stories=frozenset({"urn:uuid:x"}))


@pytest.mark.parametrize(
    ("grants", "expected"),
    [
        ([DELAYED], "all"),
        ([DELAYED, SAMPLE], "all"),
        ([SAMPLE], "all"),
        ([AT_ONCE, DELAYED], "some"),
        ([AT_ONCE], ""),
        ([AT_ONCE, SAMPLE], ""),
        ([AT_ONCE, replace(DELAYED, active_to=START + timedelta(days=1))], ""),
        ([replace(AT_ONCE, active_to=START + timedelta(days=1)), DELAYED], "all"),
    ],
)
def test_how_much_comes_by_no_stream(grants: list[Grant], expected: str, now: Any) -> None:
    assert share(Reader(name="x", grants=tuple(grants)), now) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/terminal/", "/terminal/columns/"])
def test_the_lists_of_a_delayed_product_are_asked_for_anew_and_no_others(
    subscriber: Any, address: str
) -> None:
    delayed = subscriber(delay_minutes=15).get(address).text
    assert 'data-later-share-value="all"' in delayed
    assert "data-later-share-value" not in subscriber().get(address).text


@pytest.mark.django_db
def test_older_pages_and_pages_without_lists_stand_still(
    subscriber: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "LINES", 1)
    client = subscriber()
    release()
    release()
    older = re.search(r'href="(/terminal/\?before=[^"]+)"', client.get("/terminal/").text)
    assert older is not None
    product = Product.objects.get()
    product.delay_minutes = 15
    product.save()
    assert "data-later-share-value" in client.get("/terminal/").text
    for address in (older[1], "/terminal/preferences/"):
        assert "data-later-share-value" not in client.get(address).text
