"""Making a feed in three steps: by which way, what goes into it, where it goes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from wireroom.account.feeds import filled, offer, what, where
from wireroom.account.feeds.host_keys import ask_server
from wireroom.account.feeds.trying import Tried, find_problem, try_out
from wireroom.account.feeds.visit import page
from wireroom.account.pages.new_secrets import NewSecret, keep_for_next_page
from wireroom.account.pages.visit import Visit, for_administrators
from wireroom.delivery import words
from wireroom.delivery.services.feeds import MadeFeed, make_feed
from wireroom.kernel.errors import WireroomError


@require_safe
@for_administrators
def choose(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The first step: by which way."""
    ways = offer.ways(visit.company_id, visit.now)
    covered = any(way.is_covered for way in ways)
    return page(request, visit, "choose", ways=ways, covered=covered)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new(request: HttpRequest, visit: Visit, destination: str) -> HttpResponse:
    """The other steps on one address: `do` says which button was pressed."""
    if destination not in offer.ABOUT:
        raise Http404
    if request.method != "POST":
        return _what(request, visit, destination, filled.what_form(visit, destination, None))
    form = filled.what_form(visit, destination, request.POST)
    do = request.POST.get("do", "")
    if do in {"try", "back"} or not form.is_valid() or _is_no_query(visit, destination, form):
        return _what(request, visit, destination, form)
    if do in {"keys", "make"}:
        return _where(request, visit, destination, form)
    fresh = filled.where_form(destination, None, form.cleaned_data["format"])
    return _show_where(request, visit, destination, form, fresh)


def _is_no_query(visit: Visit, destination: str, form: what.What) -> bool:
    text = form.cleaned_data["query"]
    return find_problem(visit.company_id, destination, text, visit.now) is not None


def _what(request: HttpRequest, visit: Visit, destination: str, form: what.What) -> HttpResponse:
    tried = None
    if form.is_bound:
        if request.POST.get("do") in {"try", "back"}:
            form.errors.clear()  # one may look before all is filled in
        tried = _tried(request, visit, destination)
    status = 400 if form.errors or (tried and tried.problem) else 200
    facts = {"form": form, "tried": tried, "destination": destination}
    return page(request, visit, "new", status, way=words.destination(destination), **facts)


def _tried(request: HttpRequest, visit: Visit, destination: str) -> Tried | None:
    query = request.POST.get("query", "")[: what.MOST_CHARACTERS]
    if request.POST.get("do") == "try":
        products = request.POST.getlist("products")
        return try_out(visit.company_id, destination, products, query, visit.now)
    problem = find_problem(visit.company_id, destination, query, visit.now)
    return Tried(problem=problem) if problem else None


def _where(request: HttpRequest, visit: Visit, destination: str, form: what.What) -> HttpResponse:
    second = filled.where_form(destination, request.POST, form.cleaned_data["format"])
    if request.POST["do"] == "keys":
        second.errors.clear()
        keys = ask_server(second)
        return _show_where(request, visit, destination, form, second, keys=keys)
    if second.is_valid():
        try:
            made = _make(visit, destination, form, second)
        except WireroomError as error:
            filled.blame(error, form, second)
        else:
            return _show_made(request, made, form.cleaned_data["name"])
    if form.errors:
        return _what(request, visit, destination, form)
    return _show_where(request, visit, destination, form, second)


def _make(visit: Visit, destination: str, form: what.What, second: where.Where) -> MadeFeed:
    return make_feed(
        company_id=visit.company_id,
        destination=destination,
        **what.facts_of(form),
        **where.facts_of(second),
        now=visit.now,
        actor=visit.actor,
    )


def _show_made(request: HttpRequest, made: MadeFeed, name: str) -> HttpResponse:
    if made.secret:
        keep_for_next_page(request, NewSecret(name, made.secret, streams=False), made.code)
    told = gettext("The feed is made. What is released from now on is numbered for it.")
    messages.success(request, told)
    return redirect("account-feed", made.code)


def _show_where(
    request: HttpRequest,
    visit: Visit,
    destination: str,
    form: what.What,
    second: where.Where,
    **facts: object,
) -> HttpResponse:
    return page(
        request,
        visit,
        "where",
        400 if second.errors else 200,
        form=second,
        what=form.cleaned_data,
        carried=what.carried(form),
        destination=destination,
        way=words.destination(destination),
        format_name=filled.usual_format(form.cleaned_data["format"]).name,
        **facts,
    )
