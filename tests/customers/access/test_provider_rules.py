"""What an identity provider's configuration must say."""

from __future__ import annotations

from typing import Any

import pytest

from wireroom.customers.access.provider_rules import trouble

OIDC = {"server_url": "https://login.bank.example", "client_id": "wireroom"}
SAML = {"entity_id": "e", "sso_url": "https://idp.bank.example/sso", "x509cert": "MIID"}


@pytest.mark.parametrize(
    ("protocol", "config", "secret"),
    [
        ("oidc", OIDC, "s"),
        ("oidc", OIDC | {"create_people": True}, "s"),
        ("oidc", OIDC | {"server_url": "http://127.0.0.1:9000"}, "s"),
        ("oidc", OIDC | {"server_url": "https://login.microsoftonline.com/8f0b/v2.0"}, "s"),
        ("saml", SAML, ""),
        ("saml", {"entity_id": "e", "metadata_url": "https://idp.bank.example/m"}, ""),
        ("saml", SAML | {"email_attribute": "mail"}, ""),
    ],
)
def test_what_can_work_is_taken(protocol: str, config: dict[str, Any], secret: str) -> None:
    assert trouble(protocol, config, secret) == {}


@pytest.mark.parametrize(
    ("protocol", "config", "secret", "field", "words"),
    [
        ("oidc", OIDC, "", "secret", "client secret"),
        ("oidc", {}, "s", "config", "server_url, client_id"),
        ("oidc", [], "s", "config", "JSON object"),
        ("oidc", OIDC | {"sever_url": "x"}, "s", "config", "sever_url"),
        ("oidc", OIDC | {"server_url": "http://login.bank.example"}, "s", "config", "https"),
        ("oidc", OIDC | {"server_url": "http://127.0.0.1.evil.example"}, "s", "config", "https"),
        (
            "oidc",
            OIDC | {"server_url": "https://login.microsoftonline.com/common/v2.0"},
            "s",
            "config",
            "own tenant",
        ),
        ("saml", {"entity_id": "e"}, "", "config", "sso_url, x509cert"),
        ("saml", SAML | {"sso_url": "http://idp.bank.example"}, "", "config", "https"),
        (
            "saml",
            {"entity_id": "e", "metadata_url": "http://idp.bank.example"},
            "",
            "config",
            "https",
        ),
    ],
)
def test_what_cannot_work_or_is_not_safe_is_told(
    protocol: str, config: Any, secret: str, field: str, words: str
) -> None:
    assert words in trouble(protocol, config, secret)[field]
