"""Where browsers find the stream."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def stream_url(request: HttpRequest) -> str:
    """Give the address of `/stream` for the page being asked for.

    `WIREROOM_STREAM_URL` when it is set: a path where a proxy serves both, or a whole address.
    Otherwise the push port on the host name that the browser used.
    """
    if settings.WIREROOM_STREAM_URL:
        return str(settings.WIREROOM_STREAM_URL)
    host = _host_name(request.get_host())
    return f"{request.scheme}://{host}:{settings.WIREROOM_PUSH_PORT}/stream"


def stream_source(request: HttpRequest) -> str:
    """Give the stream's origin as `connect-src` of a content policy takes it (CSP 3 §2.3.1)."""
    parts = urlsplit(stream_url(request))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else "'self'"


def _host_name(host: str) -> str:
    """Cut the port off; an IPv6 address keeps its brackets."""
    end = host.rfind(":")
    return host if end < 0 or host.endswith("]") else host[:end]
