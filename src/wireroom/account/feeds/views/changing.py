"""Changing a feed: both halves of its form on one page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from wireroom.account.feeds import filled, what, where
from wireroom.account.feeds.host_keys import Shown, ask_server
from wireroom.account.feeds.trying import Tried, find_problem, try_out
from wireroom.account.feeds.visit import own_feed, page_of
from wireroom.account.pages.visit import Visit, for_administrators
from wireroom.delivery.queries.feeds import FeedFacts
from wireroom.delivery.services.feeds import change_feed
from wireroom.kernel.errors import WireroomError


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def change(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show a feed's form; `do` says whether to save, to try, or to ask for host keys."""
    feed = own_feed(visit, code)
    if feed.state == "closed":
        return redirect("account-feed", feed.code)
    sent = request.POST if request.method == "POST" else None
    first = filled.what_form(visit, feed.destination, sent, feed)
    format_code = sent.get("format", "") if sent else feed.format
    second = filled.where_form(feed.destination, sent, format_code, feed)
    do = request.POST.get("do", "")
    if (
        sent
        and do not in {"try", "keys", "format"}
        and first.is_valid()
        and _is_valid(second, feed)
    ):
        try:
            _save(visit, feed, first, second)
        except WireroomError as error:
            filled.blame(error, first, second)
        else:
            told = gettext("Saved. It counts for what is numbered and sent from now on.")
            messages.success(request, told)
            return redirect("account-feed", feed.code)
    return _show(request, visit, feed, first, second, do)


def _is_valid(form: where.Where, feed: FeedFacts) -> bool:
    """Check; a feed that has a password keeps it when none is typed."""
    return form.is_valid() or bool(feed.has_secret and set(form.errors) == {"password"})


def _save(visit: Visit, feed: FeedFacts, first: what.What, second: where.Where) -> None:
    facts: dict[str, Any] = {**what.facts_of(first), **where.facts_of(second)}
    if not facts["secret"]:
        del facts["secret"]
    change_feed(
        feed_id=feed.id,
        of_company_id=visit.company_id,
        now=visit.now,
        actor=visit.actor,
        **facts,
    )


def _show(
    request: HttpRequest,
    visit: Visit,
    feed: FeedFacts,
    first: what.What,
    second: where.Where,
    do: str,
) -> HttpResponse:
    tried: Tried | None = None
    keys: list[Shown] = []
    if do in {"try", "keys", "format"}:
        first.errors.clear()
        second.errors.clear()
    if do == "keys" and feed.destination == "sftp":
        keys = ask_server(second)
    elif first.is_bound:
        tried = _tried(request, visit, feed, do)
    bad = first.errors or second.errors or (tried and tried.problem)
    facts = {"form": first, "second": second, "tried": tried, "keys": keys}
    return page_of(request, visit, feed, "change", 400 if bad else 200, **facts)


def _tried(request: HttpRequest, visit: Visit, feed: FeedFacts, do: str) -> Tried | None:
    query = request.POST.get("query", "")[: what.MOST_CHARACTERS]
    if do == "try":
        products = request.POST.getlist("products")
        return try_out(visit.company_id, feed.destination, products, query, visit.now)
    problem = find_problem(visit.company_id, feed.destination, query, visit.now)
    return Tried(problem=problem) if problem else None
