"""The API as a whole: its calls, its errors, and its OpenAPI document."""

from __future__ import annotations

from typing import Any

import msgspec
import structlog
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from wireroom.customers.services import NotFound, NotValid
from wireroom.delivery.api import account, feeds, fetching, items, logs, searching
from wireroom.delivery.api.caller import AccessToken
from wireroom.delivery.api.openapi import document
from wireroom.delivery.api.problems import BadRequest, OurFault, problem
from wireroom.kernel.errors import WireroomError

log = structlog.get_logger(__name__)

_DEEPEST = 12
_TOLD = 20
_RESERVED = frozenset({"type", "title", "status", "detail", "code"})


class Strict(Parser):
    """Reads bodies: JSON of UTF-8, an object, not too deep, without NUL characters."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Read the body of a request.

        Raises:
            BadRequest: it is none of that.
        """
        try:
            found = msgspec.json.decode(request.body or b"{}")
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
            raise BadRequest("The body is not JSON.") from error
        if not isinstance(found, dict):
            raise BadRequest("The body is not a JSON object.")
        _look(found, _DEEPEST)
        return found


def _look(value: object, depth: int) -> None:
    if depth == 0:
        raise BadRequest("The body is nested too deeply.")
    if isinstance(value, str) and "\0" in value:
        raise BadRequest("A text in the body has a NUL character in it.")
    if isinstance(value, dict):
        for key, inner in value.items():
            _look(key, depth)
            _look(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            _look(inner, depth - 1)


class Api(NinjaAPI):
    """Ninja, with a document that says all that we answer."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, **kwargs: Any) -> Any:
        """Describe the calls, with the errors and headers that all of them have."""
        return document(super().get_openapi_schema(path_prefix=path_prefix, **kwargs))


api = Api(
    title="Wireroom API",
    version="1",
    description="Items, search, products, topics, feeds and usage, by access token.",
    docs_url=None,
    openapi_url=None,
    auth=AccessToken(),
    parser=Strict(),
    urls_namespace="api",
)
for each in (items, searching, account, feeds, fetching, logs):
    api.add_router("", each.router)


@api.exception_handler(WireroomError)
def _of_ours(_: HttpRequest, error: WireroomError) -> HttpResponse:
    return problem(error)


@api.exception_handler(Http404)
def _missing(_: HttpRequest, __: Http404) -> HttpResponse:
    return problem(NotFound())


@api.exception_handler(ValidationError)
def _not_valid(_: HttpRequest, error: ValidationError) -> HttpResponse:
    told = [(str(each["loc"][-1]), str(each["msg"])) for each in error.errors[:_TOLD]]
    refusal = NotValid("; ".join(f"{name[:40]}: {text}" for name, text in told))
    refusal.fields.update({name[:40]: text for name, text in told if name not in _RESERVED})
    return problem(refusal)


@api.exception_handler(HttpError)
def _by_ninja(_: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(BadRequest(str(error)))


@api.exception_handler(Exception)
def _unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("api:failed", path=request.path, error=str(error), exc_info=error)
    return problem(OurFault())
