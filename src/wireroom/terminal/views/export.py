"""Taking a result list away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from wireroom.archive.queries import Line
from wireroom.customers.policy import Reader
from wireroom.kernel.ids import short
from wireroom.query.errors import QueryError
from wireroom.terminal.access import for_readers, person_id
from wireroom.terminal.asked import asked_in
from wireroom.terminal.exporting import every_line, file_name, table
from wireroom.terminal.listing import plan_of

log = structlog.get_logger(__name__)


@require_safe
@for_readers
def export(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """Give what a search finds as a CSV file, at most 10,000 lines, while they are being found."""
    asked = asked_in(request.GET)
    try:
        plan = plan_of(asked.text, reader, now)
    except QueryError as error:
        return HttpResponseBadRequest(error.detail, content_type="text/plain; charset=utf-8")

    def link_to(guid: str) -> str:
        return request.build_absolute_uri(reverse("terminal-story", args=[short(guid)]))

    lines = _logged(every_line(reader, asked, plan, now), person_id(request), asked.text)
    return StreamingHttpResponse(  # type: ignore[return-value]  # an HttpResponseBase, which Django takes
        table(lines, link_to),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name(asked, now)}"'},
    )


def _logged(lines: Iterator[Line], person: int, text: str) -> Iterator[Line]:
    count = 0
    try:
        for line in lines:
            count += 1
            yield line
    finally:
        log.info("terminal:list:exported", person=person, query=text, lines=count)
