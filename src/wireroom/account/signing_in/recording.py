"""Keeps the record of who came in, how, from where; and of who failed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from wireroom.account.visitor import agent_of
from wireroom.customers import services
from wireroom.customers.access.middleware import address_of
from wireroom.customers.access.networks import ComesFromElsewhere
from wireroom.customers.policy import Channel
from wireroom.kernel.clock import utc_now
from wireroom.usage.queries import What
from wireroom.usage.services import note

_DEVICES = {"totp": "totp", "webauthn": "passkey", "recovery_codes": "recovery"}


def connect() -> None:
    """Listen; called once, when the application is ready."""
    user_logged_in.connect(signed_in, dispatch_uid="account.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="account.signed_out")
    user_login_failed.connect(password_failed, dispatch_uid="account.password_failed")
    authentication_failed.connect(device_failed, dispatch_uid="account.device_failed")


def signed_in(request: HttpRequest | None, user: Any, **_: Any) -> None:
    """Note a sign-in; the oldest sessions beyond the company's seats end thereby.

    Raises:
        ComesFromElsewhere: not from this network; nobody is signed in.
    """
    if request is None:
        return
    if not request.session.session_key:
        request.session.create()
    try:
        services.note_sign_in(
            person_id=user.pk,
            session_key=str(request.session.session_key),
            address=address_of(request),
            agent=agent_of(request),
            method=method_of(request, user),
            now=utc_now(),
        )
    except ComesFromElsewhere:
        request.session.flush()
        raise
    note(
        What.SIGN_IN,
        person_id=user.pk,
        company_id=user.company_id,
        channel=Channel.TERMINAL,
        now=utc_now(),
    )


def signed_out(request: HttpRequest, user: Any, **_: Any) -> None:  # noqa: ARG001 - the signal's
    """Note that somebody left."""
    if request.session.session_key:
        services.note_sign_out(session_key=request.session.session_key, now=utc_now())


def password_failed(
    credentials: Mapping[str, Any], request: HttpRequest | None = None, **_: Any
) -> None:
    """Note an address and password that did not match, whatever the reason."""
    typed = credentials.get("email") or credentials.get("username") or ""
    if request is not None:
        failed(request, str(typed), "password")


def device_failed(request: HttpRequest, user: Any, authenticator: Any, **_: Any) -> None:
    """Note a wrong code."""
    failed(request, user.email, _DEVICES.get(authenticator.type, authenticator.type))


def failed(request: HttpRequest, typed: str, why: str) -> None:
    """Note that somebody who gave the address `typed` did not get in; `why` says at which step."""
    services.note_failed_sign_in(
        email=typed,
        address=address_of(request),
        agent=agent_of(request),
        why=why,
        now=utc_now(),
    )


def method_of(request: HttpRequest, user: Any) -> str:
    """Say by what somebody proved to be themselves: the last and strongest step."""
    named = getattr(request, "sign_in_method", None)
    return str(named) if named else _method(get_authentication_records(request, user))


def _method(records: Iterable[Mapping[str, Any]]) -> str:
    method = "password"
    for record in records:
        if record.get("method") == "mfa":
            method = _DEVICES.get(str(record.get("type")), "mfa")
        elif record.get("method") in {"oidc", "saml"}:
            method = str(record["method"])
    return method
