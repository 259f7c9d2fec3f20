"""One page of the site: a template, the agency, and the headers of `caching`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from wireroom.design.brand import agency
from wireroom.kernel.clock import utc_now
from wireroom.public.caching import Page, answer

_CONTENT_TYPES = {".html": "text/html; charset=utf-8", ".txt": "text/plain; charset=utf-8"}


def page(
    template: str,
    now: datetime,
    context: Mapping[str, object] | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> Page:
    """Render a page.

    Templates get no request: neither a session nor a header can find its way into bytes that
    shared caches hand to everybody.
    """
    house, path = agency(), PurePosixPath(template)
    common = {"agency": house, "years": house.years(now.year), "here": path.stem}
    body = render_to_string(template, {**common, **(context or {})}).encode()
    return Page(body, status, _CONTENT_TYPES[path.suffix])


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is nothing here: the same bytes for what is absent and what is hidden.

    It is fit for `handler404` too, so that a malformed address answers like an unknown one.
    """
    del exception  # what was looked for is nobody's business
    return answer(request, page("public/not_found.html", utc_now(), status=HTTPStatus.NOT_FOUND))


def for_everybody(view: Callable[..., Page]) -> Callable[..., HttpResponse]:
    """Give a view the time, refuse all but GET and HEAD, and answer 404 in the site's own way."""

    @require_safe
    @wraps(view)
    def show(request: HttpRequest, **parts: Any) -> HttpResponse:
        try:
            return answer(request, view(request, utc_now(), **parts))
        except Http404:
            return not_found(request)

    show.is_for_everybody = True  # type: ignore[attr-defined]  # nobody asks who comes
    return show
