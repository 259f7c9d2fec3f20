"""What an operator says of mail is used as it is meant, or refused by its name."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured

from wireroom.config import environment, mailing

NEEDED = {"WIREROOM_MAIL_FROM": "a@agency.example", "WIREROOM_SITE_URL": "https://agency.example"}


def smtp(url, **more):
    return mailing.smtp({"WIREROOM_SMTP_URL": url} | NEEDED | more)


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtps://mail.example", 465, False, True),
        ("smtp+starttls://mail.example", 587, True, False),
        ("smtp+starttls://mail.example:2525/", 2525, True, False),
        ("smtp://[::1]:2525", 2525, False, False),
    ],
)
def test_the_scheme_says_how_it_is_encrypted(url, port, tls, ssl):
    found = smtp(url)
    assert (found["PORT"], found["USE_TLS"], found["USE_SSL"]) == (port, tls, ssl)
    assert found["HOST"] in {"mail.example", "::1"}


def test_a_password_may_hold_anything_and_may_stand_in_a_file(tmp_path):
    found = smtp("smtps://ada%40x:p%40ss%23@mail.example")
    assert (found["HOST_USER"], found["HOST_PASSWORD"]) == ("ada@x", "p@ss#")
    (tmp_path / "password").write_text("secret\n")
    kept = smtp("smtps://ada@mail.example", WIREROOM_SMTP_PASSWORD_FILE=str(tmp_path / "password"))
    assert kept["HOST_PASSWORD"] == "secret"


def test_without_a_server_mail_stays_in_files():
    assert mailing.smtp({}) == {}


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://mail.example:port",
        "smtp://mail.example:0",
        "smtp://mail.example/path",
        "smtps://ada@mail.example",
        "smtps://:secret@mail.example",
        "smtp://ada:secret@mail.example",
        "smtps://ada:s[ecret@mail.example",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_its_password(url):
    with pytest.raises(ImproperlyConfigured) as refused:
        smtp(url)
    assert "WIREROOM_SMTP_URL" in str(refused.value)
    assert "ecret" not in str(refused.value)


def test_a_password_in_clear_may_reach_this_machine():
    assert smtp("smtp://ada:secret@localhost:2525")["HOST_PASSWORD"] == "secret"


@pytest.mark.parametrize("name", list(NEEDED))
def test_who_sends_mail_says_from_whom_and_where_links_lead(name):
    with pytest.raises(ImproperlyConfigured, match=name):
        mailing.smtp({"WIREROOM_SMTP_URL": "smtp://mail.example"} | NEEDED | {name: ""})


@pytest.mark.parametrize("content", ["", "two\nlines", None])
def test_a_password_file_that_cannot_be_used_is_refused(tmp_path, content):
    if content is not None:
        (tmp_path / "password").write_text(content)
    with pytest.raises(ImproperlyConfigured, match="WIREROOM_SMTP_PASSWORD_FILE"):
        smtp("smtps://a@mail.example", WIREROOM_SMTP_PASSWORD_FILE=str(tmp_path / "password"))


def test_two_passwords_or_a_file_for_nothing_are_refused(tmp_path):
    (tmp_path / "password").write_text("x")
    file = {"WIREROOM_SMTP_PASSWORD_FILE": str(tmp_path / "password")}
    with pytest.raises(ImproperlyConfigured):
        smtp("smtps://a:b@mail.example", **file)
    with pytest.raises(ImproperlyConfigured):
        mailing.smtp(file)


@pytest.mark.parametrize(
    "text", ["a@agency.example", "Agency Alerts <a@agency.example>", "Агентство <a@x.example>"]
)
def test_a_sender_is_an_address_with_or_without_a_name(text):
    found = mailing.mail_from({"WIREROOM_MAIL_FROM": text})
    assert "@" in found
    assert found.isascii()


@pytest.mark.parametrize(
    "text", ["alerts", "a@", "a@x.example, b@x.example", "A <a@x.example>\r\nBcc: b@x.example"]
)
def test_what_is_no_sender_is_refused(text):
    with pytest.raises(ImproperlyConfigured, match="WIREROOM_MAIL_FROM"):
        mailing.mail_from({"WIREROOM_MAIL_FROM": text})


@pytest.mark.parametrize("url", ["agency.example", "https://x/path", "ftp://x", "https://", "//x"])
def test_a_site_is_an_origin(url):
    with pytest.raises(ImproperlyConfigured, match="WIREROOM_SITE_URL"):
        mailing.site_url({"WIREROOM_SITE_URL": url}, "http://localhost")


def test_the_site_is_where_it_can_be_guessed(tmp_path):
    def site(**variables):
        return environment.read({"WIREROOM_DATA_DIR": str(tmp_path)} | variables).site_url

    assert site() == "http://localhost:8000"
    assert site(WIREROOM_HTTPS="1", WIREROOM_HOSTS="news.example") == "https://news.example"
    assert site(WIREROOM_SITE_URL="https://news.example:8443/") == "https://news.example:8443"


def dkim_of(tmp_path, bits=2048, **over):
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "dkim.pem").write_bytes(pem)
    told = {
        "WIREROOM_MAIL_FROM": "Wire <wire@news.agency.example>",
        "WIREROOM_DKIM_SELECTOR": "wire1",
        "WIREROOM_DKIM_KEY_FILE": str(tmp_path / "dkim.pem"),
    }
    return mailing.dkim({**told, **over})


def test_mail_is_signed_for_the_senders_domain_or_one_above(tmp_path):
    found = dkim_of(tmp_path)
    assert (found["selector"], found["domain"]) == ("wire1", "news.agency.example")
    assert "PRIVATE KEY" in found["key"]
    assert dkim_of(tmp_path, WIREROOM_DKIM_DOMAIN="agency.example")["domain"] == "agency.example"
    assert mailing.dkim({}) == {}


@pytest.mark.parametrize(
    "over",
    [
        {"WIREROOM_DKIM_DOMAIN": "other.example"},
        {"WIREROOM_DKIM_DOMAIN": "gency.example"},
        {"WIREROOM_DKIM_SELECTOR": ""},
        {"WIREROOM_DKIM_SELECTOR": "a b"},
        {"WIREROOM_DKIM_KEY_FILE": ""},
        {"WIREROOM_DKIM_KEY_FILE": "/nowhere/key.pem"},
        {"WIREROOM_DKIM_KEY_FILE": __file__},
    ],
)
def test_a_signature_that_nobody_would_count_is_refused(tmp_path, over):
    with pytest.raises(ImproperlyConfigured, match="WIREROOM_DKIM"):
        dkim_of(tmp_path, **over)


def test_a_weak_key_is_refused(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="RSA key"):
        dkim_of(tmp_path, bits=1024)
