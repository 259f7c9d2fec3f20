"""The ticket that opens the stream."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from wireroom.customers.access.view_as import of_request
from wireroom.customers.policy import Reader
from wireroom.delivery import tickets
from wireroom.delivery.addresses import stream_url
from wireroom.terminal.access import for_readers, person_id


@require_POST
@for_readers
def ticket(request: HttpRequest, _reader: Reader, now: datetime) -> HttpResponse:
    """Hand out what opens the stream, and its address."""
    viewing = of_request(request)
    session_key = viewing.stream_key if viewing else request.session.session_key or ""
    return JsonResponse(
        {"ticket": tickets.issue(person_id(request), session_key, now), "url": stream_url(request)}
    )
