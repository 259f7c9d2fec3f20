"""A secret made by a form, shown on the page after it and never again."""

from __future__ import annotations

from django.http import HttpRequest
from msgspec import Struct, convert, to_builtins

from wireroom.customers.access.sealing import seal, unseal

_KEY = "new_token"


class NewSecret(Struct, frozen=True):
    """The name and the secret of a token just made, and whether it opens the live stream."""

    name: str
    secret: str
    streams: bool


def keep_for_next_page(request: HttpRequest, made: NewSecret, of: str = "") -> None:
    """Put a secret aside in the visitor's session, sealed, until `take` shows it.

    `of` names what it belongs to, when the page that shows it is not that of all tokens.
    """
    sealed = NewSecret(made.name, seal(made.secret), made.streams)
    request.session[_KEY + of] = to_builtins(sealed)


def take(request: HttpRequest, of: str = "") -> NewSecret | None:
    """Give the secret that was put aside, for the first and last time."""
    kept = request.session.pop(_KEY + of, None) if request.method == "GET" else None
    if kept is None:
        return None
    made = convert(kept, NewSecret)
    return NewSecret(made.name, unseal(made.secret), made.streams)
