"""Letters are written with the change that gives rise to them, and no text becomes a header."""

from __future__ import annotations

import pytest
from django.db import transaction

from wireroom.customers.models import OutgoingMail
from wireroom.customers.services import NotAnAddress, post

pytestmark = pytest.mark.django_db


def letter(now, **over):
    facts = {"to": "ada@bank.example", "subject": "Hello", "text": "Words.\nMore."} | over
    return OutgoingMail.objects.get(pk=post(now=now, **facts))


def test_a_letter_waits_for_the_deliverer(now):
    found = letter(now, reply_to="sales@agency.example")
    assert (found.to, found.subject, found.text) == ("ada@bank.example", "Hello", "Words.\nMore.")
    assert found.due_at == found.made_at == now
    assert found.sent_at is None
    assert found.reply_to == "sales@agency.example"


def test_what_is_undone_is_not_written_about(now):
    with transaction.atomic():
        letter(now)
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "evil",
    ["Hi\r\nBcc: all@x.example", "Hi\nBcc: x", "Hi\u2028Bcc: x", "Hi\x00\x1b[2J", "a\u202eb"],
)
def test_a_subject_is_one_line_without_controls(now, evil):
    found = letter(now, subject=evil)
    assert found.subject.isprintable()
    assert "\n" not in found.subject


def test_a_long_subject_is_cut_and_a_short_one_is_not(now):
    assert len(letter(now, subject="x" * 10_000).subject) == 200
    assert letter(now, subject="x" * 200).subject == "x" * 200


@pytest.mark.parametrize(
    "evil",
    [
        "",
        "ada",
        "ada@bank.example\r\nBcc: all@x.example",
        "ada@bank.example\n",
        "ada@bank.example, eve@x.example",
        "Ada <ada@bank.example>",
        '"a b"@bank.example',
        "ada@bank.example;eve@x.example",
        "a" * 250 + "@bank.example",
        "ada@bank..example",
        "ada\x00@bank.example",
    ],
)
def test_what_is_no_single_address_is_refused(now, evil):
    with pytest.raises(NotAnAddress):
        letter(now, to=evil)
    with pytest.raises(NotAnAddress):
        letter(now, reply_to=evil or "x")
    assert not OutgoingMail.objects.exists()


def test_a_domain_in_another_script_is_spelled_for_mail_servers(now):
    assert letter(now, to="ada@bücher.example").to == "ada@xn--bcher-kva.example"
    assert letter(now, to="Ada.L+x@Bank.Example").to == "Ada.L+x@bank.example"
