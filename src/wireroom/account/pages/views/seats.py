"""Asking the agency for more seats."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from wireroom.account.pages import forms
from wireroom.account.pages.views import people
from wireroom.account.pages.visit import Visit, for_administrators
from wireroom.customers.services.profile import ask_for_seats
from wireroom.kernel.errors import WireroomError


@require_POST
@for_administrators
def more(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Write to the agency."""
    form = forms.MoreSeats(request.POST)
    if not form.is_valid():
        return people.show(request, visit, more=form)
    try:
        ask_for_seats(
            company_id=visit.company_id,
            person_id=visit.profile.person_id,
            seats=form.cleaned_data["seats"],
            words=form.cleaned_data["words"],
            now=visit.now,
            actor=visit.actor,
        )
    except WireroomError as error:
        form.add_error(None, error.detail)
        return people.show(request, visit, more=form)
    messages.success(request, gettext("We have your request and will write to you."))
    return redirect("account-people")
