"""What every call has in common, around ninja's own view: limits, conditions, headers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from wireroom.delivery.api.caller import api_settings
from wireroom.delivery.api.problems import (
    BodyTooLong,
    JsonNeeded,
    MethodNotAllowed,
    NoSuchCall,
    problem,
)
from wireroom.kernel.errors import WireroomError

View = Callable[..., HttpResponse]
_WITH_BODY = frozenset({"POST", "PATCH", "PUT", "DELETE"})


def guarded(view: View) -> View:
    """Wrap a view of ninja's, or of our own, for `/api/`.

    HEAD is GET without its body; OPTIONS names the methods and opens nothing to other origins.
    A tag is strong and made of the very bytes that this reader gets: who gets other bytes has
    another tag, and what is missing has none, whatever a condition says.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.method
        request.only_looks = asked == "HEAD"  # type: ignore[attr-defined]  # it changes nothing
        if asked == "HEAD":
            request.method = "GET"
        try:
            response = _refusal(request) or view(request, *args, **kwargs)
        finally:
            request.method = asked
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response = _by_other_methods(asked or "", response.headers.get("Allow", ""))
        return _finished(request, response)

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie counts here
    answer.is_for_everybody = True  # type: ignore[attr-defined]  # nor does a session
    return answer


def no_such_call(_: HttpRequest, **__: str) -> HttpResponse:
    """Answer for every address below `/api/` that is none."""
    return problem(NoSuchCall())


def _refusal(request: HttpRequest) -> HttpResponse | None:
    error: WireroomError | None = None
    if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        error = NoSuchCall()
    elif request.method in _WITH_BODY and (length := _length(request)):
        if length > api_settings().body_limit_bytes:
            error = BodyTooLong(limit_bytes=api_settings().body_limit_bytes)
        elif request.content_type != "application/json":
            error = JsonNeeded()
    return problem(error) if error else None


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else 0


def _by_other_methods(asked: str, allow: str) -> HttpResponse:
    names = {name.strip() for name in allow.split(",") if name.strip()} | {"OPTIONS"}
    names |= {"HEAD"} if "GET" in names else set()
    if asked == "OPTIONS":
        response = HttpResponse(status=HTTPStatus.NO_CONTENT)
        response.headers["Cache-Control"] = "no-store"
    else:
        response = problem(MethodNotAllowed(method=asked))
    response.headers["Allow"] = ", ".join(sorted(names))
    return response


def _finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    is_read = request.method in {"GET", "HEAD"}
    if is_read and response.status_code == HTTPStatus.OK:
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers["ETag"] = f'"{hashlib.sha256(_identity(response)).hexdigest()[:32]}"'
        response = _conditional(request, response)
    response.headers.setdefault("Cache-Control", "no-store")
    if standing := getattr(request, "api_standing", None):
        for name, value in standing.headers.items():
            if name != "Retry-After" or response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
                response.headers[name] = value
    patch_vary_headers(response, ["Accept", "Authorization"])
    response.headers["X-Content-Type-Options"] = "nosniff"
    if request.method == "HEAD":
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def _identity(response: HttpResponse) -> bytes:
    told = [response.headers.get(name, "") for name in ("Content-Type", "Link")]
    return "\0".join(told).encode() + b"\0" + response.content


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say 304 to whoever has these bytes already (RFC 9110, 13.1.2: weak comparison)."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    tag = response.headers["ETag"]
    if "*" not in known and tag not in {each.removeprefix("W/") for each in known}:
        return response
    unchanged = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    del unchanged.headers["Content-Type"]
    for name in ("Cache-Control", "ETag", "Link"):
        if name in response.headers:
            unchanged.headers[name] = response.headers[name]
    return unchanged
