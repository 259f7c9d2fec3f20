"""What a provider says of somebody, read with distrust."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any, NamedTuple


class Claims(NamedTuple):
    """Who somebody is, by their provider's word."""

    subject: str
    email: str
    first_name: str
    last_name: str


def claims_of(sociallogin: Any) -> Claims | None:
    """Read the claims of a finished sign-in; None: they contradict themselves or our question."""
    user = sociallogin.user
    claims = Claims(
        subject=str(sociallogin.account.uid),
        email=str(user.email or ""),
        first_name=str(user.first_name or ""),
        last_name=str(user.last_name or ""),
    )
    if not claims.email:
        return None
    if sociallogin.provider.id == "saml":
        return claims
    return claims if _consistent(sociallogin.account.extra_data, sociallogin.state) else None


def _consistent(told: Mapping[str, Any], state: Mapping[str, Any]) -> bool:
    """Whether an answer is one answer, to our own question (OIDC Core 1.0 §3.1.3.7, §5.3.2)."""
    id_token = told.get("id_token") or {}
    userinfo = told.get("userinfo") or {}
    asked = str((state.get("data") or {}).get("nonce") or "")
    if not asked or not hmac.compare_digest(str(id_token.get("nonce", "")), asked):
        return False
    if userinfo and userinfo.get("sub") != id_token.get("sub"):
        return False
    source = userinfo or id_token
    return source.get("email_verified") not in {False, "false"}
