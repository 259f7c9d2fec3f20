"""How demos become customers: the funnel, month by month."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wireroom.customers.access.middleware import address_of
from wireroom.customers.backoffice.chart import by_month
from wireroom.customers.backoffice.places import crumbs
from wireroom.customers.backoffice.rights_of_staff import READ, by, only_with
from wireroom.customers.demos.queries import Funnel, Month, demo_funnel
from wireroom.customers.models import AccessEvent
from wireroom.kernel.clock import utc_now

_SERIES = ("requested", "proven", "converted")
_USUAL_DAYS = 365


class PeriodForm(forms.Form):
    """From which day to which."""

    since = forms.DateField(
        required=False, label="From", widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        required=False, label="To", widget=forms.DateInput(attrs={"type": "date"})
    )


@require_safe
@only_with(READ)
def conversion(request: HttpRequest) -> HttpResponse:
    """Show the report, or export its months as CSV."""
    now = utc_now()
    form = PeriodForm(request.GET or None)
    since, until = _period(form, now)
    funnel = demo_funnel(since, until)
    if request.GET.get("export") == "csv":
        return _csv(request, funnel, now)
    months = [(f"{each.year}-{each.month:02}", _numbers(each)) for each in funnel.months]
    facts = {
        "form": form,
        "since": since,
        "until": until - timedelta(microseconds=1),
        "funnel": funnel,
        "steps": _steps(funnel),
        "chart": by_month(months, _SERIES),
        "months": months,
        "series": _SERIES,
        "to_proof": _span(funnel.to_proof_s),
        "to_conversion": _span(funnel.to_conversion_s),
        "header_title": "How demos become customers",
        "header_icon": "table",
        "breadcrumbs_items": crumbs("Conversion", ("Demo requests", reverse("demorequest:index"))),
    }
    return render(request, "customers/conversion.html", facts)


def _period(form: PeriodForm, now: datetime) -> tuple[datetime, datetime]:
    facts: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    since, until = facts.get("since"), facts.get("until")
    midnight = datetime.min.time()
    begin = datetime.combine(since, midnight, UTC) if since else now - timedelta(days=_USUAL_DAYS)
    if until is None:
        return begin, now + timedelta(seconds=1)
    return begin, datetime.combine(until, midnight, UTC) + timedelta(days=1)


def _steps(funnel: Funnel) -> list[dict[str, Any]]:
    """Give each step with its share of what was requested, in per cent."""
    counted = (
        ("Requested", funnel.requested), ("Address proven", funnel.proven),
        ("In the demo", funnel.active), ("Converted", funnel.converted),
    )  # fmt: skip
    every = funnel.requested or 1
    return [
        {"label": label, "number": number, "share": round(100 * number / every)}
        for label, number in counted
    ]


def _numbers(month: Month) -> tuple[int, ...]:
    return month.requested, month.proven, month.converted


def _span(seconds: float | None) -> str:
    """Say a stretch of time as people do."""
    if seconds is None:
        return "—"
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"


def _csv(request: HttpRequest, funnel: Funnel, now: datetime) -> HttpResponse:
    AccessEvent.record(
        what="list:exported",
        subject="conversion",
        actor=by(request),
        address=address_of(request),
        now=now,
    )
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="conversion.csv"'
    writer = csv.writer(response)
    writer.writerow(["month", *_SERIES])
    writer.writerows([f"{each.year}-{each.month:02}", *_numbers(each)] for each in funnel.months)
    return response
