"""Calls that make and change feeds. Each write has a key, and happens once."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from wireroom.customers.services import NotFound
from wireroom.delivery.api.caller import caller
from wireroom.delivery.api.once import once
from wireroom.delivery.api.paging import base_of
from wireroom.delivery.api.schemas.base import reply
from wireroom.delivery.api.schemas.feeds import (
    FeedChange,
    FeedIn,
    FeedList,
    FeedOut,
    MadeFeedOut,
    RewindIn,
    RewoundOut,
    SampleIn,
    Sent,
)
from wireroom.delivery.queries.feeds import FeedFacts, feed_facts, feeds_of
from wireroom.delivery.services import feeds, rewinding, samples

router = Router(tags=["Feeds"])

Code = Annotated[str, Field(max_length=64, description="The feed's code, such as `fd_…`.")]


def feed_of(code: str, company_id: int) -> FeedFacts:
    """Find a feed of a company.

    Raises:
        NotFound: there is none; the same for one of somebody else.
    """
    feed = feed_facts(code, company_id)
    if feed is None:
        raise NotFound("There is no such feed.")
    return feed


@router.get("/feeds", response={200: FeedList}, operation_id="listFeeds")
def list_feeds(request: HttpRequest) -> HttpResponse:
    """List the company's feeds by name, without those that are closed."""
    found = feeds_of(caller(request).company_id)
    return reply(FeedList(feeds=[FeedOut.of(feed) for feed in found]))


@router.post("/feeds", response={201: MadeFeedOut}, operation_id="makeFeed")
def make_feed(request: HttpRequest, body: FeedIn) -> HttpResponse:
    """Make a feed. What is released from now on gets its numbers, 1, 2, 3 … without a gap."""
    who = caller(request)
    company_id = who.writing_company_id

    def act() -> HttpResponse:
        made = feeds.make_feed(
            **body.model_dump(), company_id=company_id, now=who.now, actor=who.actor
        )
        feed = FeedOut.of(feed_of(made.code, company_id))
        response = reply(MadeFeedOut(feed=feed, secret=made.secret or None), HTTPStatus.CREATED)
        response.headers["Location"] = f"{base_of(request)}/feeds/{made.code}"
        return response

    return once(request, who, act)


@router.get("/feeds/{code}", response={200: FeedOut}, operation_id="getFeed")
def get_feed(request: HttpRequest, code: Code) -> HttpResponse:
    """Give a feed."""
    return reply(FeedOut.of(feed_of(code, caller(request).company_id)))


@router.patch("/feeds/{code}", response={200: FeedOut}, operation_id="changeFeed")
def change_feed(request: HttpRequest, code: Code, body: FeedChange) -> HttpResponse:
    """Change a feed; what has a number already keeps it. `null` switches the idle monitor off."""
    who = caller(request)
    company_id = who.writing_company_id
    feed = feed_of(code, company_id)
    facts = {
        name: value
        for name, value in body.model_dump(exclude_unset=True).items()
        if value is not None or name == "idle_after_minutes"
    }

    def act() -> HttpResponse:
        feeds.change_feed(
            feed_id=feed.id, of_company_id=company_id, now=who.now, actor=who.actor, **facts
        )
        return reply(FeedOut.of(feed_of(code, company_id)))

    return once(request, who, act)


@router.post("/feeds/{code}/pause", response={200: FeedOut}, operation_id="pauseFeed")
def pause_feed(request: HttpRequest, code: Code) -> HttpResponse:
    """Stop sending. Numbers go on, so that nothing is lost."""
    return _act(request, code, "pause_feed")


@router.post("/feeds/{code}/resume", response={200: FeedOut}, operation_id="resumeFeed")
def resume_feed(request: HttpRequest, code: Code) -> HttpResponse:
    """Send again, from the first number that was not taken."""
    return _act(request, code, "resume_feed")


@router.post("/feeds/{code}/close", response={200: FeedOut}, operation_id="closeFeed")
def close_feed(request: HttpRequest, code: Code) -> HttpResponse:
    """End a feed for good. Its log is kept."""
    return _act(request, code, "close_feed")


def _act(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    who = caller(request)
    company_id = who.writing_company_id
    feed = feed_of(code, company_id)

    def act() -> HttpResponse:
        service = getattr(feeds, verb)
        service(feed_id=feed.id, of_company_id=company_id, now=who.now, actor=who.actor)
        return reply(FeedOut.of(feed_of(code, company_id)))

    return once(request, who, act)


@router.post("/feeds/{code}/rewind", response={200: RewoundOut}, operation_id="rewindFeed")
def rewind_feed(request: HttpRequest, code: Code, body: RewindIn) -> HttpResponse:
    """Send again from a number or a moment on, under the same numbers."""
    who = caller(request)
    company_id = who.writing_company_id
    feed = feed_of(code, company_id)

    def act() -> HttpResponse:
        done = rewinding.rewind(
            feed_id=feed.id,
            of_company_id=company_id,
            to_number=body.to_number,
            since=body.since,
            now=who.now,
            actor=who.actor,
        )
        return reply(RewoundOut(first=done.first, last=done.last, added=done.added))

    return once(request, who, act)


@router.post("/feeds/{code}/test", response={202: Sent}, operation_id="testFeed")
def test_feed(request: HttpRequest, code: Code, body: SampleIn) -> HttpResponse:
    """Send a test of a kind, without a number."""
    who = caller(request)
    company_id = who.writing_company_id
    feed = feed_of(code, company_id)

    def act() -> HttpResponse:
        delivery = samples.send_test(
            feed_id=feed.id,
            of_company_id=company_id,
            sample=body.sample,
            now=who.now,
            actor=who.actor,
        )
        return reply(Sent(delivery=delivery), HTTPStatus.ACCEPTED)

    return once(request, who, act)
