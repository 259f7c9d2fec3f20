"""No line of a log holds a secret that came by letter."""

from __future__ import annotations

import logging
import logging.config
from copy import deepcopy
from io import StringIO

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

SECRET = "s3cret-Part_of:an.address"
BY_LETTER = [
    reverse("account-invitation", args=[SECRET]),
    reverse("account_confirm_email", args=[SECRET]),
    reverse("demo-proof", args=[SECRET]),
    reverse("private-feed", args=["s3cret-Part_of", "atom"]),
    reverse("recall-acknowledge", args=[SECRET]),
    reverse("feeds-unsubscribe", args=[SECRET]),
    reverse("alerts-unsubscribe", args=[SECRET]),
    reverse("account_reset_password_from_key", kwargs={"uidb36": "1z", "key": SECRET}),
]


@pytest.fixture
def lines():
    """Log as the house does, into a text."""
    kept = deepcopy(settings.LOGGING)
    formatter = logging.config.DictConfigurator(kept).configure_formatter(
        kept["formatters"][kept["handlers"]["stderr"]["formatter"]]
    )
    text = StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)
    yield text
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*BY_LETTER[:3], BY_LETTER[-1]])
def test_a_refused_form_leaves_the_place_in_the_log_and_not_the_secret(lines, path):
    client = Client(enforce_csrf_checks=True)
    assert client.post(path, {"password": "x"}).status_code == 403
    assert "[secret]" in lines.getvalue()
    assert "s3cret" not in lines.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("path", BY_LETTER[:-1])
def test_a_link_that_is_over_leaves_no_secret(lines, path):
    Client().get(path)
    assert "s3cret" not in lines.getvalue()


def test_a_traceback_holds_no_secret(lines):
    error = ValueError(BY_LETTER[0])
    log = logging.getLogger("django.request")
    log.error("Internal Server Error: %s", BY_LETTER[1], exc_info=error)
    assert "ValueError: /account/invitation/[secret]/" in lines.getvalue()
    assert "s3cret" not in lines.getvalue()


@pytest.mark.django_db
def test_other_addresses_are_logged_whole(lines):
    Client(enforce_csrf_checks=True).post("/account/people/12/role/")
    Client().get("/account/invitations/none/")
    assert "/account/people/12/role/" in lines.getvalue()
    assert "/account/invitations/none/" in lines.getvalue()
