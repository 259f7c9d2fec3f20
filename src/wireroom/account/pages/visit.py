"""Who looks at an account page: somebody signed in, or an administrator of a company."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from wireroom.customers import directory
from wireroom.customers.directory import Profile
from wireroom.kernel.clock import utc_now

P = ParamSpec("P")


class Visit(NamedTuple):
    """One look at a page: of whom, and when."""

    profile: Profile
    now: datetime

    @property
    def company_id(self) -> int:
        """The company that the visitor administers."""
        return self.profile.company_id or 0

    @property
    def actor(self) -> str:
        """How the audit names the visitor."""
        return self.profile.email


View = Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]


def for_people(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view the visitor and the moment; lead whoever is not signed in to where they can."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        profile = directory.profile_of(int(request.user.pk or 0))
        if profile is None:
            return redirect_to_login(request.get_full_path())
        return view(request, Visit(profile, utc_now()), *args, **kwargs)

    return never_cache(guarded)


def for_administrators(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let a company's administrators in; tell its other people whom to ask."""

    @wraps(view)
    def guarded(
        request: HttpRequest, visit: Visit, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if visit.profile.is_administrator:
            return view(request, visit, *args, **kwargs)
        return _not_yours(request, visit)

    return for_people(guarded)


def page(
    request: HttpRequest, visit: Visit, template: str, status: int = 200, /, **facts: Any
) -> HttpResponse:
    """Render a page of this room; `here`, its name in the navigation, is its template's name."""
    context = {"visit": visit, "me": visit.profile, "here": f"account-{template}", **facts}
    return render(request, f"account/pages/{template}.html", context, status=status)


def _not_yours(request: HttpRequest, visit: Visit) -> HttpResponse:
    company_id = visit.profile.company_id
    administrators = directory.administrators_of(company_id) if company_id else []
    return page(request, visit, "not_yours", 403, administrators=administrators)
