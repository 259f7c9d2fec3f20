"""The desk's own addresses for coming and going lead to the one door of the house."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

leave = LogoutView.as_view(next_page="login")


def enter(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page; whoever is signed in already, to the desk or nowhere.

    Wagtail sends people here whom it does not let in, so leading them back would go round for ever.

    Raises:
        PermissionDenied: signed in, without access to the desk.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.GET.get("next") or "/desk/")
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    return redirect("wagtailadmin_home")
