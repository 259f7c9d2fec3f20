"""Taking a result list away as a table."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from tests.factories.customers import ProductFactory, SubscriptionFactory
from wireroom.customers.models import AccessEvent
from wireroom.customers.models import Company as Customer
from wireroom.kernel.ids import short
from wireroom.kernel.newsitem import Company, Paragraph, Subject
from wireroom.terminal import exporting
from wireroom.terminal.asked import Asked

pytestmark = pytest.mark.django_db


def _export(client: Any, **parts: str) -> tuple[Any, list[dict[str, str]]]:
    answer = client.get("/terminal/export.csv", parts)
    assert answer.status_code == 200
    text = b"".join(answer).decode("utf-8-sig")
    return answer, list(csv.DictReader(io.StringIO(text)))


def test_a_table_has_the_facts_of_each_line(subscriber: Any, on_wire: Any) -> None:
    entry = on_wire(
        headline='Gas, "price" rises',
        topics=(Subject(code="medtop:20000386", label="commodity market"),),
        companies=(Company(name="Gazprom"),),
    )
    on_wire(headline="Football")
    answer, rows = _export(subscriber(), q="gas")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert rows == [
        {
            "guid": entry.guid,
            "version": "1",
            "released_at": f"{entry.released_at:%Y-%m-%dT%H:%M:%SZ}",
            "headline": 'Gas, "price" rises',
            "language": "en",
            "urgency": "4",
            "genre": "Current",
            "topics": "commodity market",
            "companies": "Gazprom",
            "link": f"http://testserver/terminal/story/{short(entry.guid)}/",
        }
    ]


def test_spreadsheets_are_told_the_encoding(subscriber: Any, on_wire: Any) -> None:
    on_wire(headline="Цены на газ")
    raw = b"".join(subscriber().get("/terminal/export.csv", {"q": "газ"}))
    assert raw.startswith(b"\xef\xbb\xbf")
    assert "Цены" in raw.decode()


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_a_formula(subscriber: Any, on_wire: Any, begin: str) -> None:
    on_wire(headline=f'{begin}HYPERLINK("http://evil.example") gas')
    _, rows = _export(subscriber(), q="gas")
    assert rows[0]["headline"].startswith("'")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("gas price", "wire-gas-price-"),
        ('x"; filename=evil.exe\r\nSet-Cookie: a=b', "wire-x-filenameevilexe-set-cookie-ab-"),
        ("газ", "wire-"),
    ],
)
def test_the_file_has_a_harmless_name(
    subscriber: Any, on_wire: Any, query: str, name: str, now: Any
) -> None:
    made = exporting.file_name(Asked(text=query), now)
    assert made == f"{name}20261124-1200.csv"


def test_a_headline_reader_takes_away_nothing_found_in_a_body(
    subscriber: Any, on_wire: Any
) -> None:
    on_wire(headline="Price", body=(Paragraph(text="zanzibarite"),), companies=(Company(name="X"),))
    assert _export(subscriber(level="headline"), q="zanzibarite")[1] == []
    rows = _export(subscriber(level="headline"), q="price")[1]
    assert rows[0]["companies"] == ""


@pytest.mark.parametrize("sort", ["newest", "relevance"])
def test_every_line_is_in_it_once_up_to_the_limit(
    subscriber: Any, on_wire: Any, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(exporting, "PAGE", 2)
    for number in range(5):
        on_wire(headline=f"Gas {number}")
    client = subscriber()
    found = [row["headline"] for row in _export(client, q="gas", sort=sort)[1]]
    assert sorted(found) == [f"Gas {number}" for number in range(5)]
    monkeypatch.setattr(exporting, "MOST", 3)
    assert len(_export(client, q="gas", sort=sort)[1]) == 3


def test_a_bad_query_is_refused_in_words(subscriber: Any) -> None:
    answer = subscriber().get("/terminal/export.csv", {"q": "(gas"})
    assert answer.status_code == 400


def test_who_took_what_away_is_in_the_audit(subscriber: Any, on_wire: Any) -> None:
    on_wire(headline="Gas price rises")
    client = subscriber()
    _export(client, q="gas\0")
    _export(client, q="oil")
    gas, oil = AccessEvent.objects.filter(what="list:exported").order_by("pk")
    person = get_user_model().objects.get()
    assert (gas.actor, gas.subject) == (person.email, f"person:{person.pk}")
    assert (gas.detail, gas.address) == ({"query": "gas", "lines": 1}, "127.0.0.1")
    assert oil.detail == {"query": "oil", "lines": 0}


def test_whoever_hangs_up_has_taken_what_came_so_far(subscriber: Any, on_wire: Any) -> None:
    for number in range(5):
        on_wire(headline=f"Gas {number}")
    answer = subscriber().get("/terminal/export.csv", {"q": "gas"})
    lines = answer.streaming_content
    next(lines), next(lines), next(lines)
    for close in answer._resource_closers:  # all of `close()` but the end of the test's database
        close()
    assert AccessEvent.objects.get(what="list:exported").detail["lines"] == 2


def test_a_list_that_is_only_looked_at_is_no_export(subscriber: Any, on_wire: Any) -> None:
    on_wire(headline="Gas price rises")
    subscriber().get("/terminal/", {"q": "gas"})
    assert not AccessEvent.objects.filter(what="list:exported").exists()


def test_who_bought_no_downloads_is_told_so(subscriber: Any, on_wire: Any) -> None:
    on_wire(headline="gas")
    answer = subscriber(channels=["terminal"]).get("/terminal/export.csv", {"q": "gas"})
    assert answer.status_code == 403
    assert "does not include" in answer.text
    assert "gas" not in answer.text
    assert len(_export(subscriber(channels=["terminal", "export"]), q="gas")[1]) == 1


def test_the_way_to_the_table_is_there_for_those_who_may_take_it(
    subscriber: Any, on_wire: Any
) -> None:
    on_wire(headline="gas")
    for address in ("/terminal/", "/terminal/search/"):
        assert "export.csv" in subscriber().get(address, {"q": "gas"}).text
        assert "export.csv" not in subscriber(channels=["terminal"]).get(address, {"q": "gas"}).text


def test_a_table_has_what_may_be_exported_and_not_all_that_may_be_read(
    subscriber: Any, on_wire: Any
) -> None:
    on_wire(headline="gas one", language="ru")
    on_wire(headline="gas canary")
    client = subscriber(channels=["terminal"])
    product = ProductFactory(languages=["ru"], channels=["export"])
    SubscriptionFactory(company=Customer.objects.get(), product=product)
    assert [row["headline"] for row in _export(client, q="gas")[1]] == ["gas one"]
    assert "canary" in client.get("/terminal/", {"q": "gas"}).text
