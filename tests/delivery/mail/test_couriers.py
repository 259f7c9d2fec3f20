"""Mail is handed to a real server."""

from __future__ import annotations

import time

import pytest

from tests.delivery.mail.test_letters import SENDER, letter
from tests.support.mail_server import SilentServer
from wireroom.delivery.mail.couriers import Courier, Outcome


def test_a_server_gets_every_letter_over_one_connection(mail_server):
    courier = Courier(SENDER)
    for number in range(3):
        assert courier.send(letter(subject=f"number {number}")).outcome is Outcome.SENT
    assert [found["subject"] for found in mail_server.messages] == [
        "number 0", "number 1", "number 2",
    ]  # fmt: skip
    assert mail_server.connections == 1
    courier.rest()
    assert courier.send(letter()).outcome is Outcome.SENT
    assert mail_server.connections == 2
    courier.rest()


@pytest.mark.parametrize(
    ("rcpt", "data", "outcome"),
    [
        ("550 5.1.1 no such user", "", Outcome.REFUSED),
        ("450 4.2.2 mailbox full", "", Outcome.LATER),
        ("", "554 5.7.1 looks like spam", Outcome.REFUSED),
        ("", "451 4.3.0 try later", Outcome.LATER),
        ("", "", Outcome.SENT),
    ],
)
def test_a_server_says_no_for_good_or_for_now(mail_server, rcpt, data, outcome):
    mail_server.rcpt, mail_server.data = rcpt, data
    courier = Courier(SENDER)
    handing = courier.send(letter())
    assert handing.outcome is outcome
    assert handing.detail == (rcpt or data)
    mail_server.rcpt = mail_server.data = ""
    assert courier.send(letter()).outcome is Outcome.SENT
    courier.rest()


def test_a_connection_that_the_server_has_closed_is_made_anew(mail_server):
    courier = Courier(SENDER)
    courier.send(letter())
    courier._line.connection.sock.close()
    assert courier.send(letter()).outcome is Outcome.SENT
    assert len(mail_server.messages) == 2
    courier.rest()


def test_without_a_server_it_is_nobody_s_fault(mail_server):
    mail_server.stop()
    handing = Courier(SENDER).send(letter())
    assert handing.outcome is Outcome.NO_SERVER
    assert "refused" in handing.detail.lower()


def test_a_server_that_hangs_costs_its_timeout_and_no_more(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 1
    with SilentServer() as server:
        settings.EMAIL_PORT = server.port
        began_s = time.monotonic()
        assert Courier(SENDER).send(letter()).outcome is Outcome.NO_SERVER
        assert time.monotonic() - began_s < 4


def test_an_address_that_is_none_is_refused_and_not_tried_again(mail_server):
    courier = Courier(SENDER)
    assert courier.send(letter(to="a\nb@example.com")).outcome is Outcome.REFUSED
    courier.rest()
    assert mail_server.messages == []
