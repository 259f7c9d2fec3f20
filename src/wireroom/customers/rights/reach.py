"""How far a story reaches: counts for the desk's confirmation, never names of customers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from wireroom.customers.models import Company, Product
from wireroom.customers.policy import AT_ONCE, Grant, Level, Reader, Release, judge
from wireroom.customers.rights.grants import grants_of_companies, grants_of_public
from wireroom.kernel.newsitem import NewsItem


class Audience(NamedTuple):
    """Names of the products that carry a story, number of companies, and whether all may read."""

    products: tuple[str, ...]
    companies: int
    public: bool


class _Unreleased(Struct, frozen=True):
    item: NewsItem
    released_at: datetime


def audience_of(item_versions: Sequence[NewsItem | Release], now: datetime) -> Audience:
    """Count whom the last of `item_versions` (ascending) would reach if it were released at `now`.

    Give released versions as entries of the wire: a bare item counts as released at `now`, and then
    a correction or kill misses the companies whose subscription has ended since. Who gets it later,
    because of a product's delay, counts.
    """
    chain = [_Unreleased(v, now) if isinstance(v, NewsItem) else v for v in item_versions]
    active = Company.objects.filter(active=True).values_list("pk", flat=True)
    of_companies = grants_of_companies(active, now)
    of_public = grants_of_public(now)
    every_grant = {grant for grants in (*of_companies.values(), of_public) for grant in grants}
    carrying = {grant for grant in every_grant if _carries(grant, chain, now)}
    names = Product.objects.filter(code__in={grant.product for grant in carrying})
    return Audience(
        products=tuple(names.order_by("name").values_list("name", flat=True)),
        companies=sum(not carrying.isdisjoint(grants) for grants in of_companies.values()),
        public=not carrying.isdisjoint(of_public),
    )


def _carries(grant: Grant, chain: Sequence[Release], now: datetime) -> bool:
    at_once = replace(grant, delay=AT_ONCE)
    return judge(Reader(name="", grants=(at_once,)), chain, now).level > Level.NONE
