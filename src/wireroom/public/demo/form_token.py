"""What ties the parts of one form together: when it was made, and which digits belong to it. Pure.

The token goes with the form and comes back with it, signed: the digits of another form, an older
time or other terms cannot be slipped in. Nothing in it is secret from whoever fills the form in.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer
from msgspec import Struct, ValidationError, convert, structs, to_builtins

from wireroom.kernel.ids import new_secret

GOOD_FOR = timedelta(hours=2)
FILLED_IN_AFTER = timedelta(seconds=3)
"""Nobody types this fast."""
_NAME_LENGTH = 12


class FormToken(Struct, frozen=True, kw_only=True):
    """One form on somebody's screen."""

    form: str
    """Names the form: sent twice, it is one request."""
    made_at: float
    """Seconds since 1970."""
    digits: str
    """The key of the digits that count for this form."""
    terms: int | None
    """The version of the terms that the form links to."""

    def is_late(self, now: datetime) -> bool:
        """Whether the form was open for too long."""
        return now - self._made_at > GOOD_FOR

    def is_early(self, now: datetime) -> bool:
        """Whether a machine must have filled the form in."""
        return now - self._made_at < FILLED_IN_AFTER

    def with_digits(self, digits: str, terms: int | None) -> FormToken:
        """Give the same form with other digits, and the terms of today."""
        return structs.replace(self, digits=digits, terms=terms)

    def sealed(self) -> str:
        """Spell it for the page."""
        return _signer().sign_object(to_builtins(self))

    @property
    def _made_at(self) -> datetime:
        return datetime.fromtimestamp(self.made_at, UTC)


def new_token(digits: str, terms: int | None, now: datetime) -> FormToken:
    """Begin a form."""
    name = new_secret()[:_NAME_LENGTH]
    return FormToken(form=name, made_at=now.timestamp(), digits=digits, terms=terms)


def read_token(text: str) -> FormToken | None:
    """Read what a form brought back; None: we did not make it."""
    try:
        return convert(_signer().unsign_object(text), FormToken)
    except (BadSignature, ValidationError, ValueError, UnicodeError):
        return None


def _signer() -> Signer:
    return Signer(salt="wireroom.public.demo")
