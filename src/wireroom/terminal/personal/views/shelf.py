"""Bookmarks and recent stories, and how the screen was left."""

from __future__ import annotations

from datetime import datetime

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wireroom.archive import queries as archive
from wireroom.customers.policy import Reader
from wireroom.kernel.ids import from_short
from wireroom.terminal.access import by_script, for_readers, person_id
from wireroom.terminal.personal import inbox, keeping, screen, shelf
from wireroom.terminal.personal.views.frame import page

_DONE = 204


@require_safe
@for_readers
def bookmarks(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """List the stories that were kept; `?words=` finds in notes and headlines."""
    words = request.GET.get("words", "").strip()
    kept = shelf.bookmarks(person_id(request), reader, now, words)
    return page(request, "shelf", kept=kept, words=words, is_bookmarks=True)


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def recent(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """List the stories that were opened; a POST forgets them."""
    if request.method == "POST":
        shelf.forget_recent(person_id(request))
        return redirect("terminal-recent")
    kept = shelf.recents(person_id(request), reader, now)
    return page(request, "shelf", kept=kept, is_bookmarks=False)


@require_POST
@for_readers
def bookmark(request: HttpRequest, _reader: Reader, _now: datetime, pk: int) -> HttpResponse:
    """Change the note of a bookmark, or `drop` it."""
    found = shelf.own_bookmark(person_id(request), pk)
    if found is None:
        raise Http404
    if "drop" in request.POST:
        shelf.drop_bookmark(person_id(request), found.guid)
    else:
        shelf.change_note(found, request.POST.get("note", ""))
    return _back(request, "terminal-bookmarks")


@require_POST
@for_readers
def bookmark_story(request: HttpRequest, reader: Reader, now: datetime, short: str) -> HttpResponse:
    """Keep a story (`keep=1`, with a `note`) or keep it no longer (`keep=0`)."""
    guid = _readable(reader, short, now)
    if request.POST.get("keep") == "0":
        shelf.drop_bookmark(person_id(request), guid)
    else:
        found = shelf.add_bookmark(person_id(request), guid, now)
        if "note" in request.POST:
            shelf.change_note(found, request.POST["note"])
    return _back(request, "terminal-story", short)


@require_POST
@for_readers
def recent_story(request: HttpRequest, reader: Reader, now: datetime, short: str) -> HttpResponse:
    """Put a story on top of the recent ones and mark its alerts read; tell what is still unread."""
    who, guid = person_id(request), _readable(reader, short, now)
    shelf.note_opened(who, guid, now)
    keeping.mark_story_seen(who, guid, now)
    return JsonResponse(inbox.unread(who))


@require_POST
@for_readers
def state(request: HttpRequest, _reader: Reader, now: datetime) -> HttpResponse:
    """Remember how the screen stands: form fields or JSON by the names of `screen.State`."""
    try:
        screen.change_state(person_id(request), _changes(request), now)
    except (ValueError, RecursionError, msgspec.MsgspecError):
        return HttpResponse(status=400)
    return HttpResponse(status=_DONE)


def _changes(request: HttpRequest) -> dict[str, object]:
    if request.content_type == "application/json":
        return msgspec.json.decode(request.body, type=dict[str, object])
    switches = {"true": True, "false": False}
    return {name: switches.get(str(text), str(text)) for name, text in request.POST.items()}


def _readable(reader: Reader, short: str, now: datetime) -> str:
    """Give the guid of a story that the reader may read something of; 404 for any other."""
    if not short.isprintable() or archive.story(reader, from_short(short), now) is None:
        raise Http404
    return from_short(short)


def _back(request: HttpRequest, name: str, *args: str) -> HttpResponse:
    return HttpResponse(status=_DONE) if by_script(request) else redirect(name, *args)
