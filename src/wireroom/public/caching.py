"""Answers of the site: the same for everybody, kept by nobody longer than they are true.

The ETag is the digest of the page's own bytes. So it changes with everything that changes for the
reader (a kill first of all) and with nothing else: a release that the public may not see leaves it
as it was. `max-age=0, must-revalidate` makes every cache ask before each use; a cache that has
lost us must not answer in our place (RFC 9111 section 5.2.2.2).
"""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from msgspec import Struct

CACHE_CONTROL = "public, max-age=0, must-revalidate"


class Page(Struct, frozen=True):
    """A finished page: bytes that may be handed to anybody."""

    body: bytes
    status: int = HTTPStatus.OK
    content_type: str = "text/html; charset=utf-8"


def answer(request: HttpRequest, page: Page) -> HttpResponse:
    """Answer with a page, or with 304 when the reader has just these bytes.

    What is gone or absent has no ETag and is never "not modified": conditions are for what would
    succeed (RFC 9110 section 13.2.1).
    """
    headers = {"Cache-Control": CACHE_CONTROL, "Content-Type": page.content_type}
    response = HttpResponse(page.body, status=page.status, headers=headers)
    if page.status != HTTPStatus.OK:
        return response
    etag = f'"{sha256(page.body).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    found = get_conditional_response(request, etag=etag, response=response)
    return found if isinstance(found, HttpResponse) else response
