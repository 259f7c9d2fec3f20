"""Tells people why their session is over when they did not end it themselves."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from wireroom.customers import queries
from wireroom.customers.session_queries import SENTENCES

COOKIE = "session_ended"
_OWN_DOING = "signed_out"


def reason_shown(request: HttpRequest) -> str | None:
    """Say why the last session of this browser is over, if somebody else ended it."""
    why = request.COOKIES.get(COOKIE) or _why(request)
    return next((words for each, words in SENTENCES.items() if each.value == why), None)


def keep_reason(request: HttpRequest, response: HttpResponse) -> None:
    """Before the cookie of a dead session goes, keep why it died for the sign-in page.

    A word from a fixed list, in a cookie of its own: whoever forges it fools only themselves.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.is_empty():
        if why := _why(request):
            response.set_cookie(
                COOKIE,
                why,
                max_age=600,
                path=settings.LOGIN_URL,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
    elif COOKIE in request.COOKIES and request.user.is_authenticated:
        response.delete_cookie(COOKIE, path=settings.LOGIN_URL)


def _why(request: HttpRequest) -> str | None:
    ended = queries.why_ended(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    return ended.why if ended and ended.why != _OWN_DOING else None
