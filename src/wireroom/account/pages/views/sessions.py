"""Where somebody is signed in, and who came in or tried to."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from wireroom.account.pages.visit import Visit, for_people, page
from wireroom.account.pages.words import METHODS
from wireroom.customers import directory
from wireroom.customers.access.session_queries import session_state, sessions_of
from wireroom.customers.services.base import NotFound
from wireroom.customers.services.sessions import end_session, end_sessions_of


@require_safe
@for_people
def sessions(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the open sessions, this one first, and the recent sign-ins."""
    me = visit.profile.person_id
    state = session_state(request.session.session_key or "")
    this = state.sign_in_id if state else None
    found = sorted(sessions_of(me), key=lambda each: each.sign_in_id != this)
    return page(
        request,
        visit,
        "sessions",
        sessions=found,
        this=this,
        others=sum(each.sign_in_id != this for each in found),
        happened=[(each, METHODS.get(each.method, "")) for each in directory.recent_sign_ins(me)],
    )


@require_POST
@for_people
def end(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """End one session of the visitor's own."""
    try:
        end_session(
            sign_in_id=pk,
            now=visit.now,
            actor=visit.actor,
            of_person_id=visit.profile.person_id,
        )
    except NotFound as error:
        raise Http404 from error
    messages.success(request, gettext("That session is over."))
    return redirect("account-sessions")


@require_POST
@for_people
def end_others(request: HttpRequest, visit: Visit) -> HttpResponse:
    """End all sessions of the visitor's but this one."""
    count = end_sessions_of(
        person_id=visit.profile.person_id,
        except_key=request.session.session_key or "",
        why="revoked",
        now=visit.now,
        actor=visit.actor,
    )
    words = ngettext("{} other session is over.", "{} other sessions are over.", count)
    messages.success(request, words.format(count) if count else gettext("There was no other."))
    return redirect("account-sessions")
