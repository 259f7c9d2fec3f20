"""See as a customer, and why can they (not) read this: the pages of support."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wireroom.customers.access import view_as
from wireroom.customers.access.middleware import address_of
from wireroom.customers.backoffice import why
from wireroom.customers.backoffice.asking import SeeAsForm, WhyForm
from wireroom.customers.backoffice.choosing import with_choosers
from wireroom.customers.backoffice.places import crumbs
from wireroom.customers.backoffice.rights_of_staff import READ, SEE_AS, by, only_with
from wireroom.customers.models import Customer
from wireroom.kernel.clock import utc_now

_MOST_TO_CHOOSE = 200


@require_http_methods(["GET", "POST"])
@only_with(SEE_AS)
def see_as(request: HttpRequest) -> HttpResponse:
    """Ask whose eyes and why, then show the terminal through them."""
    form = _see_as_form(request)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        view_as.begin(
            request.session,
            actor=by(request),
            person_id=facts["person"].pk,
            reason=facts["reason"],
            now=utc_now(),
            address=address_of(request),
        )
        return redirect("terminal")
    facts = {
        "form": form,
        "title": "See as a customer",
        "icon": "view",
        "question": "You will see the terminal with their rights and their topics, read only, "
        "for half an hour. The audit keeps your reason.",
        "button": "Look",
        "back": reverse("customer:index"),
    }
    return render(request, "customers/ask.html", facts)


def _see_as_form(request: HttpRequest) -> Any:
    company = request.GET.get("company", "")
    data = request.POST if request.method == "POST" else None
    initial = {"person": request.GET.get("person")}
    if not company.isdecimal():
        return with_choosers(SeeAsForm)(data, initial=initial)
    form = SeeAsForm(data, initial=initial)
    people = Customer.objects.filter(company=int(company), is_active=True)
    form.fields["person"].queryset = people.filter(pk__in=people.values("pk")[:_MOST_TO_CHOOSE])
    return form


@require_POST
def end_see_as(request: HttpRequest) -> HttpResponse:
    """Be oneself again; whoever is so already is told the same."""
    viewing = view_as.current(request.session)
    view_as.end(request.session, why="ended", now=utc_now(), address=address_of(request))
    messages.success(request, "You are yourself again.")
    if viewing is None:
        return redirect("wagtailadmin_home")
    return redirect("customer:inspect", viewing.person_id)


@require_safe
@only_with(READ)
def why_page(request: HttpRequest) -> HttpResponse:
    """Explain what a person or a token gets of a story."""
    is_asked = bool(request.GET.get("story"))
    form_class = with_choosers(WhyForm)
    form = form_class(request.GET) if is_asked else form_class(initial=request.GET.dict())
    answer = _answer(form.cleaned_data) if is_asked and form.is_valid() else {}
    facts = {
        "form": form,
        "header_title": "Why can they (not) read this?",
        "header_icon": "help",
        "breadcrumbs_items": crumbs("Why can they (not) read this?"),
        **answer,
    }
    return render(request, "customers/why.html", facts)


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    now, guid = utc_now(), why.guid_of(asked["story"])
    chain, person, token = why.versions_of(guid), asked["person"], asked["token"]
    if person is None:
        whom = f"The token {token} of {token.company or token.person}"
        return {"asked": True, "whom": whom, "versions": why.for_token(token, chain, now)}
    return {
        "asked": True,
        "whom": f"{person.name}, {person.company}",
        "versions": why.for_person(person.pk, chain, now),
        "sent": why.sent_to(person.pk, guid),
        "of_person": True,
    }
