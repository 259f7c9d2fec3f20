"""Mail is signed as RFC 6376 says: judged by dkimpy's verifier against a DNS of our own."""

from __future__ import annotations

import base64
import re

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from wireroom.delivery.mail.couriers import Courier
from wireroom.delivery.mail.dkim import CannotSign, Signer
from wireroom.delivery.mail.letters import Attachment, Letter

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM,
    serialization.PrivateFormat.PKCS8,
    serialization.NoEncryption(),
).decode()
SIGNER = Signer(selector="wire1", domain="agency.example", key=PEM)
SENDER = "Wire <wire@agency.example>"


def dns(name, timeout=5):
    """Answer for the one name that has a key."""
    del timeout
    der = KEY.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    if name == b"wire1._domainkey.agency.example.":
        return b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)
    return None


def verified(message):
    return dkim.verify(message, dnsfunc=dns)


def raw(mail_server, **over):
    """Send a letter through a real server and give what arrived, byte by byte."""
    facts = {
        "to": "ada@reader.example",
        "name": "Ada",
        "subject": "Ветер усиливается: gale warning",
        "text": "Ветер 30.\n\n.\nA line with a dot, and one that is long: " + "x " * 700,
        "html": "<p>Ветер</p>",
        "message_id": "<1@agency.example>",
        "unsubscribe_url": "https://wire.example/feeds/unsubscribe/abc/",
    }
    courier = Courier(SENDER, SIGNER)
    assert courier.send(Letter(**facts | over)).detail == ""
    courier.rest()
    return mail_server.raw[-1]


def test_what_arrives_is_signed_to_its_end(mail_server):
    message = raw(mail_server)
    assert verified(message)
    assert message.isascii(), "seven bits: nobody on the way has to rewrite it"
    field = re.search(rb"DKIM-Signature:(.*?)\r\n(?=\S)", message, re.DOTALL)[1]
    assert not re.search(rb"[;\s]l=", field)
    covered = re.search(rb"h=([^;]*);", field)[1].replace(b" ", b"").split(b":")
    for name in (b"from", b"to", b"subject", b"message-id", b"list-unsubscribe"):
        assert name in [each.strip().lower() for each in covered]
    assert b"list-unsubscribe-post" in [each.strip().lower() for each in covered]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"List-Unsubscribe=One-Click", b"List-Unsubscribe=One-Clock"),
        (b"https://wire.example/feeds/", b"https://evil.example/feeds/"),
        (b"wire@agency.example", b"boss@agency.example"),
        (b"<1@agency.example>", b"<2@agency.example>"),
        (b"Subject: ", b"Subject: evil\r\nX-Old: "),
        (b"To: ", b"List-Unsubscribe: <https://evil.example/>\r\nTo: "),
        (b"\r\n\r\n", b"\r\n\r\nmore"),
    ],
)
def test_whatever_is_changed_on_the_way_shows(mail_server, old, new):
    message = raw(mail_server)
    assert old in message
    assert not verified(message.replace(old, new, 1))


def test_what_is_added_at_the_end_shows(mail_server):
    assert not verified(raw(mail_server) + b"more\r\n")


def test_letters_without_html_or_with_documents_are_signed_too(mail_server):
    assert verified(raw(mail_server, html="", unsubscribe_url=""))
    document = Attachment(name="1.xml", content_type="application/xml", body="<a>Ж</a>".encode())
    assert verified(raw(mail_server, attachments=(document,)))


def test_without_a_signer_nothing_is_signed(mail_server):
    letter = Letter(to="a@x.example", name="", subject="s", text="t", html="", message_id="<1@x>")
    courier = Courier(SENDER)
    courier.send(letter)
    courier.rest()
    assert b"dkim" not in mail_server.raw[-1].lower()


def test_a_key_that_is_none_is_refused():
    with pytest.raises(CannotSign):
        Signer(selector="s", domain="d.example", key="no key").signature(
            b"From: a@d.example\r\n\r\n"
        )
