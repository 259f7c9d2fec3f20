"""Tokens are issued, used and revoked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from wireroom.customers.models import AccessToken
from wireroom.customers.services.base import change_of_rights, get, save_valid
from wireroom.customers.tokens import digest, make_secret
from wireroom.kernel.errors import WireroomError

USE_IS_NOTED_EVERY = timedelta(minutes=1)
"""A token in steady use costs one write a minute."""


class TokenRevoked(WireroomError):
    """The token is revoked already."""

    code = "token_revoked"
    http_status = 409


def issue_token(
    *,
    name: str,
    company_id: int | None = None,
    person_id: int | None = None,
    expires_at: datetime | None = None,
    now: datetime,
    actor: str | None,
) -> tuple[AccessToken, str]:
    """Make a token and give it with its secret, which nobody can ever see again.

    Raises:
        NotValid: neither company nor person, a person of another company, or an end that is past.
    """
    secret = make_secret()
    token = AccessToken(
        name=name,
        company_id=company_id,
        person_id=person_id,
        hash=digest(secret),
        created_at=now,
        expires_at=expires_at,
    )
    with change_of_rights("issue", now=now, actor=actor):
        return save_valid(token), secret


def revoke_token(*, token_id: int, now: datetime, actor: str | None) -> AccessToken:
    """Make a token useless from now on.

    Raises:
        NotFound: no such token.
        TokenRevoked: it was revoked before (409).
    """
    with change_of_rights("revoke", now=now, actor=actor):
        token = get(AccessToken, token_id)
        if token.revoked_at is not None:
            raise TokenRevoked(id=token_id)
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        return token


def note_tokens_used(*, token_ids: Iterable[int], now: datetime) -> int:
    """Note that tokens were used, once a minute each; give how many notes were due.

    Not a change of rights, so there is no actor and no audit row.
    """
    due = Q(last_used_at=None) | Q(last_used_at__lte=now - USE_IS_NOTED_EVERY)
    return AccessToken.objects.filter(due, pk__in=list(token_ids)).update(last_used_at=now)
