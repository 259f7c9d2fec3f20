"""The log of a feed: its deliveries, and one of them with every try."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from wireroom.account.feeds.visit import own_feed, page_of
from wireroom.account.pages.visit import Visit, for_administrators
from wireroom.customers.services.base import NotFound
from wireroom.delivery import words
from wireroom.delivery.log_pages import line_of, log_page
from wireroom.delivery.queries.feeds import FeedFacts
from wireroom.delivery.queries.ledger import DeliveryFacts, attempts, counts, delivery_facts
from wireroom.delivery.services.redelivering import redeliver as send_again
from wireroom.delivery.services.skipping import skip as go_on_without
from wireroom.kernel.errors import WireroomError


@require_safe
@for_administrators
def log(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show the log, the newest first; filtered by `state` and `story`."""
    found = own_feed(visit, code)
    shown = log_page(found, request.GET)
    return page_of(request, visit, found, "log", log=shown, counts=counts(found.id))


@require_safe
@for_administrators
def delivery(request: HttpRequest, visit: Visit, code: str, pk: int) -> HttpResponse:
    """Show one delivery: every try with the request, the answer, and what came of it."""
    found = own_feed(visit, code)
    row = _own_row(visit, found, pk)
    tries = [(each, words.outcome(each.outcome)) for each in attempts(row.id)]
    line = line_of(row, found.destination)
    is_sent = found.destination not in {"feed", "stream"}
    facts = {
        "line": line,
        "tries": tries,
        "sample": words.SAMPLES.get(row.sample, row.sample),
        "may_skip": bool(is_sent and row.number and row.attempts and row.state == "pending"),
    }
    return page_of(request, visit, found, "delivery", **facts)


@require_POST
@for_administrators
def redeliver(request: HttpRequest, visit: Visit, code: str, pk: int) -> HttpResponse:
    """Send one delivery once more."""
    told = gettext("It goes once more, under the same number. Look here again in a moment.")
    return _act(request, visit, code, pk, send_again, told)


@require_POST
@for_administrators
def skip(request: HttpRequest, visit: Visit, code: str, pk: int) -> HttpResponse:
    """Go on without a delivery that is never taken."""
    told = gettext("The feed goes on without it; what comes after it is sent now.")
    return _act(request, visit, code, pk, go_on_without, told)


def _act(
    request: HttpRequest,
    visit: Visit,
    code: str,
    pk: int,
    act: Callable[..., None],
    told: str,
) -> HttpResponse:
    found = own_feed(visit, code)
    row = _own_row(visit, found, pk)
    try:
        act(
            delivery_id=row.id,
            of_company_id=visit.company_id,
            now=visit.now,
            actor=visit.actor,
        )
    except NotFound as error:
        raise Http404 from error
    except WireroomError as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, told)
    return redirect("account-feed-delivery", found.code, row.id)


def _own_row(visit: Visit, found: FeedFacts, pk: int) -> DeliveryFacts:
    row = delivery_facts(pk, of_company_id=visit.company_id)
    if row is None or row.feed_id != found.id:
        raise Http404
    return row
