"""The page behind the link in a letter: asked for with GET it asks, a POST acknowledges."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from wireroom.delivery.alerts import links
from wireroom.delivery.recalls.acknowledging import (
    acknowledge_letter,
    is_acknowledged,
    recall_of_letter,
)
from wireroom.delivery.recalls.naming import word_of
from wireroom.kernel.clock import utc_now


@csrf_exempt  # whoever opens a letter may have no cookie of ours; the secret is the right
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge(request: HttpRequest, secret: str) -> HttpResponse:
    """Acknowledge a recall. GET changes nothing: scanners of mail follow links."""
    recall = recall_of_letter(secret)
    if recall is None:
        raise Http404
    if request.method == "POST":
        acknowledge_letter(secret, utc_now())
    facts = {
        "recall": recall,
        "word": word_of(recall.update_type),
        "story": links.story(recall.guid),
        "is_done": is_acknowledged(secret),
    }
    return render(request, "delivery/recalls/acknowledge.html", facts)
