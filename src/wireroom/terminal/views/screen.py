"""The screen: the list, and a story beside it."""

from __future__ import annotations

import json
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wireroom.archive import queries as archive
from wireroom.archive import search as index
from wireroom.customers.policy import Reader
from wireroom.delivery.places import present_place
from wireroom.kernel.ids import from_short
from wireroom.terminal.access import asked_again, by_script, for_readers
from wireroom.terminal.asked import asked_in
from wireroom.terminal.labels import table
from wireroom.terminal.later import share
from wireroom.terminal.listing import listing, plan_or_none
from wireroom.terminal.metering import count, count_search, note_shown
from wireroom.terminal.numbers import number
from wireroom.terminal.rows import Story, row_of, story_of
from wireroom.terminal.words import words
from wireroom.usage.queries import What

ALIKE = 6


@require_safe
@for_readers
def terminal(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """Show the wire, or what `?q=` finds, and the place from which the stream goes on."""
    return _screen(request, reader, now)


@require_safe
@for_readers
def results(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """Give only the list and what is said above it, for our script."""
    place = present_place()
    found = listing(request, asked_in(request.GET), reader, now)
    if request.GET.get("count") != "only":  # else our script keeps the number right
        count_search(request, found.asked.text, now)
    return render(request, "terminal/_search_results.html", {"listing": found, "cursor": place})


@require_safe
@for_readers
def story(request: HttpRequest, reader: Reader, now: datetime, short: str) -> HttpResponse:
    """Show one story: a fragment to our script, the whole screen to everybody else.

    `?version=` asks for an earlier version, `?q=` has its words marked. What may not be read is as
    missing as what never was.
    """
    asked = request.GET.get("version", "")
    version = number(asked)
    if version is None and asked.isdecimal():
        raise Http404
    plan = plan_or_none(asked_in(request.GET).text, reader, now)
    view = archive.story(reader, _guid(short), now)
    shown = view and story_of(view, version, plan)
    if not shown:
        raise Http404
    again = asked_again(request)
    if not again:
        count(request, What.STORY, now)
    note_shown(request, shown.row.guid, shown.row.version, now, is_renewed=again)
    if by_script(request):
        context = {"story": shown, "search": asked_in(request.GET).address}
        return render(request, "terminal/_story.html", context)
    return _screen(request, reader, now, shown)


@require_safe
@for_readers
def alike(request: HttpRequest, reader: Reader, now: datetime, short: str) -> HttpResponse:
    """List what is like a story, for the end of its text."""
    guid = _guid(short)
    if archive.story(reader, guid, now) is None:
        raise Http404
    lines = index.similar(reader, guid, now, ALIKE)
    rows = [row_of(line) for line in lines]
    return render(request, "terminal/_search_alike.html", {"rows": rows})


def _guid(short: str) -> str:
    if not short.isprintable():  # PostgreSQL refuses to look for a NUL
        raise Http404
    return from_short(short)


def _screen(
    request: HttpRequest, reader: Reader, now: datetime, shown: Story | None = None
) -> HttpResponse:
    place = present_place()  # before the list: what comes in between is sent twice, never lost
    found = listing(request, asked_in(request.GET), reader, now)
    if shown is None and not by_script(request):  # else the page is only asked for anew
        count_search(request, found.asked.text, now)
    context = {
        "listing": found,
        "is_live": found.is_newest,
        "later": share(reader, now) if found.is_newest else "",
        "story": shown,
        "search": found.asked.address,
        "cursor": place,
        "labels_json": json.dumps(table()),
        "words_json": json.dumps(words()),
    }
    return render(request, "terminal/terminal.html", context)
