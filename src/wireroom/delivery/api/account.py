"""Calls about what the customer holds and has used."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from wireroom.archive import search as index
from wireroom.customers.queries import list_products
from wireroom.customers.services import NotValid
from wireroom.delivery.api.caller import Caller, api_settings, caller
from wireroom.delivery.api.schemas.account import (
    AccountOut,
    ProductList,
    ProductOut,
    SavedTopic,
    TokenOut,
    TopicList,
    TopicOut,
    Usage,
    UsageRow,
)
from wireroom.delivery.api.schemas.base import reply
from wireroom.formats.projection import LEVEL_NAMES
from wireroom.kernel.mediatopics import LABELS, ancestors
from wireroom.matching.queries import topics_of
from wireroom.query.plan import EVERYTHING
from wireroom.usage import queries as usage

router = Router(tags=["Account"])

_MOST_DAYS = 400
_TOPICS = 200


@router.get("/account", response={200: AccountOut}, operation_id="getAccount")
def get_account(request: HttpRequest) -> HttpResponse:
    """Say whose token this is, and what it may do."""
    who = caller(request)
    facts = who.facts
    token = TokenOut(
        name=facts.name,
        scopes=facts.scopes,
        is_personal=facts.person_id is not None,
        may_write=who.may_write,
        expires_at=facts.expires_at,
    )
    account = AccountOut(
        company=facts.company_code or None,
        company_name=facts.company_name or None,
        token=token,
        may_read=who.reader.may_read_at(who.now),
        requests_per_minute=api_settings().requests_per_minute,
    )
    return reply(account)


@router.get("/products", response={200: ProductList}, operation_id="listProducts")
def get_products(request: HttpRequest) -> HttpResponse:
    """List the products that you hold and can read by the API now, public ones among them."""
    who = caller(request)
    names = {product.code: product.name for product in list_products()}
    held = {
        grant.product: grant
        for grant in who.reading().grants
        if grant.active_at(who.now) and not grant.stories  # samples are everybody's
    }
    products = [
        ProductOut(
            code=grant.product,
            name=names.get(grant.product, grant.product),
            level=LEVEL_NAMES[int(grant.level)],  # type: ignore[arg-type]  # its two names
            delay_minutes=int(grant.delay / timedelta(minutes=1)),
            archive_days=grant.archive.days if grant.archive is not None else None,
            active_from=grant.active_from,
            active_to=grant.active_to,
        )
        for grant in held.values()
    ]
    return reply(ProductList(products=products))


@router.get("/topics", response={200: TopicList}, operation_id="listTopics")
def get_topics(request: HttpRequest) -> HttpResponse:
    """List the topics that stories are coded with, and the saved topics of the token's person."""
    who = caller(request)
    found = index.facets(who.reading(), EVERYTHING, who.now, _TOPICS).get("topic", ())
    counts = Counter({bucket.value: bucket.count for bucket in found})
    labels = dict(LABELS) | {bucket.value: bucket.label or bucket.value for bucket in found}
    topics = [
        TopicOut(
            code=code,
            label=label,
            broader=next(iter(ancestors(code)), None),
            count=counts[code],
        )
        for code, label in sorted(labels.items())
    ]
    return reply(TopicList(media_topics=topics, saved=_saved(who)))


def _saved(who: Caller) -> list[SavedTopic]:
    if who.facts.person_id is None:
        return []
    return [
        SavedTopic(id=row.id, name=row.name, query=row.query, is_own=row.is_own)
        for row in topics_of(who.facts.person_id, who.now)
    ]


class Period(Schema):
    """Days in UTC, both included; none: the last thirty."""

    first: date | None = Field(default=None, description="The first day, such as 2026-11-01.")
    last: date | None = Field(default=None, description="The last day.")


@router.get("/usage", response={200: Usage}, operation_id="getUsage")
def get_usage(request: HttpRequest, period: Query[Period]) -> HttpResponse:
    """Count what was read and searched for, by day: how often, never what.

    With a token of the company, all that it did; with one of a person, what this person did.
    """
    who = caller(request)
    last = period.last or who.now.date()
    first = period.first or max(last, date.min + timedelta(days=30)) - timedelta(days=29)
    if first > last or (last - first).days > _MOST_DAYS:
        raise NotValid(f"Ask for {_MOST_DAYS} days at most.", first="The first day comes first.")
    rows = usage.rows(who.facts.company_id, first, last) if who.facts.company_id else []
    person_id = who.facts.person_id
    times: Counter[tuple[date, str, str]] = Counter()
    for row in rows:
        if person_id in (None, row.person_id):
            times[row.day, row.what, row.channel] += row.times
    told = [
        UsageRow(day=day, what=what, channel=channel, times=count)
        for (day, what, channel), count in sorted(times.items())
    ]
    return reply(Usage(first=first, last=last, rows=told))
