"""All feeds of all customers, for sales and support: to find, and to look at one."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from msgspec import Struct

from wireroom.customers import directory
from wireroom.customers.backoffice.places import crumbs
from wireroom.customers.backoffice.rights_of_staff import CUT_OFF, READ, may, only_with
from wireroom.delivery import words
from wireroom.delivery.log_pages import guid_of, line_of, log_page
from wireroom.delivery.models import FeedState
from wireroom.delivery.queries.explaining import explain
from wireroom.delivery.queries.feeds import FeedFacts, addresses_of, all_feeds, feed_facts
from wireroom.delivery.queries.ledger import attempts, counts, delivery_facts, ledger, tests_of
from wireroom.kernel.clock import utc_now

_A_PAGE = 100
_TESTS = 10
_FIRST = ("stalled", "refused", "suspended", "paused", "active", "closed")


class Row(Struct, frozen=True):
    """A feed as a line of the list."""

    feed: FeedFacts
    company: str
    state: words.Said
    way: str


class Finding(forms.Form):
    """Which feeds."""

    q = forms.CharField(label="Name, code or company", required=False, max_length=200)
    state = forms.ChoiceField(
        required=False, choices=[("", "Any but closed"), *FeedState.choices], label="State"
    )
    way = forms.ChoiceField(
        required=False, choices=[("", "Any"), *words.DESTINATIONS.items()], label="Goes by"
    )


class Asking(forms.Form):
    """Which story."""

    why = forms.CharField(
        label="Address of the story, or its identity", max_length=500, required=False
    )


@require_safe
@only_with(READ)
def index(request: HttpRequest) -> HttpResponse:
    """List the feeds, those in trouble first."""
    form = Finding(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = _found(asked.get("q", ""), asked.get("state", ""), asked.get("way", ""))
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("p"))
    turned = request.GET.copy()
    turned.pop("p", None)
    facts = {
        "form": form,
        "page_of_feeds": page,
        "asked": turned.urlencode(),
        "header_title": "Feeds",
        "header_icon": "upload",
        "breadcrumbs_items": crumbs("Feeds"),
    }
    return render(request, "delivery/backoffice/feeds.html", facts)


def _found(text: str, state: str, way: str) -> list[Row]:
    feeds = [feed for feed in all_feeds("", state) if state or feed.state != FeedState.CLOSED]
    rows = [row for row in _rows(feeds) if _meets(row, text) and way in {"", row.feed.destination}]
    return sorted(rows, key=lambda row: (_FIRST.index(row.feed.state), row.company, row.feed.name))


def _meets(row: Row, text: str) -> bool:
    place = f"{row.feed.name} {row.feed.code} {row.company}".casefold()
    return all(word in place for word in text.casefold().split())


def _rows(feeds: Iterable[FeedFacts]) -> list[Row]:
    feeds = list(feeds)
    names = directory.names_of_companies({feed.company_id for feed in feeds})
    return [
        Row(
            feed,
            names.get(feed.company_id, f"company {feed.company_id}"),
            words.state_of(feed.state, feed.destination),
            words.destination(feed.destination),
        )
        for feed in feeds
    ]


@require_safe
@only_with(READ)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a feed with its log; `why` is a story to explain."""
    row = row_of(pk)
    feed, story = row.feed, request.GET.get("why", "").strip()[:500]
    waiting = ledger(feed.id, after=feed.taken_number, limit=1) if feed.waiting else []
    facts = {
        "row": row,
        "feed": feed,
        "acts": may(request.user, CUT_OFF),
        "is_open": feed.state != FeedState.CLOSED,
        "counts": counts(feed.id),
        "oldest": line_of(waiting[0], feed.destination) if waiting else None,
        "log": log_page(feed, request.GET),
        "tests": [line_of(each, feed.destination) for each in tests_of(feed.id, _TESTS)],
        "addresses": addresses_of(feed.id),
        "why": story,
        "asking": Asking(initial={"why": story}),
        "versions": explain(feed.id, guid_of(story), utc_now()) if story else (),
        "header_title": feed.name,
        "header_icon": "upload",
        "breadcrumbs_items": crumbs(feed.name, ("Feeds", reverse("feeds"))),
    }
    return render(request, "delivery/backoffice/feed.html", facts)


@require_safe
@only_with(READ)
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one delivery with every try."""
    found = delivery_facts(pk)
    if found is None:
        raise Http404
    row = row_of(found.feed_id)
    name = f"No. {found.number}" if found.number else f"Test: {found.sample}"
    facts = {
        "row": row,
        "line": line_of(found, row.feed.destination),
        "tries": [(each, words.outcome(each.outcome)) for each in attempts(pk)],
        "acts": may(request.user, CUT_OFF) and row.feed.state != FeedState.CLOSED,
        "header_title": f"{name}: {found.headline}",
        "header_icon": "upload",
        "breadcrumbs_items": crumbs(
            name,
            ("Feeds", reverse("feeds")),
            (row.feed.name, reverse("feeds_feed", args=[row.feed.id])),
        ),
    }
    return render(request, "delivery/backoffice/delivery.html", facts)


def row_of(pk: int) -> Row:
    """Find a feed, whoever's it is.

    Raises:
        Http404: there is none.
    """
    feed = feed_facts(pk)
    if feed is None:
        raise Http404
    return _rows([feed])[0]
