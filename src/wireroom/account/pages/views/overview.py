"""The first page of an account: everything at a glance, and the way to each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wireroom.account.pages.security import security_of
from wireroom.account.pages.visit import Visit, for_people, page
from wireroom.account.pages.words import reading_of
from wireroom.customers import directory
from wireroom.customers.access.session_queries import sessions_of
from wireroom.matching import queries as matching

_REMOVED = "removed by its owner"  # as `matching.services.remove_webhook` writes it


@require_safe
@for_people
def overview(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show who somebody is here, how they sign in, where alerts go and what they may read."""
    me = visit.profile
    hook = matching.webhook_of(me.person_id)
    if hook and hook.disabled_at and hook.reason == _REMOVED:
        hook = None
    return page(
        request,
        visit,
        "overview",
        security=security_of(request.user),
        sessions=len(sessions_of(me.person_id)),
        preferences=matching.preferences_of([me.person_id])[me.person_id],
        webhook=hook,
        readings=[reading_of(each) for each in directory.offered_to(me.company_id, visit.now)],
        accepted=next(iter(directory.accepted_terms(me.person_id)), None),
    )
