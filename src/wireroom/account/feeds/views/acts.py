"""Buttons of a feed: each does one thing, says what happens next, and leads back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from wireroom.account.feeds.visit import address_of, own_feed
from wireroom.account.pages.new_secrets import NewSecret, keep_for_next_page
from wireroom.account.pages.visit import Visit, for_administrators
from wireroom.customers.services.base import NotFound
from wireroom.delivery.queries.feeds import FeedFacts
from wireroom.delivery.services import feeds as services
from wireroom.delivery.services.addresses import make_address, revoke_address
from wireroom.kernel.errors import WireroomError


@require_POST
@for_administrators
def pause(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Stop sending."""
    found = own_feed(visit, code)
    told = gettext("Paused. What is released is kept, and goes when you resume the feed.")
    return _act(request, visit, found, services.pause_feed, told)


@require_POST
@for_administrators
def resume(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Send again."""
    found = own_feed(visit, code)
    told = gettext("It sends again, from the first number that was not taken.")
    return _act(request, visit, found, services.resume_feed, told)


@require_POST
@for_administrators
def close(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """End a feed for good."""
    found = own_feed(visit, code)
    told = gettext("Closed. Its log stays here; to begin again, make a new feed.")
    return _act(request, visit, found, services.close_feed, told)


@require_POST
@for_administrators
def secret(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Make a new secret, which the feed's page shows next."""
    found = own_feed(visit, code)

    def rotate(**facts: object) -> None:
        made = services.rotate_secret(**facts)  # type: ignore[arg-type]  # as `_act` gives them
        keep_for_next_page(request, NewSecret(found.name, made, streams=False), found.code)

    told = gettext("A new secret signs from now on; the old one signs too for 24 hours.")
    return _act(request, visit, found, rotate, told)


@require_POST
@for_administrators
def address(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Make a secret address, which the feed's page shows next."""
    found, name = own_feed(visit, code), request.POST.get("name", "").strip()

    def make(**facts: object) -> None:
        made = make_address(name=name, **facts)  # type: ignore[arg-type]  # as `_act` gives them
        kept = NewSecret(name, made, streams=False)
        keep_for_next_page(request, kept, f"{found.code}:address")

    return _act(request, visit, found, make, gettext("The address is made."), "#addresses")


@require_POST
@for_administrators
def revoke(request: HttpRequest, visit: Visit, code: str, address: int) -> HttpResponse:
    """Let a secret address open nothing any more."""
    found = own_feed(visit, code)
    try:
        revoke_address(
            address_id=address, of_company_id=visit.company_id, now=visit.now, actor=visit.actor
        )
    except NotFound as error:
        raise Http404 from error
    messages.success(request, gettext("Revoked. Whoever has that address reads nothing any more."))
    return redirect(address_of(found) + "#addresses")


def _act(
    request: HttpRequest,
    visit: Visit,
    found: FeedFacts,
    act: Callable[..., object],
    told: str,
    place: str = "",
) -> HttpResponse:
    try:
        act(feed_id=found.id, of_company_id=visit.company_id, now=visit.now, actor=visit.actor)
    except NotFound as error:
        raise Http404 from error
    except WireroomError as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, told)
    return redirect(address_of(found) + place)
