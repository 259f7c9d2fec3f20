"""Tests of a feed, sending again, and the question why a story did (not) come."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wireroom.account.feeds.rewinding import Back
from wireroom.account.feeds.visit import own_feed, page_of
from wireroom.account.pages.visit import Visit, for_administrators
from wireroom.customers.services.base import NotFound
from wireroom.delivery import words
from wireroom.delivery.log_pages import guid_of, line_of
from wireroom.delivery.queries.explaining import explain
from wireroom.delivery.queries.feeds import FeedFacts
from wireroom.delivery.queries.ledger import tests_of
from wireroom.delivery.samples import SAMPLES
from wireroom.delivery.services.rewinding import Rewound
from wireroom.delivery.services.rewinding import rewind as send_again
from wireroom.delivery.services.samples import send_test
from wireroom.kernel.errors import WireroomError


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def tests(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show the tests that were sent; a POST sends one of a kind."""
    found = own_feed(visit, code)
    if request.method == "POST":
        return _send(request, visit, found)
    rows = [
        (line_of(row, found.destination), words.SAMPLES.get(row.sample, row.sample))
        for row in tests_of(found.id)
    ]
    kinds = [(sample, words.SAMPLES[sample]) for sample in SAMPLES]
    return page_of(request, visit, found, "tests", rows=rows, kinds=kinds)


def _send(request: HttpRequest, visit: Visit, found: FeedFacts) -> HttpResponse:
    sample = request.POST.get("sample", "")
    try:
        pk = send_test(
            feed_id=found.id,
            of_company_id=visit.company_id,
            sample=sample,
            now=visit.now,
            actor=visit.actor,
        )
    except NotFound as error:
        raise Http404 from error
    except WireroomError as error:
        messages.error(request, error.detail)
        return redirect("account-feed-tests", found.code)
    told = gettext(
        "The test is on its way. This page shows what came of it: reload it in a moment."
    )
    messages.success(request, told)
    return redirect("account-feed-delivery", found.code, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def rewind(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Ask from where on to send again; a POST does it."""
    found = own_feed(visit, code)
    form = Back(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            done = send_again(
                feed_id=found.id,
                of_company_id=visit.company_id,
                **form.since_where(visit.now),
                now=visit.now,
                actor=visit.actor,
            )
        except NotFound as error:
            raise Http404 from error
        except WireroomError as error:
            form.add_error(None, error.detail)
        else:
            messages.success(request, _rewound(done))
            return redirect("account-feed", found.code)
    return page_of(request, visit, found, "rewind", 400 if form.errors else 200, form=form)


@require_safe
@for_administrators
def why(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Explain what became of a story in a feed: `story` is its address or identity."""
    found = own_feed(visit, code)
    story = request.GET.get("story", "").strip()[:500]
    versions = explain(found.id, guid_of(story), visit.now) if story else ()
    return page_of(request, visit, found, "why", story=story, versions=versions)


def _rewound(done: Rewound) -> str:
    if not done.first:
        return gettext("There was nothing from then on: nothing is sent again.")
    count = done.last - done.first + 1
    return ngettext(
        "{} number waits to be sent again: {first}.",
        "{} numbers wait to be sent again: {first} to {last}, in order.",
        count,
    ).format(count, first=done.first, last=done.last)
