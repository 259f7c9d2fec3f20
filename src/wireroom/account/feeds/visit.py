"""A look at the pages of feeds: the template's place, and the company's own feed or nothing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from wireroom.account.pages.visit import Visit
from wireroom.delivery import words
from wireroom.delivery.queries.feeds import FeedFacts, feed_facts


def page(
    request: HttpRequest, visit: Visit, template: str, status: int = 200, /, **facts: Any
) -> HttpResponse:
    """Render a page of feeds."""
    context = {"visit": visit, "me": visit.profile, "here": "account-feeds", **facts}
    return render(request, f"account/feeds/{template}.html", context, status=status)


def page_of(
    request: HttpRequest,
    visit: Visit,
    feed: FeedFacts,
    template: str,
    status: int = 200,
    /,
    **facts: Any,
) -> HttpResponse:
    """Render a page of one feed, with its name, state and tabs."""
    state = words.state_of(feed.state, feed.destination)
    told = {"feed": feed, "state": state, "tab": template, "is_open": feed.state != "closed"}
    way = words.destination(feed.destination)
    return page(request, visit, template, status, way=way, **told, **facts)


def own_feed(visit: Visit, code: str) -> FeedFacts:
    """Find a feed of the visitor's company; another company's is as missing as none."""
    found = feed_facts(code, of_company_id=visit.company_id)
    if found is None:
        raise Http404
    return found


def address_of(feed: FeedFacts) -> str:
    """Give the address of a feed's page."""
    return reverse("account-feed", args=[feed.code])
