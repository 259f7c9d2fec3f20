"""One feed: how it stands, how it is read, what it got last."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from wireroom.account.feeds.reading import commands, secret_addresses
from wireroom.account.feeds.trying import try_out
from wireroom.account.feeds.visit import own_feed, page_of
from wireroom.account.feeds.words import facts_of_target
from wireroom.account.pages.new_secrets import take
from wireroom.account.pages.visit import Visit, for_administrators
from wireroom.delivery.log_pages import line_of, log_page
from wireroom.delivery.queries.feeds import FeedFacts, addresses_of
from wireroom.delivery.queries.ledger import counts, ledger
from wireroom.formats.registry import formats

_NEWEST = 8


@require_safe
@for_administrators
def feed(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show a feed; a secret that was just made stands here this once."""
    found = own_feed(visit, code)
    waiting = ledger(found.id, after=found.taken_number, limit=1) if found.waiting else []
    return page_of(
        request,
        visit,
        found,
        "feed",
        made=take(request, found.code),
        counts=counts(found.id),
        oldest=line_of(waiting[0], found.destination) if waiting else None,
        lines=log_page(found, QueryDict(), _NEWEST).lines,
        commands=commands(request, found),
        where=facts_of_target(found),
        format_name={each.code: each.name for each in formats()}.get(found.format, found.format),
        **_addresses(request, found),
    )


@require_safe
@for_administrators
def last_week(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show what a feed as it is now would have got in the last week."""
    found = own_feed(visit, code)
    tried = try_out(
        visit.company_id, found.destination, list(found.products), found.query, visit.now
    )
    return page_of(request, visit, found, "last_week", tried=tried)


def _addresses(request: HttpRequest, found: FeedFacts) -> dict[str, Any]:
    if found.destination != "feed":
        return {}
    made = take(request, f"{found.code}:address")
    told = {"name": made.name, "urls": secret_addresses(made.secret)} if made else None
    return {"addresses": addresses_of(found.id), "made_address": told}
