"""Subscription and demo access: the form, its digits, the proof of the address, the terms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any

from captcha.views import captcha_image
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from ranged_response import RangedFileResponse

from wireroom.customers import queries as customers
from wireroom.customers import services
from wireroom.customers.access.middleware import address_of
from wireroom.design.brand import agency
from wireroom.kernel.clock import utc_now
from wireroom.public.caching import Page
from wireroom.public.demo import digits
from wireroom.public.demo.answers import TRAP, Answer, blank, received
from wireroom.public.demo.forms import PasswordForm
from wireroom.public.pages import for_everybody, page

Personal = Callable[..., HttpResponse]


def personal(*methods: str) -> Callable[[Personal], Personal]:
    """Make a page of the site that is for one reader, and that nobody keeps."""

    def decorate(view: Personal) -> Personal:
        return never_cache(require_http_methods(["GET", "HEAD", *methods])(view))

    return decorate


@csrf_exempt  # it looks for itself: the middleware would throw away what was typed
@personal("POST")
def subscribe(request: HttpRequest) -> HttpResponse:
    """Show the form, or take it in."""
    now = utc_now()
    if request.method != "POST":
        return _form(request, blank(now))
    answer = received(
        request.POST,
        address=address_of(request) or None,
        has_cookie=_has_cookie(request),
        now=now,
    )
    if answer.is_done:
        return HttpResponseRedirect(reverse("demo-sent"), status=HTTPStatus.SEE_OTHER)
    return _form(request, answer)


def _form(request: HttpRequest, answer: Answer) -> HttpResponse:
    context = {"answer": answer, "form": answer.form, "token": answer.token, "trap": TRAP}
    response = _page(request, "public/demo/form.html", context, status=answer.status)
    if answer.again_at is not None:
        wait = answer.again_at - utc_now()
        response.headers["Retry-After"] = str(max(int(wait.total_seconds()), 1))
    return response


@for_everybody
def sent(_request: HttpRequest, now: datetime) -> Page:
    """Say that a letter is under way: the same to everybody."""
    return page("public/demo/sent.html", now)


@require_safe
@never_cache
def picture(request: HttpRequest, key: str) -> HttpResponse:
    """Show the digits."""
    answer: HttpResponse = captcha_image(request, key)
    return answer


@require_safe
@never_cache
def sound(request: HttpRequest, key: str) -> HttpResponse:
    """Speak the digits. Some browsers ask for sound piece by piece."""
    made = digits.spoken(key)
    if made is None:
        return HttpResponse(status=HTTPStatus.GONE)
    answer: HttpResponse = RangedFileResponse(request, BytesIO(made), content_type="audio/wav")
    return answer


@sensitive_post_parameters("password")
@personal("POST")
def proof(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the button that proves an address, or do what it says: scanners of mail press none."""
    now = utc_now()
    found = customers.proof_page(secret, now)
    if found is None or found.state != "open":
        return _closed(request, found)
    data = request.POST if request.method == "POST" else None
    form = PasswordForm(data, email=found.email)
    if data is None or not form.is_valid():
        status = HTTPStatus.OK if data is None else HTTPStatus.UNPROCESSABLE_ENTITY
        context = {"form": form, "email": found.email}
        return _page(request, "public/demo/proof.html", context, status=status)
    return _open(request, secret, form.cleaned_data["password"], now)


def _open(request: HttpRequest, secret: str, password: str, now: datetime) -> HttpResponse:
    try:
        person_id = services.open_demo(
            secret=secret, password=password, now=now, address=address_of(request) or None
        )
    except services.ProofNotGood:  # somebody was faster with the same link
        return _closed(request, customers.proof_page(secret, now))
    if person_id is None:
        return _page(request, "public/demo/waiting.html")
    person = get_user_model()._default_manager.get(pk=person_id)
    request.sign_in_method = "demo"  # type: ignore[attr-defined]  # read when the sign-in is noted
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("terminal")


def _closed(request: HttpRequest, found: customers.ProofPage | None) -> HttpResponse:
    context = {"is_used": found is not None and found.state == "used"}
    return _page(request, "public/demo/closed.html", context, status=HTTPStatus.GONE)


@for_everybody
def terms(_request: HttpRequest, now: datetime) -> Page:
    """Show the terms of use in force."""
    return page("public/demo/terms.html", now, {"terms": customers.terms_in_force()})


def _page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    common = {"years": agency().years(utc_now().year), "here": "subscribe"}
    return render(request, template, {**common, **(context or {})}, status=status)


class _Look(CsrfViewMiddleware):
    """Tells instead of refusing."""

    def _reject(self, _request: HttpRequest, reason: str) -> Any:
        return reason


def _has_cookie(request: HttpRequest) -> bool:
    look = _Look(lambda _: HttpResponse())
    return look.process_view(request, None, (), {}) is None  # type: ignore[arg-type]  # no view
