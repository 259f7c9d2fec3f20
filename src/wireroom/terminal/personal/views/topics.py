"""The list of topics, and what is done to one without opening it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from wireroom.customers.policy import Reader
from wireroom.kernel.errors import WireroomError
from wireroom.terminal.access import by_script, for_readers, person_id
from wireroom.terminal.personal import keeping
from wireroom.terminal.personal import topics as own
from wireroom.terminal.personal.periods import until
from wireroom.terminal.personal.starters import MOST, starters
from wireroom.terminal.personal.views.frame import page

_DELETED = "terminal:deleted_topic"
"""Where the session keeps the topic that was deleted last, for as long as it can be undone."""


@require_safe
@for_readers
def topics(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """List the person's topics by folder, those of colleagues, and some to start with."""
    found = own.topics_of(person_id(request), now)
    mine = [topic for topic in found if topic.is_own]
    taken = {topic.query for topic in found}
    return page(
        request,
        "topics",
        topics=mine,
        folders=own.in_folders(mine),
        shared=[topic for topic in found if not topic.is_own],
        starters=starters(reader, now, taken) if len(mine) < MOST else [],
        deleted=request.session.get(_DELETED, {}).get("name", ""),
    )


@require_POST
@for_readers
def take_starters(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """Make topics of the suggestions whose `query` is named; any other text is ignored."""
    who, wanted = person_id(request), set(request.POST.getlist("query"))
    taken = {topic.query for topic in own.topics_of(who, now)}
    chosen = [each for each in starters(reader, now, taken) if each.query in wanted]
    for each in chosen:
        keeping.take(who, each, now)
    if chosen:
        words = ngettext(
            "{} topic keeps watch from now on.", "{} topics keep watch from now on.", len(chosen)
        )
        messages.success(request, words.format(len(chosen)))
    return redirect("terminal-topics")


@require_POST
@for_readers
def order(request: HttpRequest, _reader: Reader, now: datetime) -> HttpResponse:
    """Bring topics into another order: `ids` of a `folder`, or one `id` that moves up or down."""
    who = person_id(request)
    mine = [topic for topic in own.topics_of(who, now) if topic.is_own]
    try:
        places = own.asked_order(request.POST, mine)
    except ValueError as error:
        raise Http404 from error
    keeping.reorder(who, places, now)
    return HttpResponse(status=204) if by_script(request) else redirect("terminal-topics")


@require_POST
@for_readers
def mute(request: HttpRequest, _reader: Reader, now: datetime, pk: int) -> HttpResponse:
    """Silence a topic `for` an hour, the day, for good; or let it ring again (`off`)."""
    topic = own.topic_or_404(person_id(request), pk, now)
    keeping.mute(person_id(request), topic, until(person_id(request), request.POST, now), now)
    return redirect("terminal-topic", pk)


@require_POST
@for_readers
def delete(request: HttpRequest, _reader: Reader, now: datetime, pk: int) -> HttpResponse:
    """Delete a topic of one's own; the list then offers to undo it."""
    topic = own.own_topic_or_404(person_id(request), pk, now)
    request.session[_DELETED] = keeping.facts_of(topic)
    keeping.delete(person_id(request), topic, now)
    return redirect("terminal-topics")


@require_POST
@for_readers
def undo(request: HttpRequest, _reader: Reader, now: datetime) -> HttpResponse:
    """Bring the topic back that was deleted last, under a new number."""
    facts = request.session.pop(_DELETED, None)
    if facts:
        try:
            keeping.save(person_id(request), None, facts, now)
        except WireroomError as error:
            messages.error(request, error.detail)
        else:
            messages.success(request, gettext("The topic is back."))
    return redirect("terminal-topics")
