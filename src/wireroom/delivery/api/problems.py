"""Errors of the API, and how each leaves the house: RFC 9457 problem details with a stable code."""

from __future__ import annotations

from typing import ClassVar

import msgspec
from django.http import HttpResponse

from wireroom.kernel.errors import WireroomError

MEDIA_TYPE = "application/problem+json"
_CHALLENGE = 'Bearer realm="wireroom"'


class TokenNeeded(WireroomError):
    """Send an access token: `Authorization: Bearer …`."""

    code: ClassVar[str] = "token_needed"
    http_status: ClassVar[int] = 401


class TokenNotGood(WireroomError):
    """This access token is unknown, expired or revoked."""

    code: ClassVar[str] = "token_not_good"
    http_status: ClassVar[int] = 401


class TokenNotForApi(WireroomError):
    """This access token was not made for the API: its scopes do not have `api`."""

    code: ClassVar[str] = "token_not_for_api"
    http_status: ClassVar[int] = 403


class TokenCannotWrite(WireroomError):
    """Feeds are changed with a token of the company itself whose scopes name `api`."""

    code: ClassVar[str] = "token_cannot_write"
    http_status: ClassVar[int] = 403


class CompanyTokenNeeded(WireroomError):
    """Feeds belong to the company: use a token of the company, not one of a person."""

    code: ClassVar[str] = "company_token_needed"
    http_status: ClassVar[int] = 403


class NothingToRead(WireroomError):
    """Nothing that your company holds can be read by the API now."""

    code: ClassVar[str] = "nothing_to_read"
    http_status: ClassVar[int] = 403


class NoSuchCall(WireroomError):
    """The API has no such address. The calls are listed at /developers/."""

    code: ClassVar[str] = "no_such_call"
    http_status: ClassVar[int] = 404


class MethodNotAllowed(WireroomError):
    """This address does not take this method."""

    code: ClassVar[str] = "method_not_allowed"
    http_status: ClassVar[int] = 405


class NotAcceptable(WireroomError):
    """The item cannot be given in any of the formats that you accept."""

    code: ClassVar[str] = "not_acceptable"
    http_status: ClassVar[int] = 406


class StoryStopped(WireroomError):
    """The story was killed or is on hold: its text is withdrawn. See its newest version."""

    code: ClassVar[str] = "story_stopped"
    http_status: ClassVar[int] = 410


class BodyTooLong(WireroomError):
    """The body of the request is too long."""

    code: ClassVar[str] = "body_too_long"
    http_status: ClassVar[int] = 413


class JsonNeeded(WireroomError):
    """Send the body as `Content-Type: application/json`."""

    code: ClassVar[str] = "json_needed"
    http_status: ClassVar[int] = 415


class BadRequest(WireroomError):
    """The request cannot be read."""

    code: ClassVar[str] = "bad_request"
    http_status: ClassVar[int] = 400


class BadCursor(WireroomError):
    """This cursor is none of ours, or of a life of the log that is over: begin without one."""

    code: ClassVar[str] = "bad_cursor"
    http_status: ClassVar[int] = 400


class FeedNotFetched(WireroomError):
    """Only a feed whose destination is `feed` is fetched; others are sent."""

    code: ClassVar[str] = "feed_not_fetched"
    http_status: ClassVar[int] = 409


class FeedNotActive(WireroomError):
    """The feed gives nothing now: it is paused, suspended or closed."""

    code: ClassVar[str] = "feed_not_active"
    http_status: ClassVar[int] = 409


class TooManyRequests(WireroomError):
    """This token has used up its requests; wait as long as `Retry-After` says."""

    code: ClassVar[str] = "rate_limited"
    temporary: ClassVar[bool] = True
    http_status: ClassVar[int] = 429


class OurFault(WireroomError):
    """Something went wrong on our side. It is in our log; try again, then tell us."""

    code: ClassVar[str] = "internal_error"
    temporary: ClassVar[bool] = True
    http_status: ClassVar[int] = 500


def problem(error: WireroomError) -> HttpResponse:
    """Write an error as an answer; one that asks for a token says how to send it (RFC 6750)."""
    body = error.problem() | {"code": error.code, "status": error.http_status}
    response = HttpResponse(
        msgspec.json.encode(body), status=error.http_status, content_type=MEDIA_TYPE
    )
    if isinstance(error, TokenNeeded):
        response.headers["WWW-Authenticate"] = _CHALLENGE
    elif isinstance(error, TokenNotGood):
        response.headers["WWW-Authenticate"] = f'{_CHALLENGE}, error="invalid_token"'
    elif isinstance(error, TokenNotForApi):
        told = f'{_CHALLENGE}, error="insufficient_scope", scope="api"'
        response.headers["WWW-Authenticate"] = told
    response.headers["Cache-Control"] = "no-store"
    return response
