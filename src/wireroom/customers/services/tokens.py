"""Tokens are issued, used and revoked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from wireroom.customers.access.tokens import digest, make_secret
from wireroom.customers.models import AccessToken, Person
from wireroom.customers.services.base import (
    NotFound,
    NotValid,
    change_of_rights,
    get,
    save_valid,
)
from wireroom.kernel.batches import batches
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
    scopes: Sequence[str] = (),
    expires_at: datetime | None = None,
    created_by_id: int | None = None,
    now: datetime,
    actor: str | None,
) -> tuple[AccessToken, str]:
    """Make a token and give it with its secret, which nobody can ever see again.

    `scopes` are the channels it is good for, none: all of them. `created_by_id` is whoever asks
    for it: a customer can make tokens of their own company only.

    Raises:
        NotValid: neither company nor person, a person of another company, an unknown channel, an
            end that is past, or the maker belongs to another company.
    """
    secret = make_secret()
    token = AccessToken(
        name=name,
        company_id=company_id,
        person_id=person_id,
        scopes=sorted(set(scopes)),
        created_by_id=created_by_id,
        hash=digest(secret),
        created_at=now,
        expires_at=expires_at,
    )
    with change_of_rights("issue", now=now, actor=actor):
        saved = save_valid(token)
        if not _may_make(saved.created_by, saved):
            raise NotValid("A token can be made for one's own company only.", created_by="")
        return saved, secret


def revoke_token(
    *, token_id: int, of_company_id: int | None = None, now: datetime, actor: str | None
) -> AccessToken:
    """Make a token useless from now on; streams that use it end within seconds.

    Say whose it must be where a stranger could name another's.

    Raises:
        NotFound: no such token, or not of this company.
        TokenRevoked: it was revoked before (409).
    """
    with change_of_rights("revoke", now=now, actor=actor):
        token = get(AccessToken, token_id)
        if of_company_id is not None and of_company_id != _company_of(token):
            raise NotFound("There is no such access token.", id=token_id)
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
    return sum(
        AccessToken.objects.filter(due, pk__in=pks).update(last_used_at=now)
        for pks in batches(token_ids)
    )


def _company_of(token: AccessToken) -> int | None:
    return token.company_id or (token.person.company_id if token.person else None)


def _may_make(maker: Person | None, token: AccessToken) -> bool:
    if maker is None or maker.company_id is None:
        return True
    return maker.company_id == _company_of(token)
