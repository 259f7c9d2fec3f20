"""The list of a company's feeds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from msgspec import Struct

from wireroom.account.feeds.visit import page
from wireroom.account.pages.visit import Visit, for_administrators
from wireroom.delivery import words
from wireroom.delivery.queries.feeds import FeedFacts, feeds_of
from wireroom.formats.registry import formats


class Row(Struct, frozen=True):
    """A feed as a line of the list."""

    feed: FeedFacts
    state: words.Said
    way: str
    format: str


@require_safe
@for_administrators
def feeds(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the feeds; `?closed=1` those that were closed as well."""
    closed = request.GET.get("closed") == "1"
    rows = [row_of(feed) for feed in feeds_of(visit.company_id, closed=closed)]
    return page(
        request,
        visit,
        "list",
        rows=rows,
        in_trouble=sum(row.state.tone == "bad" for row in rows),
        closed=closed,
    )


def row_of(feed: FeedFacts) -> Row:
    """Put a feed in words."""
    names = {each.code: each.name for each in formats()}
    state = words.state_of(feed.state, feed.destination)
    return Row(
        feed, state, words.destination(feed.destination), names.get(feed.format, feed.format)
    )
