"""What a company has bought, and how its people sign in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wireroom.account.pages.visit import Visit, for_administrators, page
from wireroom.account.pages.words import reading_of
from wireroom.customers import directory


@require_safe
@for_administrators
def subscriptions(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List what runs, what is coming, and what is past."""
    held = directory.subscriptions_of(visit.company_id, visit.now)
    rows = [(each, reading_of(each.offered)) for each in held]
    parts = {
        state: [row for row in rows if row[0].state == state]
        for state in ("running", "coming", "past")
    }
    facts = directory.company_facts(visit.company_id)
    return page(request, visit, "subscriptions", company=facts, **parts)


@require_safe
@for_administrators
def company(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show how the company's people sign in; the agency changes it."""
    return page(request, visit, "company", company=directory.company_facts(visit.company_id))
