"""The page behind `List-Unsubscribe` of a feed's mail: GET asks, a POST ends the mail."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from wireroom.delivery.sending import unsubscribing
from wireroom.kernel.clock import utc_now


@csrf_exempt  # the reader's mail program posts, without cookie and form; the token is the right
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End the mail to the token's address. GET changes nothing: scanners of mail follow links."""
    now = utc_now()
    asked = unsubscribing.read(token, now)
    if asked is None:
        raise Http404
    if request.method == "POST":
        unsubscribing.unsubscribe(asked, now)
    name = unsubscribing.name_of_feed(asked)
    context = {"name": name, "address": asked.address, "is_done": request.method == "POST"}
    return render(request, "delivery/sending/unsubscribe.html", context)
