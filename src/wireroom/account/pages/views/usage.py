"""How much a company reads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from wireroom.account.pages.periods import By
from wireroom.account.pages.usage_report import csv_lines, report
from wireroom.account.pages.visit import Visit, for_administrators, page


@require_safe
@for_administrators
def usage(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show usage by day or, with `?by=week`, by week."""
    return page(request, visit, "usage", report=report(visit.company_id, _by(request), visit.now))


@require_safe
@for_administrators
def table(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the same days as a CSV file."""
    by = _by(request)
    return StreamingHttpResponse(  # type: ignore[return-value]  # an HttpResponseBase, which Django takes
        csv_lines(visit.company_id, by, visit.now),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="usage-{visit.now:%Y-%m-%d}-{by}.csv"'
        },
    )


def _by(request: HttpRequest) -> By:
    return "week" if request.GET.get("by") == "week" else "day"
