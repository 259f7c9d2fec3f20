"""What every request has to know about who asks: address, session, and whether both still hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from wireroom.customers import queries, services
from wireroom.customers.access.networks import ComesFromElsewhere, may_come
from wireroom.customers.access.session_queries import SessionState
from wireroom.customers.access.sessions import in_session
from wireroom.customers.acting import acting
from wireroom.kernel.clock import utc_now
from wireroom.kernel.network import client_address

Handler = Callable[[HttpRequest], HttpResponse]


class ClientAddressMiddleware:
    """Sets `request.client_address`: where the request came from, past the proxies we trust."""

    def __init__(self, get_response: Handler) -> None:
        """Wrap the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer `request`, with its address known; empty when it cannot be."""
        request.client_address = client_address(  # type: ignore[attr-defined]  # ours
            request.META.get("REMOTE_ADDR", ""),
            request.META.get("HTTP_X_FORWARDED_FOR", ""),
            settings.WIREROOM_TRUSTED_PROXIES,
        )
        return self.get_response(request)


class ActingMiddleware:
    """Forms that save a model directly (Wagtail's own too) thereby write a full audit row.

    Stands after `AuthenticationMiddleware`; costs no query until rights change.
    """

    def __init__(self, get_response: Handler) -> None:
        """Wrap the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer `request` as an act of its person."""

        def actor() -> str | None:
            return request.user.email if request.user.is_authenticated else None

        with acting(actor, now=utc_now()), in_session(request.session):
            return self.get_response(request)


class SignInMiddleware:
    """Holds every request of somebody signed in against the record of the session.

    Sets `request.sign_in_id`; None: nobody is signed in. Turns away whom the company's networks do
    not hold. Costs one query for whoever is signed in or was, none for others, and one write a
    minute. Views that say `is_for_everybody` are not asked who comes: caches hand them to all.
    Stands after `ActingMiddleware`.
    """

    def __init__(self, get_response: Handler) -> None:
        """Wrap the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer `request`; keep the record when the session gets another key meanwhile."""
        request.sign_in_id = None  # type: ignore[attr-defined]  # ours
        response = self.get_response(request)
        if held := getattr(request, "held_session", None):
            key, person_id = held
            _follow(request, key, person_id, utc_now())
        return response

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        """Look who comes to a view that is not for everybody; an answer turns them away."""
        if getattr(view, "is_for_everybody", False):
            return None
        now = utc_now()
        if SESSION_KEY in request.session and request.user.is_authenticated:
            return _of_person(request, now)
        _of_nobody(request, now)
        return None


def _of_person(request: HttpRequest, now: datetime) -> HttpResponse | None:
    key = request.session.session_key or ""
    try:
        state = queries.session_state(key) or _adopted(request, key, now)
    except ComesFromElsewhere:
        return _turned_away(request, queries.networks_of_person(request.user.pk or 0))
    if state.ended_at is not None or state.person_id != request.user.pk:
        request.session.flush()
        request.user = AnonymousUser()
        _of_nobody(request, now)
        return None
    if not may_come(state.networks or [], address_of(request)) and not _signs_out(request):
        return _turned_away(request, state.networks or [])
    request.sign_in_id = state.sign_in_id  # type: ignore[attr-defined]  # ours
    request.held_session = (key, state.person_id)  # type: ignore[attr-defined]  # ours
    if now - state.seen_at >= services.SEEN_IS_NOTED_EVERY:
        services.note_seen(sign_in_id=state.sign_in_id, now=now)
    return None


def _of_nobody(request: HttpRequest, now: datetime) -> None:
    over = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if over and request.session.session_key is None:
        services.end_expired_sessions(now=now, session_key=over)


def address_of(request: HttpRequest) -> str:
    """Give the address that a request came from, empty when nobody knows."""
    return getattr(request, "client_address", "")


def _adopted(request: HttpRequest, key: str, now: datetime) -> SessionState:
    """Record a session that was there before sessions were recorded."""
    made = services.note_sign_in(
        person_id=request.user.pk or 0,
        session_key=key,
        address=address_of(request),
        agent=request.headers.get("User-Agent", ""),
        method="earlier",
        now=now,
    )
    networks = queries.networks_of_person(made.person_id)
    return SessionState(made.pk, made.person_id, made.ended_at, made.seen_at, networks)


def _follow(request: HttpRequest, key: str, person_id: int, now: datetime) -> None:
    """Keep the record when the session has another key now, and end it when it is nobody's."""
    new_key = request.session.session_key
    if new_key == key:
        return
    if new_key and request.session.get(SESSION_KEY) == str(person_id):
        services.renew_session(old_key=key, new_key=new_key)
    else:
        services.note_sign_out(session_key=key, now=now)


def _signs_out(request: HttpRequest) -> bool:
    try:
        return request.path == reverse("logout")
    except NoReverseMatch:
        return False


def _turned_away(request: HttpRequest, networks: list[str]) -> HttpResponse:
    error = ComesFromElsewhere(networks=", ".join(networks), address=address_of(request))
    context = {"networks": networks, "address": address_of(request)}
    response = (
        render(request, "customers/elsewhere.html", context)
        if "text/html" in request.headers.get("Accept", "")
        else JsonResponse(error.problem(), content_type="application/problem+json")
    )
    response.status_code = error.http_status
    response.headers["Cache-Control"] = "no-store"
    return response
