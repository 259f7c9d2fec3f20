"""Agency staff come in with a second factor, or go nowhere but to where they set one up."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from wireroom.account import conf

ADDED_HERE = "account_added_a_device"
_OPEN = ("/account/2fa/", "/account/reauthenticate/", "/account/password/", "/logout/", "/healthz")
"""Where somebody without a second factor may go: they set one up, or leave."""


def detour(request: HttpRequest) -> HttpResponse | None:
    """Give where to go first; None: go on. Costs staff no query once they showed their device."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = request.user
    if not needs_device(user) or _may_pass(request) or shown(request):
        return None
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseForbidden("Set up a second factor first.", content_type="text/plain")
    has_one = is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
    where = reverse("mfa_reauthenticate" if has_one else "mfa_index")
    return HttpResponseRedirect(f"{where}?{urlencode({'next': request.get_full_path()})}")


def needs_device(user: Any) -> bool:
    """Whether somebody signed in must have a second factor."""
    return bool(conf.staff_need_a_device() and (user.is_staff or user.is_superuser))


def shown(request: HttpRequest) -> bool:
    """Whether this session's person used a second factor, or set one up in it."""
    records = get_authentication_records(request, request.user)
    used = any(record.get("method") == "mfa" for record in records)
    return used or request.session.get(ADDED_HERE) == request.user.pk


def connect() -> None:
    """Listen for devices set up; called once, when the application is ready."""
    authenticator_added.connect(note_added, dispatch_uid="account.device_added")


def note_added(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    """Remember in the session that its person just set up a second factor."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        request.session[ADDED_HERE] = user.pk


def _may_pass(request: HttpRequest) -> bool:
    return request.path.startswith((*_OPEN, str(settings.STATIC_URL)))
