"""What a customer may say about a destination, and what is refused by its field."""

from __future__ import annotations

import asyncssh
import pytest

from wireroom.customers.services import NotValid
from wireroom.delivery.destinations import check, check_schedule, new_secret
from wireroom.delivery.webhooks.signing import is_secret

KEY = asyncssh.generate_private_key("ssh-ed25519")
HOST_KEY = KEY.export_public_key().decode().strip()
PRIVATE = KEY.export_private_key().decode()
SFTP = {"host": "sftp.reader.example", "user": "wire", "host_keys": [HOST_KEY]}


def wrong(destination, target, **facts):
    with pytest.raises(NotValid) as refused:
        check(destination, target, **facts)
    return set(refused.value.fields)


def test_a_webhook_is_a_full_https_address():
    assert check("webhook", {"url": " https://hooks.reader.example/in "}) == {
        "url": "https://hooks.reader.example/in"
    }


@pytest.mark.parametrize(
    "url",
    [
        "", "http://hooks.reader.example/", "https://", "https://user:pw@hooks.reader.example/",
        "https://localhost/", "https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/",
        "https://169.254.169.254/latest/", "https://intranet/", "https://db.internal/",
        "https://hooks.reader.example:port/", "ftp://hooks.reader.example/", "https://a b/",
        "https://hooks.reader.example/\r\nX: 1", "https://пример.example/",
    ],
)  # fmt: skip
def test_no_other_address_is(url):
    assert wrong("webhook", {"url": url}) == {"url"}


def test_this_machine_is_for_tests_alone(settings):
    settings.WIREROOM_WEBHOOKS_TO_LOOPBACK = True
    assert check("webhook", {"url": "http://127.0.0.1:9000/"})
    assert wrong("webhook", {"url": "http://hooks.reader.example/"}) == {"url"}


def test_a_webhooks_secret_is_made_here_or_of_the_standards_kind():
    assert is_secret(new_secret("webhook"))
    assert new_secret("webhook") != new_secret("webhook")
    assert new_secret("sftp") == ""
    assert wrong("webhook", {"url": "https://a.example/"}, secret="hunter2") == {"secret"}


def test_sftp_has_defaults_and_reads_keys_from_a_text():
    keys = f"# ours\n\n{HOST_KEY}\n{HOST_KEY}"
    assert check("sftp", {**SFTP, "host_keys": keys}, secret="password") == {
        "host": "sftp.reader.example",
        "port": 22,
        "user": "wire",
        "directory": "",
        "file_name": "{number}-{slugline}.{suffix}",
        "host_keys": [HOST_KEY],
        "manifest": True,
    }
    assert check("sftp", SFTP, secret=PRIVATE)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("host", ""), ("host", "127.0.0.1"), ("host", "192.168.1.1"), ("host", "a b"),
        ("host", "-oProxyCommand=x"), ("port", 23), ("port", 70_000), ("port", "22"),
        ("user", ""), ("user", "-l root"), ("user", "a\nb"),
        ("directory", "../up"), ("directory", "in/../../etc"), ("directory", "in\x00"),
        ("directory", "in\\out"), ("file_name", "../{number}"), ("file_name", "{number}/x"),
        ("file_name", "{slugline}.{suffix}"), ("file_name", "{guid}"), ("file_name", "{secret}"),
        ("file_name", ".{number}"), ("file_name", "{number}.part"),
        ("file_name", "{number}.manifest.json"), ("file_name", "{number!r}"),
        ("host_keys", []), ("host_keys", ["ssh-ed25519 nonsense"]), ("host_keys", None),
        ("host_keys", ["* ssh-ed25519 AAAA"]),
    ],
)  # fmt: skip
def test_sftp_refuses_what_could_go_elsewhere(field, value):
    assert wrong("sftp", {**SFTP, field: value}, secret="password") == {field}


def test_sftp_needs_a_secret_that_can_be_used():
    assert wrong("sftp", SFTP) == {"secret"}
    assert wrong("sftp", SFTP, secret="two\nlines") == {"secret"}
    broken = "-----BEGIN OPENSSH PRIVATE KEY-----\nnonsense\n"
    assert wrong("sftp", SFTP, secret=broken) == {"secret"}
    locked = KEY.export_private_key("pkcs8-pem", passphrase="x").decode()
    assert wrong("sftp", SFTP, secret=locked) == {"secret"}


def test_mail_goes_to_addresses_each_once():
    target = {"to": ["Desk@Reader.example", "desk@reader.example", "ada@reader.example"]}
    found = check("email", target)
    assert found["style"] == "full"
    assert len(found["to"]) == 2
    assert wrong("email", {"to": []}) == {"to"}
    assert wrong("email", {"to": "desk@reader.example"}) == {"to"}
    assert wrong("email", {"to": ["a@b.example\r\nBcc: c@d.example"]}) == {"to"}
    assert wrong("email", {"to": [f"n{n}@b.example" for n in range(51)]}) == {"to"}
    assert wrong("email", {"to": ["a@b.example"], "style": "long"}) == {"style"}


def test_what_is_fetched_or_streamed_has_no_target():
    assert check("feed", {}) == check("stream", None) == {}
    assert wrong("feed", {"url": "https://a.example/"}) == {"url"}
    assert wrong("stream", {}, secret="x") == {"secret"}


def test_only_mail_has_hours():
    good = {"hours": [18, 8, 8], "zone": "Europe/London"}
    assert check_schedule("email", good) == {"hours": [8, 18], "zone": "Europe/London"}
    assert check_schedule("webhook", {}) == {}
    bad = ("webhook", good), ("email", {"hours": []}), ("email", {"hours": [24]}), (
        "email", {"hours": [8], "zone": "Atlantis"},
    ), ("email", {"hours": [True]}), ("email", {"hours": [8], "minute": 3})  # fmt: skip
    for destination, schedule in bad:
        with pytest.raises(NotValid):
            check_schedule(destination, schedule)
