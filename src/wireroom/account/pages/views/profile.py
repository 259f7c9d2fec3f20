"""Who somebody is, and what they may read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from wireroom.account.pages import forms
from wireroom.account.pages.visit import Visit, for_people, page
from wireroom.account.pages.words import reading_of
from wireroom.customers import directory
from wireroom.customers.services.base import NotValid
from wireroom.customers.services.profile import change_profile

_FIELDS = ("first_name", "last_name", "job_title", "phone")


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def profile(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the profile; a POST changes it."""
    me = visit.profile
    known = {name: getattr(me, name) for name in _FIELDS}
    form = forms.Profile(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        try:
            change_profile(person_id=me.person_id, **form.cleaned_data)
        except NotValid as error:
            form.add_error(None, error.detail)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("account-profile")
    return page(request, visit, "profile", 400 if form.errors else 200, form=form)


@require_safe
@for_people
def reading(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say what somebody may read, by which ways, and until when."""
    held = directory.offered_to(visit.profile.company_id, visit.now)
    return page(request, visit, "reading", readings=[reading_of(each) for each in held])
