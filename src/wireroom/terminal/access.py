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
from wireroom.customers.policy import Reader
from wireroom.kernel.clock import utc_now

P = ParamSpec("P")
SCRIPT_HEADER = "X-Script"


def by_script(request: HttpRequest) -> bool:
    """Whether our own script asks: it wants a fragment or a status, not a page to look at."""
    return SCRIPT_HEADER in request.headers


def person_id(request: HttpRequest) -> int:
    """Give the id of the person who is signed in."""
    return int(request.user.pk or 0)


def for_readers(
    view: Callable[Concatenate[HttpRequest, Reader, datetime, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view the reader and the moment; turn away who is not signed in or may read nothing.

    Answers are never stored: a killed text must not come back from a cache or with the Back button.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = _admit(request) or _answer(request, *args, **kwargs)
        patch_vary_headers(response, [SCRIPT_HEADER])
        return response

    def _answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        now = utc_now()
        reader = customers.reader_of(person_id(request), now)
        if not reader.may_read_at(now):
            return render(request, "terminal/no_access.html", status=403)
        return view(request, reader, now, *args, **kwargs)

    return never_cache(guarded)


def _admit(request: HttpRequest) -> HttpResponse | None:
    if request.user.is_authenticated:
        return None
    return HttpResponse(status=401) if by_script(request) else redirect_to_login(request.path)
