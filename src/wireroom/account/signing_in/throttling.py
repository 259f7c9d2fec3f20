"""How often somebody may try, and how long they wait when they tried too often.

The counters are allauth's, in the cache that all processes share (`CACHES`).
"""

from __future__ import annotations

import math
import time
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

DEFAULT_WAIT_S = 60
"""Told when the counter that refused is not known; no limit here has a shorter window."""


def too_many(request: HttpRequest, wait_s: int = DEFAULT_WAIT_S) -> HttpResponse:
    """Answer 429, the same for everybody, with the time to wait."""
    minutes = max(1, math.ceil(wait_s / 60))
    response = render(request, "account/too_many.html", {"minutes": minutes}, status=429)
    response.headers["Retry-After"] = str(wait_s)
    return response


def consume(request: HttpRequest, action: str, key: str | None = None) -> Any:
    """Count one try at `action`.

    Raises:
        ImmediateHttpResponse: it was one too many; holds the answer.
    """
    usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
    if usage is None:
        raise ImmediateHttpResponse(too_many(request, wait_s(request, action, key)))
    return usage


def wait_s(request: HttpRequest, action: str, key: str | None = None) -> int:
    """Give how many seconds from now the next try at `action` counts again."""
    waits = [DEFAULT_WAIT_S]
    for rate in ratelimit.get_rates(app="allauth.account", action=action):
        counter = ratelimit.get_cache_key(
            request, app="allauth.account", action=action, rate=rate, key=key
        )
        tries = cache.get(counter, [])
        if len(tries) >= rate.amount:
            waits.append(math.ceil(tries[-1] + rate.duration - time.time()))
    return max(waits)
