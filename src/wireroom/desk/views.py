"""The desk's own pages: the board, the flash line, and a page for each verb."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from wireroom.desk import board as boards
from wireroom.desk import correcting, services
from wireroom.desk.audience import describe
from wireroom.desk.conf import desk_settings
from wireroom.desk.forms import (
    CorrectForm,
    EmbargoForm,
    FlashForm,
    HoldForm,
    KillForm,
    LiftForm,
    put_focus,
)
from wireroom.desk.models import Story
from wireroom.desk.newsroom import READ_THE_DESK
from wireroom.desk.queries import embargo_of
from wireroom.desk.refusals import explain
from wireroom.kernel.clock import utc_now
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.newsitem import UpdateType
from wireroom.wire import queries as wire

_LOGIN = "wagtailadmin_login"


def edit_url(story: Story) -> str:
    """Give the address of a story's editor."""
    return reverse("wagtailsnippets_desk_story:edit", args=[story.pk])


@require_GET
@permission_required(READ_THE_DESK, login_url=_LOGIN, raise_exception=True)
def board(request: HttpRequest) -> HttpResponse:
    """Show what is on the wire, embargoed, waiting, in work: what the home page refreshes."""
    response = render(request, "desk/board.html", {"board": boards.read(utc_now())})
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@permission_required("desk.publish_story", login_url=_LOGIN, raise_exception=True)
def flash(request: HttpRequest) -> HttpResponse:
    """Release the line that was sent, and open its story for the rest of the text."""
    began = perf_counter()
    form = FlashForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Not sent: " + " ".join(e for f in form.errors.values() for e in f))
        return redirect("wagtailadmin_home")
    try:
        story = services.release_flash(editor=request.user, now=utc_now(), **form.cleaned_data)
    except WireroomError as error:
        messages.error(request, explain(error, "Not sent."))
        return redirect("wagtailadmin_home")
    spent_ms = (perf_counter() - began) * 1000
    first = wire.versions(story.guid)[0]
    messages.success(
        request,
        f"Flash released: number {first.seq} on the wire, in {spent_ms:.0f} ms. Write on here.",
    )
    return redirect(edit_url(story))


@permission_required("desk.hold_story", login_url=_LOGIN, raise_exception=True)
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason of a hold and issue it."""
    return _verb(request, pk, HoldForm, services.hold, verb="Hold", done="On hold")


@permission_required("desk.hold_story", login_url=_LOGIN, raise_exception=True)
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to lift a hold and lift it."""
    return _verb(request, pk, LiftForm, services.lift_hold, verb="Lift the hold on", done="Lifted")


@permission_required("desk.kill_story", login_url=_LOGIN, raise_exception=True)
def kill(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason of a kill, make sure, and issue it."""

    def issue(*, sure: bool, **how: Any) -> Any:  # noqa: ARG001 - the form insists on it
        return services.kill(**how)

    return _verb(request, pk, KillForm, issue, verb="Kill", done="Killed")


def _verb(
    request: HttpRequest,
    pk: int,
    form_class: type[Any],
    act: Callable[..., Any],
    *,
    verb: str,
    done: str,
) -> HttpResponse:
    story = get_object_or_404(Story, pk=pk)
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            entry = act(story=story, editor=request.user, now=utc_now(), **form.cleaned_data)
        except WireroomError as error:
            form.add_error(None, explain(error, "Nothing was sent."))
        else:
            messages.success(request, f"{done}: number {entry.seq} on the wire.")
            return redirect(edit_url(story))
    if not story.was_released:
        messages.error(request, services.NothingReleased().detail)
        return redirect(edit_url(story))
    return _confirm(request, story, form, verb=verb, header_icon="warning")


def _confirm(
    request: HttpRequest, story: Story, form: Any, *, template: str = "desk/verb.html", **more: Any
) -> HttpResponse:
    now = utc_now()
    put_focus(form, elsewhere=bool(more.get("passages")))
    draft = story.get_latest_revision_as_object().to_newsitem(latest=None, now=now)
    context = {
        "story": story,
        "form": form,
        "edit_url": edit_url(story),
        "audience": describe(wire.versions(story.guid), draft, now),
        "page_title": f"{more['verb']} “{story}”",
        **more,
    }
    status = 422 if form.errors else 200
    return render(request, template, context, status=status)


@permission_required("desk.publish_story", login_url=_LOGIN, raise_exception=True)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what was wrong and what is right, show what changes, and issue the correction."""
    story = get_object_or_404(Story, pk=pk)
    if not story.was_released:
        messages.error(request, services.NothingReleased().detail)
        return redirect(edit_url(story))
    text = story.get_latest_revision_as_object()
    form = CorrectForm.of(text, request.POST if request.method == "POST" else None)
    passages: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        changes = correcting.changes(text, form.cleaned_data)
        passages = correcting.passages(story, changes)
        if not passages:
            form.add_error("was", correcting.NOT_FOUND)
        elif "release" in request.POST and (done := _issue(request, story, form, changes)):
            return done
    return _confirm(
        request,
        story,
        form,
        template="desk/correct.html",
        verb="Correct",
        passages=passages,
        four_eyes=desk_settings().four_eyes,
        has_draft=story.has_unpublished_changes,
        header_icon="edit",
    )


def _issue(
    request: HttpRequest, story: Story, form: CorrectForm, changes: dict[str, Any]
) -> HttpResponse | None:
    answers = form.cleaned_data
    facts = {
        "story": story,
        "was": answers["was"],
        "is_": answers["now"],
        "where": answers["where"],
        "why": answers["why"],
        "kind": UpdateType(answers["kind"]),
        "changes": changes,
        "editor": request.user,
    }
    try:
        if desk_settings().four_eyes:
            correcting.submit(facts)
            messages.success(request, "The correction waits for a second pair of eyes.")
        else:
            entry = services.correct(now=utc_now(), **facts)
            messages.success(request, _went_out(entry))
    except WireroomError as error:
        form.add_error(None, explain(error, "Nothing was sent."))
        return None
    return redirect(edit_url(story))


def _went_out(entry: Any) -> str:
    if entry is None:
        return "The correction goes out when the embargo ends."
    return f"Correction issued: version {entry.version}, number {entry.seq} on the wire."


@permission_required("desk.publish_story", login_url=_LOGIN, raise_exception=True)
def embargo(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the embargo of a waiting story."""
    story = get_object_or_404(Story, pk=pk)
    form = EmbargoForm(request.POST or None, initial={"until": embargo_of(story)})
    if request.method == "POST" and form.is_valid():
        try:
            services.move_embargo(
                story=story, editor=request.user, now=utc_now(), until=form.cleaned_data["until"]
            )
        except WireroomError as error:
            form.add_error(None, explain(error, "Nothing was sent."))
        else:
            messages.success(request, "The embargo was moved.")
            return redirect(edit_url(story))
    return _confirm(request, story, form, verb="Move the embargo of", header_icon="date")
