"""What somebody has on the screen by itself leaves a receipt, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.factories.customers import (
    PersonFactory,
    ProductFactory,
    StaffFactory,
    SubscriptionFactory,
)
from tests.factories.items import make_kill
from wireroom.customers.access import view_as
from wireroom.delivery.models import Receipt
from wireroom.delivery.services import receipts
from wireroom.kernel.clock import utc_now
from wireroom.kernel.ids import short

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_waits() -> Iterator[None]:
    receipts._waiting.take()
    yield
    receipts._waiting.take()


@pytest.fixture
def reader() -> Any:
    held = SubscriptionFactory(product=ProductFactory())
    return PersonFactory(company=held.company)


@pytest.fixture
def client_of(reader: Any) -> Client:
    client = Client()
    client.force_login(reader)
    return client


def kept() -> list[tuple[Any, ...]]:
    receipts.flush()
    return list(
        Receipt.objects.order_by("version", "channel").values_list(
            "guid", "version", "person_id", "company_id", "channel"
        )
    )


def open_(client: Client, entry: Any, **headers: str) -> None:
    assert client.get(f"/terminal/story/{short(entry.guid)}/", headers=headers).status_code == 200


def test_opening_a_story_leaves_a_receipt(client_of: Client, reader: Any, on_wire: Any) -> None:
    entry = on_wire()
    open_(client_of, entry)
    open_(client_of, entry, **{"X-Script": "1"})
    assert kept() == [(entry.guid, 1, reader.pk, reader.company_id, "terminal")]


def test_a_pane_that_renews_itself_says_so(client_of: Client, reader: Any, on_wire: Any) -> None:
    entry = on_wire()
    open_(client_of, entry)
    on_wire(make_kill(entry.item))
    open_(client_of, entry, **{"X-Script": "again"})
    assert [(row[1], row[4]) for row in kept()] == [(1, "terminal"), (2, "pane")]


def test_an_earlier_version_is_received_as_such(client_of: Client, on_wire: Any) -> None:
    entry = on_wire()
    on_wire(guid=entry.guid, version=2)
    client_of.get(f"/terminal/story/{short(entry.guid)}/?version=1")
    assert [row[1] for row in kept()] == [1]


def test_an_export_leaves_one_for_each_line(client_of: Client, on_wire: Any) -> None:
    one, other = on_wire(headline="Gas rises"), on_wire(headline="Gas falls")
    on_wire(headline="Football")
    b"".join(client_of.get("/terminal/export.csv", {"q": "gas"}))  # type: ignore[arg-type]  # a stream
    assert {(row[0], row[4]) for row in kept()} == {(one.guid, "export"), (other.guid, "export")}


def test_a_list_leaves_none(client_of: Client, on_wire: Any) -> None:
    on_wire()
    for address in ("/terminal/", "/terminal/search/", "/terminal/?q=harbour"):
        assert client_of.get(address).status_code == 200
    assert kept() == []


def test_what_is_refused_leaves_none(stranger: Client, on_wire: Any) -> None:
    entry = on_wire()
    stranger.get(f"/terminal/story/{short(entry.guid)}/")
    assert kept() == []


def test_the_agency_s_own_people_leave_none(staff: Client, on_wire: Any) -> None:
    open_(staff, on_wire())
    assert kept() == []


def test_a_colleague_who_sees_as_a_customer_leaves_none(reader: Any, on_wire: Any) -> None:
    entry, colleague = on_wire(), StaffFactory(is_superuser=True)
    client = Client()
    client.force_login(colleague)
    session = client.session
    view_as.begin(
        session, actor=colleague.email, person_id=reader.pk, reason="A call.", now=utc_now(),
        address="127.0.0.1",
    )  # fmt: skip
    session.save()
    open_(client, entry)
    assert kept() == []
