"""The link in the letter: scanners may look, people press the button."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from tests.factories.customers import PASSWORD, demo_application, proof_of
from wireroom.customers import services
from wireroom.customers.models import DemoRequest, Person, SignIn
from wireroom.kernel.clock import utc_now

pytestmark = pytest.mark.django_db

LINK = "/subscribe/proof/{}/"


@pytest.fixture
def link(product):
    services.request_demo(
        application=demo_application(products=(product.pk,), terms=1), now=utc_now()
    )
    return LINK.format(proof_of())


def test_looking_uses_nothing_up_and_the_button_opens_the_demo(client, link):
    for _ in range(3):
        page = client.get(link)
        assert page.status_code == 200
        client.head(link)
    assert DemoRequest.objects.get().state == "requested"
    assert "grace@quay.example" in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert "noindex" in page.text
    response = client.post(link, {"password": PASSWORD})
    assert (response.status_code, response.url) == (302, "/terminal/")
    person = Person.objects.get()
    assert client.session[SESSION_KEY] == str(person.pk)
    assert SignIn.objects.get(person=person, ended_at=None).method == "demo"
    terminal = client.get("/terminal/")
    assert terminal.status_code == 200
    assert "13 days 23 hours" in terminal.text
    assert 'class="trial"' in client.get("/terminal/topics/").text
    assert client.get("/terminal/export.csv").status_code == 403


@pytest.mark.parametrize(
    ("password", "words"),
    [("", "Choose a password."), ("short", "too short"), ("password1234", "too common")],
)
def test_a_password_that_is_no_good_is_said_and_uses_nothing_up(client, link, password, words):
    page = client.post(link, {"password": password})
    assert page.status_code == 422
    assert words in page.text
    assert 'id="id_password_error"' in page.text
    assert 'id="problems" tabindex="-1" autofocus' in page.text
    assert "<title>Please check: " in page.text
    assert not Person.objects.exists()
    good = client.get(link)
    assert good.status_code == 200
    assert "Please check" not in good.text
    assert "autofocus" not in good.text


def test_a_used_link_sends_to_the_sign_in_page(client, link):
    client.post(link, {"password": PASSWORD})
    client.logout()
    for page in (client.get(link), client.post(link, {"password": PASSWORD})):
        assert page.status_code == 410
        assert "You have used this link" in page.text
    assert SESSION_KEY not in client.session
    assert Person.objects.count() == 1


def test_a_late_or_unknown_link_offers_another(client, link):
    DemoRequest.objects.update(proof_expires_at=utc_now() - timedelta(seconds=1))
    for path in (link, LINK.format("x" * 43), LINK.format("%00")):
        page = client.get(path)
        assert page.status_code == 410
        assert "This link no longer works" in page.text
        assert client.post(path, {"password": PASSWORD}).status_code == 410
    assert not Person.objects.exists()


def test_a_forged_sending_is_refused(link):
    client = Client(enforce_csrf_checks=True)
    assert client.post(link, {"password": PASSWORD}).status_code == 403
    assert not Person.objects.exists()


def test_a_colleague_who_was_faster_leaves_the_second_to_sales(client, link, product):
    application = demo_application(email="b@quay.example", products=(product.pk,))
    services.request_demo(application=application, now=utc_now())
    services.open_demo(
        secret=proof_of("b@quay.example"), password=PASSWORD, now=utc_now(), address=None
    )
    page = client.post(link, {"password": PASSWORD})
    assert "Your address is confirmed" in page.text
    assert SESSION_KEY not in client.session


def test_after_the_end_the_terminal_says_how_to_go_on(client, link):
    client.post(link, {"password": PASSWORD})
    person = Person.objects.get()
    for subscription in person.company.subscriptions.all():
        subscription.active_from -= timedelta(days=20)
        subscription.active_to -= timedelta(days=20)
        subscription.save()
    page = client.get("/terminal/")
    assert page.status_code == 403
    assert "Your demo has ended" in page.text
    assert "sales@agency.example" in page.text
