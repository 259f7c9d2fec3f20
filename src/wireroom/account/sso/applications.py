"""Identity providers as allauth wants them: applications that no table of allauth's holds."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialApp

from wireroom.customers.access.identity import Provider

OIDC, SAML = "openid_connect", "saml"


def application_of(provider: Provider) -> SocialApp:
    """Give a provider as allauth's application, never saved; our code is its name everywhere."""
    if provider.protocol == "saml":
        return _application(provider, SAML, provider.code, _saml(provider.config))
    settings = {"server_url": provider.config["server_url"], "oauth_pkce_enabled": True}
    return _application(provider, OIDC, provider.config["client_id"], settings)


def _application(
    provider: Provider, protocol: str, client_id: str, settings: dict[str, Any]
) -> SocialApp:
    return SocialApp(
        provider=protocol,
        provider_id=provider.code,
        name=provider.name,
        client_id=client_id,
        secret=provider.secret,
        settings=settings,
    )


def _saml(config: dict[str, Any]) -> dict[str, Any]:
    """Take signed answers to our own questions only: no replays (SAML profiles 2.0 §4.1.4)."""
    keys = ("entity_id", "sso_url", "x509cert", "metadata_url")
    settings: dict[str, Any] = {
        "idp": {key: config[key] for key in keys if config.get(key)},
        "advanced": {
            "strict": True,
            "reject_idp_initiated_sso": True,
            "reject_deprecated_algorithm": True,
        },
        "use_nameid_for_email": not config.get("email_attribute"),
    }
    if attribute := config.get("email_attribute"):
        settings["attribute_mapping"] = {"email": [attribute]}
    return settings
