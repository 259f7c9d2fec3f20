"""The alerts: the list, what is new, and what has been seen."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from wireroom.archive import queries as archive
from wireroom.customers.policy import Reader
from wireroom.matching import queries as matching
from wireroom.terminal.access import by_script, for_readers, person_id
from wireroom.terminal.numbers import number
from wireroom.terminal.personal import inbox, keeping
from wireroom.terminal.personal import topics as own
from wireroom.terminal.personal.periods import until
from wireroom.terminal.personal.views.frame import page

LINES = 100


@require_safe
@for_readers
def alerts(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """List alerts, newest first, each story once; `?topic=` shows those of one topic."""
    who = person_id(request)
    asked = number(request.GET.get("topic", ""))
    topics = own.topics_of(who, now)
    found = inbox.alerts(who, reader, topics, now, topic_id=asked, limit=LINES)
    facts = {
        "alerts": found,
        "held_back": inbox.held_back(who, topics),
        "topics": topics,
        "topic": asked,
    }
    if by_script(request):
        return render(request, "terminal/personal/_alerts.html", facts)
    return page(request, "alerts", newest_id=inbox.newest_id(who), **facts)


@require_safe
@for_readers
def new(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """Give what came after the alert `?after=`, what is unread, and whether more is coming."""
    who = person_id(request)
    after = number(request.GET.get("after", "")) or 0
    last, came = inbox.news(who, reader, after, now)
    facts = {"last": last, "unread": inbox.unread(who), "alerts": came}
    return JsonResponse(facts | {"more": matching.is_behind()})


@require_safe
@for_readers
def unread(request: HttpRequest, _reader: Reader, _now: datetime) -> HttpResponse:
    """Give how much is unread: in all, and by topic."""
    return JsonResponse(inbox.unread(person_id(request)))


@require_POST
@for_readers
def seen(request: HttpRequest, _reader: Reader, now: datetime) -> HttpResponse:
    """Mark alerts as read: of one `topic` or of all, up to the alert `up_to` or to the newest."""
    who = person_id(request)
    keeping.mark_seen(
        who,
        number(request.POST.get("topic", "")),
        number(request.POST.get("up_to", "")) or inbox.newest_id(who),
        now,
    )
    return HttpResponse(status=204) if by_script(request) else redirect("terminal-alerts")


@require_POST
@for_readers
def mute_story(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """Let a story (`guid`) ring no more, `for` an hour, the day or for good."""
    guid = request.POST.get("guid", "")
    if not guid.isprintable() or archive.story(reader, guid, now) is None:
        raise Http404
    who = person_id(request)
    keeping.mute_story(who, guid, until(who, request.POST, now), now)
    return HttpResponse(status=204) if by_script(request) else redirect("terminal-alerts")
