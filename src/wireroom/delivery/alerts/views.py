"""The page behind `List-Unsubscribe`: asked for with GET it asks, a POST ends the mail."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from wireroom.delivery.alerts import unsubscribing
from wireroom.kernel.clock import utc_now


@csrf_exempt  # the reader's mail program posts, without cookie and form; the token is the right
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End mail about the token's topics. GET changes nothing: scanners of mail follow links."""
    now = utc_now()
    asked = unsubscribing.read(token, now)
    if asked is None:
        raise Http404
    done = request.method == "POST"
    act = unsubscribing.unsubscribe if done else unsubscribing.topic_names
    context = {"topics": act(asked, now), "is_done": done}
    return render(request, "delivery/alerts/unsubscribe.html", context)
