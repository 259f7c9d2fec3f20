"""What the query box, the counts and the builder ask for."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from msgspec import to_builtins

from wireroom.archive import search as index
from wireroom.customers.policy import Reader
from wireroom.query.errors import QueryError
from wireroom.terminal.access import by_script, for_readers
from wireroom.terminal.asked import Asked, asked_in
from wireroom.terminal.building import Form, composed, filled, form_of, rows
from wireroom.terminal.completing import complete
from wireroom.terminal.counting import panels
from wireroom.terminal.listing import plan_of, plan_or_none
from wireroom.terminal.personal.views.frame import page
from wireroom.terminal.saying import said


@require_safe
@for_readers
def completion(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """Give what may stand between `?before=` and `?after=` of a query that is being typed."""
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    return JsonResponse(to_builtins(complete(reader, before, after, now)))


@require_safe
@for_readers
def facets(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """Count the results of a search by topic, company, place and so on."""
    asked = asked_in(request.GET)
    plan = plan_or_none(asked.text, reader, now)
    return render(
        request,
        "terminal/_search_facets.html",
        {"counted": panels(reader, asked, plan, now), "asked": asked},
    )


@require_safe
@for_readers
def builder(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """Give the builder's form filled from `?q=` as far as it can show it; a page without script."""
    form = filled(asked_in(request.GET).text)
    shown = form or Form()
    context = {"form": shown, "is_more": form is None, "rows": rows(shown, reader, now)}
    if by_script(request):
        return render(request, "terminal/_search_builder.html", context)
    return page(request, "build", **context)


@require_safe
@for_readers
def composition(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """Write the query that the builder's form says: shown to our script, searched for others."""
    text = composed(form_of(request.GET))
    if not by_script(request):
        return redirect(reverse("terminal") + Asked(text=text).address)
    try:
        count = index.count(reader, plan_of(text, reader, now), now)
        spelled = ngettext("{} story", "{} stories", count).format(f"{count:,}")
        return JsonResponse({"q": text, "words": said(text, reader, now).words, "count": spelled})
    except QueryError as error:
        return JsonResponse({"q": text, "words": error.detail, "count": ""})
