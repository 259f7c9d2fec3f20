"""Pages that do not come from the wire, and the agency's name on all of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from wireroom.customers import services as customers
from wireroom.design.brand import Agency, Office, Site, read_agency

NOBODY = "00000000-0000-4000-8000-000000000000"
MERROW = Agency(
    name="Merrow News Agency",
    short_name="Merrow",
    since_year=1991,
    sales_email="sales@merrow.example",
    newsroom_email="desk@merrow.example",
    about="We are small.\n\nAnd <fast>.",
    offices=(Office(city="Brinsk", address="1 Quay\nBrinsk", phone="+1 555 0100"),),
    sites=(Site(name="Меррой", url="https://merrow.example/ru/", language="ru"),),
)


@pytest.fixture
def merrow(settings, db: None) -> Client:
    settings.WIREROOM_AGENCY = MERROW
    return Client()


@pytest.mark.parametrize(
    "path", ["/", "/about/", "/contacts/", "/privacy/", "/products/", f"/story/{NOBODY}/"]
)
def test_every_page_bears_the_agency_s_name_and_rights(merrow: Client, path: str) -> None:
    page = merrow.get(path).text
    assert "Merrow News Agency" in page
    assert "Wireroom" not in page
    assert "prior written consent of Merrow News Agency" in page
    assert 'hreflang="ru"' in page


def test_an_agency_that_says_nothing_gets_pages_all_the_same(client: Client, db: None) -> None:
    for path in ("/", "/about/", "/contacts/", "/privacy/", "/products/"):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("since", "years"),
    [(1991, "1991\N{EN DASH}2026"), (2026, "2026"), (None, "2026"), (2030, "2026")],
)
def test_the_copyright_runs_to_this_year(since: int | None, years: str) -> None:
    assert Agency(since_year=since).years(2026) == years


def test_contacts_list_offices_and_addresses(merrow: Client) -> None:
    page = merrow.get("/contacts/").text
    for text in ("Brinsk", "1 Quay<br>", "mailto:desk@merrow.example", "+1 555 0100"):
        assert text in page


def test_what_the_agency_says_of_itself_is_text(merrow: Client) -> None:
    page = merrow.get("/about/").text
    assert "<p>And &lt;fast&gt;.</p>" in page


def test_products_on_offer_are_listed_and_withdrawn_ones_are_not(merrow: Client) -> None:
    then = datetime(2026, 1, 1, tzinfo=UTC)
    customers.create_product(code="gas", name="Gas daily", now=then, actor=None)
    old = customers.create_product(code="old", name="Telex", now=then, actor=None)
    customers.change_product(product_id=old.pk, active=False, now=then, actor=None)
    page = merrow.get("/products/").text
    assert "Gas daily" in page
    assert "Telex" not in page


def test_robots_are_kept_out_of_the_customers_rooms(merrow: Client) -> None:
    response = merrow.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /terminal/" in response.text


def test_an_agency_can_be_read_from_a_file(tmp_path) -> None:
    file = tmp_path / "agency.toml"
    file.write_text(
        'name = "Merrow News Agency"\nsince_year = 1991\n[[offices]]\ncity = "Brinsk"\n'
    )
    assert read_agency(file) == Agency(
        name="Merrow News Agency", since_year=1991, offices=(Office(city="Brinsk"),)
    )


@pytest.mark.parametrize("text", ['nmae = "x"', "since_year = 'x'", "name ="])
def test_a_file_with_a_slip_is_refused_and_named(tmp_path, text: str) -> None:
    file = tmp_path / "agency.toml"
    file.write_text(text)
    with pytest.raises(ImproperlyConfigured, match=r"agency\.toml"):
        read_agency(file)


def test_a_file_that_is_not_there_is_refused(tmp_path) -> None:
    with pytest.raises(ImproperlyConfigured, match="none"):
        read_agency(tmp_path / "none.toml")
