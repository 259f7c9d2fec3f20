"""Two at the same time: one form twice, one link twice, two colleagues."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.factories.customers import PASSWORD, ProductFactory, demo_application, proof_of
from wireroom.customers import services
from wireroom.customers.models import Company, DemoRequest, OutgoingMail, Person

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 4


def at_once(*works):
    def run(work):
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def test_one_form_sent_by_many_hands_is_one_request(now):
    application = demo_application()
    at_once(*[lambda: services.request_demo(application=application, now=now)] * AT_ONCE)
    assert DemoRequest.objects.count() == OutgoingMail.objects.count() == 1


def test_one_link_opens_one_demo_however_many_press_the_button(now):
    ProductFactory()
    services.request_demo(application=demo_application(), now=now)
    secret = proof_of()

    def open_():
        try:
            return services.open_demo(secret=secret, password=PASSWORD, now=now, address=None)
        except services.ProofNotGood:
            return "closed"

    found = at_once(*[open_] * AT_ONCE)
    assert found.count("closed") == AT_ONCE - 1
    assert Person.objects.count() == Company.objects.count() == 1


def test_of_two_colleagues_one_gets_the_company_s_demo(now):
    ProductFactory()
    secrets = []
    for email in ("a@quay.example", "b@quay.example"):
        services.request_demo(application=demo_application(email=email), now=now)
        secrets.append(proof_of(email))

    def opening(secret):
        return lambda: services.open_demo(secret=secret, password=PASSWORD, now=now, address=None)

    found = at_once(*map(opening, secrets))
    assert sorted(each is None for each in found) == [False, True]
    assert Company.objects.count() == 1
