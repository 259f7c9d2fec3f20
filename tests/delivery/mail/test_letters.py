"""What a mail looks like to the programs that carry and read it."""

from __future__ import annotations

import email
import email.policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.delivery.mail.letters import Letter, message, message_id

SENDER = "Wireroom <alerts@agency.example>"


def letter(**over):
    facts = {
        "to": "ada@example.com",
        "name": "Ada Reader",
        "subject": "FLASH: Harbour reopens",
        "text": "Ships moved.",
        "html": "<p>Ships moved.</p>",
        "message_id": "<abc@agency.example>",
    }
    return Letter(**facts | over)


def read(made):
    return email.message_from_bytes(made.message().as_bytes(), policy=email.policy.default)


def test_a_mail_has_text_and_html_and_says_that_a_machine_wrote_it():
    found = read(message(letter(unsubscribe_url="https://agency.example/x/"), SENDER))
    assert found["subject"] == "FLASH: Harbour reopens"
    assert found["auto-submitted"] == "auto-generated"
    assert found["message-id"] == "<abc@agency.example>"
    assert found["to"] == "Ada Reader <ada@example.com>"
    assert found["list-unsubscribe"] == "<https://agency.example/x/>"
    assert found["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert found.get_body(("plain",)).get_content().strip() == "Ships moved."
    assert found.get_body(("html",)).get_content().strip() == "<p>Ships moved.</p>"


def test_without_an_address_to_click_there_is_no_such_header():
    assert read(message(letter(), SENDER))["list-unsubscribe"] is None


@pytest.mark.parametrize(
    "evil",
    [
        "Storm\r\nBcc: all@example.com",
        "Storm\nX-Evil: 1\n\nbody",
        "Storm\rBcc: x@example.com",
        "Storm\x00\x0b\x0cBcc: x@example.com",
        "Storm\u2028Bcc: x@example.com\u2029\x85",
        "\u202eevil\u202c\u2066x\u2069",
    ],
)
def test_no_headline_or_name_becomes_a_header_or_turns_text_around(evil):
    found = read(message(letter(subject=evil, name=evil), SENDER))
    assert found["bcc"] is None
    assert found["x-evil"] is None
    assert not set(found["subject"]) & set("\r\n\u2028\u202e\u2066\x00")
    assert [address.addr_spec for address in found["to"].addresses] == ["ada@example.com"]


@given(st.text(max_size=300), st.text(max_size=60))
def test_whatever_the_texts_are_the_headers_are_ours(subject, name):
    found = read(message(letter(subject=subject, name=name), SENDER))
    assert set(map(str.lower, found.keys())) == {
        "content-type", "mime-version", "subject", "from", "to", "date", "message-id",
        "auto-submitted", "x-auto-response-suppress",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["عاصفة في الميناء", "港口重新开放", "Гавань открыта после шторма", "🚢 " * 120]
)
def test_any_script_arrives(text):
    found = read(message(letter(subject=text, text=text, html=f"<p>{text}</p>"), SENDER))
    subject = found["subject"].strip()
    assert subject == text.strip() or text.startswith(subject.removesuffix("…"))
    assert found.get_body(("plain",)).get_content().strip() == text.strip()


def test_a_message_id_is_the_same_for_the_same_alert_and_tells_nobody_its_number():
    first, again, other = (message_id("s" * 40, what, SENDER) for what in ("a 1", "a 1", "a 2"))
    assert first == again != other
    assert first.endswith("@agency.example>")
    assert first != message_id("t" * 40, "a 1", SENDER)
