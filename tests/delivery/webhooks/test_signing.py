"""The official library reads our signatures."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from wireroom.delivery.webhooks import signing
from wireroom.kernel.clock import utc_now

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
OTHER = "whsec_" + base64.b64encode(bytes(32)).decode()
BODY = '{"headline":"Storm “Éva” عاصفة"}'.encode()


def test_the_official_library_verifies_what_we_sign():
    headers = signing.headers("alert_1", BODY, [SECRET], utc_now())
    assert Webhook(SECRET).verify(BODY, headers)["headline"].startswith("Storm")


@pytest.mark.parametrize(
    "change",
    [
        lambda body, headers: (body + b" ", headers),
        lambda body, headers: (body, headers | {"webhook-id": "alert_2"}),
        lambda body, headers: (body, headers | {"webhook-timestamp": "1700000000"}),
    ],
)
def test_a_changed_message_is_not_verified(change):
    body, headers = change(BODY, signing.headers("alert_1", BODY, [SECRET], utc_now()))
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body, headers, json_parse=False)


def test_a_replay_of_an_hour_ago_is_not_verified():
    headers = signing.headers("alert_1", BODY, [SECRET], utc_now() - timedelta(hours=1))
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY, headers)


def test_while_a_secret_is_rotated_both_verify_and_a_third_does_not():
    headers = signing.headers("alert_1", BODY, [SECRET, OTHER], utc_now())
    for secret in (SECRET, OTHER):
        Webhook(secret).verify(BODY, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + base64.b64encode(b"x" * 32).decode()).verify(BODY, headers)


def test_the_example_of_the_specification(now):
    """The vector that the specification's own libraries test with."""
    from datetime import UTC, datetime  # noqa: PLC0415 - this test alone

    headers = signing.headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        b'{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        datetime.fromtimestamp(1614265330, UTC),
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_%%%", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
def test_a_secret_that_is_none_is_refused(secret, now):
    with pytest.raises(signing.BadSecret):
        signing.headers("alert_1", BODY, [secret], now)
