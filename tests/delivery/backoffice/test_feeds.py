"""Feeds for sales and support: what they find, what they do, and who sees nothing of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.customers import CompanyFactory, StaffFactory, SubscriptionFactory
from tests.factories.delivery import make_delivery, make_feed
from tests.factories.desk import chief_editor, editor
from tests.support.backoffice import is_refused
from wireroom.customers.services import set_up_sales
from wireroom.customers.services.sales import SUPPORT
from wireroom.delivery.models import Attempt, Delivery

pytestmark = pytest.mark.django_db

ACTS = ("suspend/", "lift/", "resume/", "rewind/", "test/")


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def company() -> Any:
    company = CompanyFactory(name="Bank of Example", code="bank")
    SubscriptionFactory(company=company)
    return company


@pytest.fixture
def feed(company: Any) -> Any:
    return make_feed(
        company, name="Newsroom", destination="webhook", target={"url": "https://x.example/in"}
    )


@pytest.fixture
def as_support() -> Client:
    from django.contrib.auth.models import Group  # noqa: PLC0415 - the group is made just before

    set_up_sales()
    person = StaffFactory()
    person.groups.add(Group.objects.get(name=SUPPORT))
    return signed_in(person)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_feeds_in_trouble_come_first_and_closed_ones_do_not_come(as_support, company, feed):
    make_feed(company, name="A healthy one")
    make_feed(company, name="Gone", state="closed")
    feed.state, feed.state_why = "stalled", "answered 503"
    feed.save()
    page = text_of(as_support.get("/desk/feeds/"))
    assert page.index("Newsroom") < page.index("A healthy one")
    assert "answered 503" in page
    assert "Gone" not in page
    assert "Gone" in text_of(as_support.get("/desk/feeds/?state=closed"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [("q=bank+of", True), ("q=newsroom", True), ("q=other", False), ("way=webhook", True),
     ("way=email", False), ("state=active", True), ("state=stalled", False), ("state=odd", True)],
)  # fmt: skip
def test_feeds_are_found_by_company_name_state_and_way(as_support, feed, asked, found):
    assert ("Newsroom" in text_of(as_support.get(f"/desk/feeds/?{asked}"))) is found


def test_many_feeds_cost_no_more_queries_than_one(as_support, company, feed):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_support.get("/desk/feeds/").status_code == 200
        return len(captured)

    queries()
    one = queries()
    for _ in range(20):
        make_feed(company)
    assert queries() == one


def test_a_feed_shows_its_log_and_no_secret(as_support, feed):
    feed.secret = "sealed-secret"
    feed.save()
    row = make_delivery(feed, headline="Harbour reopens", outcome="failed", attempts=1)
    Attempt.objects.create(
        delivery=row, at=row.made_at, outcome="failed", status=503, answer="<b>no"
    )
    page = text_of(as_support.get(f"/desk/feeds/{feed.pk}/"))
    assert "Harbour reopens" in page
    assert "Bank of Example" in page
    assert "sealed-secret" not in page
    one = text_of(as_support.get(f"/desk/feeds/delivery/{row.pk}/"))
    assert "503" in one
    assert "&lt;b&gt;no" in one
    assert as_support.get("/desk/feeds/0/").status_code == 404
    assert as_support.get("/desk/feeds/delivery/0/").status_code == 404


def test_support_suspends_with_a_reason_and_lifts_it(as_support, feed):
    address = f"/desk/feeds/{feed.pk}/suspend/"
    assert "Nothing is sent" in text_of(as_support.get(address))
    assert as_support.post(address, {"why": ""}).status_code == 200
    feed.refresh_from_db()
    assert feed.state == "active"
    assert "is suspended" in text_of(as_support.post(address, {"why": "Too fast"}, follow=True))
    feed.refresh_from_db()
    assert (feed.state, feed.state_why) == ("suspended", "Too fast")
    as_support.post(f"/desk/feeds/{feed.pk}/lift/")
    feed.refresh_from_db()
    assert feed.state == "active"


def test_support_tries_a_stalled_feed_again(as_support, feed):
    feed.state = "stalled"
    feed.save()
    as_support.post(f"/desk/feeds/{feed.pk}/resume/")
    feed.refresh_from_db()
    assert feed.state == "active"


def test_support_sends_again_tests_and_redelivers(as_support, feed):
    row = make_delivery(feed, state="taken")
    feed.taken_number = 1
    feed.save()
    page = as_support.post(f"/desk/feeds/{feed.pk}/rewind/", {"to_number": "1"}, follow=True)
    assert "1 to 1 wait to be sent again" in text_of(page)
    assert Delivery.objects.get().state == "pending"
    assert "wait" not in text_of(as_support.post(f"/desk/feeds/{feed.pk}/rewind/", {}))[:0]
    as_support.post(f"/desk/feeds/{feed.pk}/test/", {"sample": "flash"})
    assert Delivery.objects.filter(sample="flash").count() == 1
    Delivery.objects.filter(pk=row.pk).update(state="taken")
    as_support.post(f"/desk/feeds/delivery/{row.pk}/again/")
    assert Delivery.objects.get(pk=row.pk).state == "pending"
    assert as_support.post("/desk/feeds/delivery/0/again/").status_code == 404


def test_asking_does_nothing_yet(as_support, feed):
    row = make_delivery(feed, state="taken")
    for path in ("suspend/", "rewind/", "test/"):
        assert as_support.get(f"/desk/feeds/{feed.pk}/{path}").status_code == 200
    assert as_support.get(f"/desk/feeds/delivery/{row.pk}/again/").status_code == 200
    feed.refresh_from_db()
    assert feed.state == "active"
    assert Delivery.objects.get().state == "taken"


@pytest.mark.parametrize("make_person", [editor, chief_editor])
def test_editors_see_nothing_of_it(feed, make_person):
    row = make_delivery(feed)
    client = signed_in(make_person())
    paths = ["", f"{feed.pk}/", f"delivery/{row.pk}/", f"delivery/{row.pk}/again/"]
    for path in [*paths, *(f"{feed.pk}/{act}" for act in ACTS)]:
        assert is_refused(client.get(f"/desk/feeds/{path}")), path
        assert client.post(f"/desk/feeds/{path}", {"why": "x"}).status_code in {302, 403, 405}
    feed.refresh_from_db()
    assert feed.state == "active"
    assert "/desk/feeds/" not in client.get("/desk/").content.decode()
