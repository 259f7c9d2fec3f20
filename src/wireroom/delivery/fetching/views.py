"""A feed as Atom, RSS or JSON Feed, for whoever knows its secret address.

The address is the credential: it is in no log of ours, no cache keeps the answer, no robot lists
it. An unknown or revoked one, or one asked for from outside the company's networks, answers as any
address that does not exist.
"""

from __future__ import annotations

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from wireroom.customers import directory
from wireroom.customers.access.middleware import address_of
from wireroom.customers.access.networks import may_come
from wireroom.delivery.fetching.collecting import collection_of
from wireroom.delivery.house import house
from wireroom.delivery.queries.feeds import OpenedFeed, feed_of_address
from wireroom.delivery.services.addresses import note_address_used
from wireroom.delivery.services.fetching import note_fetched
from wireroom.formats.collections.kinds import FEEDS
from wireroom.kernel.clock import utc_now


@require_safe
def private_feed(request: HttpRequest, secret: str, suffix: str) -> HttpResponse:
    """Give the newest of a feed; what it holds counts as taken."""
    now = utc_now()
    opened = feed_of_address(secret, now)
    if opened is None or suffix not in FEEDS or not _may_come(opened, request):
        raise Http404
    kind, ours = FEEDS[suffix], house()
    shown = collection_of(opened.feed, kind, ours.site_url + request.path, ours.site_url, now)
    body = kind.render(shown.collection, ours)
    if request.method == "GET":
        note_address_used(address_id=opened.address_id, now=now)
        if shown.upto:
            note_fetched(feed_id=opened.feed.id, upto_number=shown.upto, now=now)
    return _answer(request, body, kind.content_type)


def _may_come(opened: OpenedFeed, request: HttpRequest) -> bool:
    company = directory.company_facts(opened.feed.company_id)
    return company is not None and may_come(company.networks, address_of(request))


def _answer(request: HttpRequest, body: bytes, content_type: str) -> HttpResponse:
    headers = {
        "Cache-Control": "private, no-cache",
        "Content-Type": content_type,
        "ETag": f'"{sha256(body).hexdigest()[:32]}"',
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
    }
    response = HttpResponse(body, headers=headers)
    found = get_conditional_response(request, etag=headers["ETag"], response=response)
    return found if isinstance(found, HttpResponse) else response
