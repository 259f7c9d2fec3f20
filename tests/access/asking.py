"""Asks for an address as somebody, without effect, and says whether they were let in."""

from __future__ import annotations

import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, urlencode, urlsplit

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from wireroom.account.terms_middleware import AGREED

REFUSED = frozenset({401, 403, 404, 410})
SIGN_IN = ("/login/", "/desk/login/", "/account/reauthenticate/", "/account/2fa/reauthenticate/")
_FORM = "application/x-www-form-urlencoded"
_UNRENDERED = mock.patch("django.template.base.Template._render", return_value="")
"""Views decide who comes in; to render their pages takes most of the time and decides nothing."""
_AS_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
"""Wagtail refuses a script with 403, and a person with a redirect to its first page."""


class Asker:
    """One person's browser; every request begins from the same cookies and leaves no trace."""

    def __init__(self, person: Any) -> None:
        """Sign `person` in; None: nobody."""
        self._client = Client(raise_request_exception=False, SERVER_NAME="localhost")
        if person is not None:
            self._client.force_login(person)
            self._prove(person)
        self._cookies = {name: morsel.value for name, morsel in self._client.cookies.items()}

    def _prove(self, person: Any) -> None:
        """Let the session look like one that began with both factors just now, terms agreed to."""
        session = self._client.session
        now_s = time.time()
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": now_s},
            {"method": "mfa", "type": "totp", "at": now_s, "reauthenticated": True},
        ]
        session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = f"{person.pk}"
        session[AGREED] = 1
        session.save()

    def ask(self, method: str, address: str, **data: Any) -> HttpResponseBase:
        """Send one request and take back what it wrote."""
        self._client.cookies.clear()
        for name, value in self._cookies.items():
            self._client.cookies[name] = value
        headers = _AS_SCRIPT if address.startswith("/desk/") else {}
        with transaction.atomic(), _UNRENDERED:
            response: Any = self._client.generic(method, address, headers=headers, **data)
            transaction.set_rollback(True)
        for close in response._resource_closers:  # `response.close` would close the database, too
            close()
        return response

    def visit(self, address: str, form: Mapping[str, str]) -> HttpResponseBase:
        """Send what the address takes: GET, or else a POST."""
        response = self.ask("GET", address)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response = self.ask("POST", address, data=urlencode(form), content_type=_FORM)
        return response


def is_let_in(response: HttpResponseBase) -> bool:
    """Whether an answer is more than a refusal; sending somebody to sign in is one."""
    if 300 <= response.status_code < 400:
        goes = urlsplit(response.headers["Location"])
        return not (goes.path.startswith(SIGN_IN) and "next" in parse_qs(goes.query))
    return response.status_code not in REFUSED
