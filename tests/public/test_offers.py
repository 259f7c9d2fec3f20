"""The price list and its pages: what a product gives, in words, and samples of it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.customers import ProductFactory
from tests.factories.items import make_item
from tests.public.conftest import Release, address
from wireroom.customers.models import Product
from wireroom.kernel.newsitem import Paragraph

pytestmark = pytest.mark.django_db


def _page(client: Client, product: Product) -> str:
    response = client.get(f"/products/{product.code}/")
    assert response.status_code == 200
    return response.text


def test_a_product_says_what_it_gives(client: Client) -> None:
    page = _page(
        client,
        ProductFactory(
            name="Gas daily",
            description="All about gas.",
            price_text="from 90 a month",
            level="headline",
            delay_minutes=15,
            archive_days=30,
            languages=["en"],
            channels=["terminal", "email"],
        ),
    )
    for words in (
        "Gas daily",
        "All about gas.",
        "from 90 a month",
        "Headlines",
        "15 minutes after the release",
        "30 days",
        "by e-mail, on screen in the terminal",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "The moment it is released"),
        (1, "One minute after"),
        (1440, "One day after"),
        (2880, "2 days after"),
    ],
)
def test_a_delay_is_told_as_people_tell_it(client: Client, minutes: int, words: str) -> None:
    assert words in _page(client, ProductFactory(delay_minutes=minutes))


def test_what_is_not_sold_here_has_no_page(client: Client) -> None:
    missing = client.get("/products/no-such/")
    for product in (ProductFactory(listed=False), ProductFactory(active=False)):
        hidden = client.get(f"/products/{product.code}/")
        assert (hidden.status_code, hidden.content) == (404, missing.content)
        assert product.name not in client.get("/products/").text


def test_samples_are_shown_and_read_in_full_and_nothing_else_of_the_product(
    client: Client, release: Release
) -> None:
    sample = release(
        make_item(headline="Gas flows again", body=(Paragraph(text="The sample text."),))
    )
    other = release(make_item(headline="Gas stops", body=(Paragraph(text="The premium text."),)))
    page = _page(client, ProductFactory(samples=[sample.guid]))
    assert "Gas flows again" in page
    assert "Gas stops" not in page
    assert "The sample text." in client.get(address(sample.guid)).text
    assert client.get(address(other.guid)).status_code == 404


def test_samples_of_what_is_no_longer_on_offer_are_gone(client: Client, release: Release) -> None:
    sample = release(make_item(headline="Gas flows again"))
    ProductFactory(samples=[sample.guid], active=False)
    assert client.get(address(sample.guid)).status_code == 404
