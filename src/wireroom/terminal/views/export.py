"""Taking a result list away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from wireroom.archive.queries import Line
from wireroom.customers import services
from wireroom.customers.access.middleware import address_of
from wireroom.customers.policy import Reader
from wireroom.kernel.ids import short
from wireroom.query.errors import QueryError
from wireroom.terminal import metering
from wireroom.terminal.access import for_exporters, person_id
from wireroom.terminal.asked import asked_in
from wireroom.terminal.exporting import every_line, file_name, table
from wireroom.terminal.listing import plan_of
from wireroom.usage.queries import What


@require_safe
@for_exporters
def export(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """Give what a search finds as a CSV file, at most 10,000 lines, while they are being found.

    It holds what may be read by the channel `export`, which can be less than the list shows.
    """
    asked = asked_in(request.GET)
    try:
        plan = plan_of(asked.text, reader, now)
    except QueryError as error:
        return HttpResponseBadRequest(error.detail, content_type="text/plain; charset=utf-8")

    def link_to(guid: str) -> str:
        return request.build_absolute_uri(reverse("terminal-story", args=[short(guid)]))

    metering.count(request, What.EXPORT, now)
    lines = _recorded(every_line(reader, asked, plan, now), request, asked.text, now)
    return StreamingHttpResponse(  # type: ignore[return-value]  # an HttpResponseBase, which Django takes
        table(lines, link_to),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name(asked, now)}"'},
    )


def _recorded(
    lines: Iterator[Line], request: HttpRequest, text: str, now: datetime
) -> Iterator[Line]:
    """Pass the lines on and record, also when the reader hangs up, how many were taken."""
    taken: list[tuple[str, int]] = []
    try:
        for line in lines:
            taken.append((line.guid, line.version))
            yield line
    finally:
        metering.note_exported(request, taken, now)
        services.note_access(
            what="list:exported",
            person_id=person_id(request),
            address=address_of(request),
            now=now,
            query=text,
            lines=len(taken),
        )
