"""The pages of the terminal: sign in, the list, a story, a ticket for the stream."""

from __future__ import annotations

import json
from datetime import datetime

from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from wireroom.archive import queries as archive
from wireroom.customers.policy import Reader
from wireroom.delivery import tickets
from wireroom.delivery.addresses import stream_url
from wireroom.delivery.places import asked_before, place_of, present_place
from wireroom.kernel.ids import from_short
from wireroom.terminal.access import by_script, for_readers, person_id
from wireroom.terminal.labels import table
from wireroom.terminal.rows import Story, row_of, story_of
from wireroom.terminal.words import words

LINES = 100


class SignIn(LoginView):
    """E-mail address and password. Every refusal looks the same."""

    template_name = "terminal/login.html"
    next_page = "terminal"
    redirect_authenticated_user = True


@require_safe
@for_readers
def terminal(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """Show the newest lines and the place from which the stream goes on; older ones `?before=`."""
    return _screen(request, reader, now)


@require_safe
@for_readers
def story(request: HttpRequest, reader: Reader, now: datetime, short: str) -> HttpResponse:
    """Show one story: a fragment to our script, the whole screen to everybody else.

    `?version=` asks for an earlier version. What may not be read is as missing as what never was.
    """
    asked = request.GET.get("version", "")
    if not short.isprintable():  # PostgreSQL refuses to look for a NUL
        raise Http404
    view = archive.story(reader, from_short(short), now)
    shown = view and story_of(view, int(asked) if asked.isascii() and asked.isdecimal() else None)
    if not shown:
        raise Http404
    if by_script(request):
        return render(request, "terminal/_story.html", {"story": shown})
    return _screen(request, reader, now, shown)


@require_POST
@for_readers
def ticket(request: HttpRequest, _reader: Reader, now: datetime) -> HttpResponse:
    """Hand out what opens the stream, and its address."""
    session_key = request.session.session_key or ""
    return JsonResponse(
        {"ticket": tickets.issue(person_id(request), session_key, now), "url": stream_url(request)}
    )


def _screen(
    request: HttpRequest, reader: Reader, now: datetime, shown: Story | None = None
) -> HttpResponse:
    place = present_place()  # before the list: what comes in between is sent twice, never lost
    before = asked_before(request)
    lines = archive.latest(reader, now, before=before, limit=LINES + 1)
    context = {
        "lines": [row_of(line) for line in lines[:LINES]],
        "older": place_of(lines[LINES - 1].seq) if len(lines) > LINES else "",
        "is_live": before is None,
        "story": shown,
        "cursor": place,
        "labels_json": json.dumps(table()),
        "words_json": json.dumps(words()),
    }
    return render(request, "terminal/terminal.html", context)
