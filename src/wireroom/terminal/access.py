"""Who comes to the terminal: a signed-in person with something to read, or nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache

from wireroom.customers import queries as customers
from wireroom.customers.access.view_as import of_request
from wireroom.customers.policy import Channel, Reader
from wireroom.kernel.clock import utc_now

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Reader, datetime, P], HttpResponse]
Answered = Callable[Concatenate[HttpRequest, P], HttpResponse]
SCRIPT_HEADER = "X-Script"


def by_script(request: HttpRequest) -> bool:
    """Whether our own script asks: it wants a fragment or a status, not a page to look at."""
    return SCRIPT_HEADER in request.headers


def asked_again(request: HttpRequest) -> bool:
    """Whether our script asks, of itself, for what is on the screen already."""
    return request.headers.get(SCRIPT_HEADER) == "again"


def person_id(request: HttpRequest) -> int:
    """Give the id of the person who is signed in, or of the customer whose view a colleague has."""
    viewing = of_request(request)
    return viewing.person_id if viewing else int(request.user.pk or 0)


def for_readers(view: View[P]) -> Answered[P]:
    """Give a view the reader and the moment; turn away who is not signed in or may read nothing.

    Answers are never stored: a killed text must not come back from a cache or with the Back button.
    """
    return _guarded(view, Channel.TERMINAL, "terminal/no_access.html")


def for_exporters(view: View[P]) -> Answered[P]:
    """Do as `for_readers` for what takes many stories away at once, which not all may."""
    return _guarded(view, Channel.EXPORT, "terminal/no_export.html")


def _guarded(view: View[P], channel: Channel, refusal: str) -> Answered[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = _admit(request) or _answer(request, *args, **kwargs)
        patch_vary_headers(response, [SCRIPT_HEADER])
        return response

    def _answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        now = utc_now()
        reader = customers.reader_of(person_id(request), now, channel)
        if not reader.may_read_at(now):
            every = customers.reader_of(person_id(request), now, None)
            return render(request, refusal, {"is_elsewhere": every.may_read_at(now)}, status=403)
        return view(request, reader, now, *args, **kwargs)

    return never_cache(guarded)


def _admit(request: HttpRequest) -> HttpResponse | None:
    if request.user.is_authenticated:
        return None
    return HttpResponse(status=401) if by_script(request) else redirect_to_login(request.path)
