"""Making and changing a topic, and trying its search before that."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from wireroom.customers.policy import Reader
from wireroom.kernel.errors import WireroomError
from wireroom.terminal.access import for_readers, person_id
from wireroom.terminal.personal import channels, keeping
from wireroom.terminal.personal import topics as own
from wireroom.terminal.personal.backtest import backtest
from wireroom.terminal.personal.forms import RuleForm, TopicForm
from wireroom.terminal.personal.palette import next_colour
from wireroom.terminal.personal.topics import Topic
from wireroom.terminal.personal.views.frame import page


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def new(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """Make a topic; `?q=` brings the search along."""
    return _edit(request, reader, now, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def edit(request: HttpRequest, reader: Reader, now: datetime, pk: int) -> HttpResponse:
    """Change a topic; of a colleague's shared one, only how it reaches this person."""
    return _edit(request, reader, now, own.topic_or_404(person_id(request), pk, now))


@require_safe
@for_readers
def check(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """Try the search `?q=`: a fragment with its words, figures and newest lines, or its fault."""
    found = backtest(reader, request.GET.get("q", ""), now)
    return render(request, "terminal/personal/_backtest.html", {"backtest": found})


def _edit(request: HttpRequest, reader: Reader, now: datetime, topic: Topic | None) -> HttpResponse:
    form = _form(request, topic, now)
    if request.method == "POST" and "check" not in request.POST and form.is_valid():
        try:
            keeping.save(person_id(request), topic, form.cleaned_data, now)
        except WireroomError as error:
            form.add_error("query" if "query" in form.fields else None, error.detail)
        else:
            if form.cleaned_data["email"] == "digest":
                zone = request.POST.get("time_zone", "")
                channels.adopt_time_zone(person_id(request), zone, now)
            messages.success(request, gettext("Saved. It keeps watch from now on."))
            return redirect("terminal-topics")
    return _show(request, reader, now, topic, form)


def _form(request: HttpRequest, topic: Topic | None, now: datetime) -> Form:
    kind = TopicForm if topic is None or topic.is_own else RuleForm
    if request.method == "POST":
        return kind(request.POST)
    if topic is not None:
        return kind(initial=keeping.facts_of(topic))
    colours = (each.colour for each in own.topics_of(person_id(request), now) if each.is_own)
    return kind(initial={"query": request.GET.get("q", ""), "colour": next_colour(colours)})


def _show(
    request: HttpRequest, reader: Reader, now: datetime, topic: Topic | None, form: Form
) -> HttpResponse:
    who = person_id(request)
    query = form["query"].value() if "query" in form.fields else topic.query if topic else ""
    folders = {each.folder for each in own.topics_of(who, now) if each.is_own and each.folder}
    return page(
        request,
        "editor",
        400 if form.errors else 200,
        form=form,
        topic=topic,
        backtest=backtest(reader, query or "", now),
        folders=sorted(folders),
        **channels.shown(who),
    )
