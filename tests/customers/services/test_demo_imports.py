"""A pipeline that was kept elsewhere: every state is taken over, and nobody is written to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.customers import CompanyFactory, ProductFactory
from wireroom.customers import services
from wireroom.customers.models import AccessEvent, DemoRequest, OutgoingMail, Stage, Subscription
from wireroom.customers.services.demo_imports import Way, import_demo
from wireroom.customers.services.demo_requests import Application

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def _import(**way):
    application = Application(
        form=f"form-{DemoRequest.objects.count()}",
        first_name="Ann",
        last_name="Lee",
        company_name="Acme",
        email="Ann.Lee+wire@Acme.example",
        products=(ProductFactory().pk,),
    )
    pk = import_demo(
        application=application,
        requested_at=NOW - 30 * DAY,
        way=Way(**way),
        now=NOW,
        actor="sales@agency.example",
    )
    return DemoRequest.objects.get(pk=pk)


@pytest.mark.parametrize(
    ("way", "stage"),
    [
        ({}, Stage.REQUESTED),
        ({"proven_at": NOW - 29 * DAY}, Stage.PROVEN),
        ({"activated_at": NOW - DAY, "ends_at": NOW + DAY}, Stage.ACTIVE),
        ({"activated_at": NOW - 29 * DAY, "ends_at": NOW}, Stage.EXPIRED),
        ({"activated_at": NOW - 29 * DAY, "converted_at": NOW - DAY}, Stage.CONVERTED),
        ({"refused_at": NOW, "refused_why": "No company"}, Stage.REFUSED),
    ],
)
def test_a_request_is_taken_over_as_far_as_it_has_come(way, stage):
    request = _import(**way)
    assert request.state == stage
    assert (request.email_key, request.domain) == ("ann.lee@acme.example", "acme.example")
    assert request.products.count() == 1


def test_it_gives_no_right_and_writes_to_nobody_but_the_audit():
    _import(activated_at=NOW - DAY, ends_at=NOW + DAY, company_id=CompanyFactory().pk)
    assert not OutgoingMail.objects.exists()
    assert not Subscription.objects.exists()
    event = AccessEvent.objects.get()
    assert (event.what, event.actor) == ("demo:imported", "sales@agency.example")


def test_what_makes_no_request_is_refused_and_leaves_nothing():
    application = Application(
        form="f", first_name="", last_name="Lee", company_name="Acme", email="ann@acme.example"
    )
    with pytest.raises(services.NotValid):
        import_demo(application=application, requested_at=NOW, way=Way(), now=NOW, actor=None)
    assert not DemoRequest.objects.exists()
    assert not AccessEvent.objects.exists()
