"""Coming in: signing in, and the ticket that opens the stream."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from wireroom.customers.policy import Reader
from wireroom.delivery import tickets
from wireroom.delivery.addresses import stream_url
from wireroom.terminal.access import for_readers, person_id


class SignIn(LoginView):
    """E-mail address and password. Every refusal looks the same."""

    template_name = "terminal/login.html"
    next_page = "terminal"
    redirect_authenticated_user = True


@require_POST
@for_readers
def ticket(request: HttpRequest, _reader: Reader, now: datetime) -> HttpResponse:
    """Hand out what opens the stream, and its address."""
    session_key = request.session.session_key or ""
    return JsonResponse(
        {"ticket": tickets.issue(person_id(request), session_key, now), "url": stream_url(request)}
    )
