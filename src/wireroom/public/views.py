"""The pages of the agency's site. Everybody is the public here, signed in or not."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest

from wireroom.archive import queries as archive
from wireroom.archive.queries import Line
from wireroom.customers import queries as customers
from wireroom.customers.policy import Reader
from wireroom.delivery.addresses import stream_url
from wireroom.delivery.places import asked_before, place_of
from wireroom.kernel.ids import from_short
from wireroom.public import labels
from wireroom.public.caching import Page
from wireroom.public.memory import remembered
from wireroom.public.offers import offer_of, samples_of
from wireroom.public.pages import for_everybody, page
from wireroom.public.rows import Row, days_of, row_of, story_of
from wireroom.public.sections import INTERVIEWS, LATEST, PRESS_RELEASES, SECTIONS, Section
from wireroom.usage.conf import usage_settings

_BY_GENRE = {section.genre: section for section in SECTIONS}

TICKER_LINES = 100
TICKER_FEWEST = 20
"""A quiet day is filled up to this many lines with those of the days before."""
TICKER_SPAN = timedelta(hours=24)
LIST_LINES = 30
TEASERS = 5


@for_everybody
@remembered
def home(request: HttpRequest, now: datetime) -> Page:
    """Show the ticker of the last 24 hours, or an earlier stretch of it after `?before=`."""
    before = asked_before(request)
    reader = customers.public_reader(now)
    lines = archive.latest(reader, now, before=before, limit=TICKER_LINES + 1)
    shown = lines[:TICKER_LINES] if before else _of_today(lines[:TICKER_LINES], now)
    context = {
        "feed": LATEST,
        "days": days_of(shown),
        "earlier": place_of(shown[-1].seq) if len(lines) > len(shown) else None,
        "is_live": before is None,
        # the newest line that the reader sees, not the head of the log: a page must not change
        # because of a release that its reader may not see
        "cursor": place_of(lines[0].seq if lines else 0),
        "stream_url": stream_url(request),
        "labels": json.dumps(labels.table()),
        "sections": [(section, _teasers(reader, now, section)) for section in SECTIONS],
    }
    return page("public/home.html", now, context)


@for_everybody
@remembered
def interviews(request: HttpRequest, now: datetime) -> Page:
    """List interviews."""
    return _list(request, now, INTERVIEWS)


@for_everybody
@remembered
def press_releases(request: HttpRequest, now: datetime) -> Page:
    """List press releases."""
    return _list(request, now, PRESS_RELEASES)


@for_everybody
@remembered
def story(_request: HttpRequest, now: datetime, short: UUID) -> Page:
    """Show one story; the notice with 410 when it was killed.

    410 and not 200: whoever kept a copy or a link learns from the status alone that it is gone.
    """
    reader = customers.public_reader(now)
    view = archive.story(reader, from_short(str(short)), now)
    if view is None:
        raise Http404
    section = _BY_GENRE.get(view.current.genre)
    others = _teasers(reader, now, section, without=view.guid) if section else []
    context = {"story": story_of(view), "section": section, "others": others}
    status = HTTPStatus.GONE if view.is_killed else HTTPStatus.OK
    return page("public/story.html", now, context, status=status)


@for_everybody
def products(_request: HttpRequest, now: datetime) -> Page:
    """Show what can be subscribed to."""
    offers = [offer_of(product) for product in customers.list_products()]
    return page("public/products.html", now, {"offers": offers})


@for_everybody
@remembered
def product(_request: HttpRequest, now: datetime, code: str) -> Page:
    """Show one product, with samples."""
    found = customers.product_on_offer(code)
    if found is None:
        raise Http404
    samples = samples_of(found, customers.public_reader(now), now)
    context = {"offer": offer_of(found), "samples": samples}
    return page("public/product.html", now, context)


@for_everybody
def about(_request: HttpRequest, now: datetime) -> Page:
    """Say who the agency is."""
    return page("public/about.html", now)


@for_everybody
def contacts(_request: HttpRequest, now: datetime) -> Page:
    """Say how to reach the agency."""
    return page("public/contacts.html", now)


@for_everybody
def privacy(_request: HttpRequest, now: datetime) -> Page:
    """Say what the site knows about its readers."""
    return page("public/privacy.html", now, {"usage_days": usage_settings().days})


@for_everybody
def robots(_request: HttpRequest, now: datetime) -> Page:
    """Tell robots what is not for them."""
    return page("public/robots.txt", now)


def _list(request: HttpRequest, now: datetime, section: Section) -> Page:
    before = asked_before(request)
    reader = customers.public_reader(now)
    lines = archive.latest(reader, now, before=before, limit=LIST_LINES + 1, genres=[section.genre])
    shown = lines[:LIST_LINES]
    context = {
        "section": section,
        "feed": section,
        "rows": [row_of(line) for line in shown],
        "earlier": place_of(shown[-1].seq) if len(lines) > len(shown) else None,
        "is_first": before is None,
    }
    return page("public/list.html", now, context)


def _of_today(lines: list[Line], now: datetime) -> list[Line]:
    recent = sum(line.released_at > now - TICKER_SPAN for line in lines)
    return lines[: max(recent, TICKER_FEWEST)]


def _teasers(reader: Reader, now: datetime, section: Section, without: str = "") -> list[Row]:
    lines = archive.latest(reader, now, limit=TEASERS + bool(without), genres=[section.genre])
    return [row_of(line) for line in lines if line.guid != without][:TEASERS]
