"""Who calls: an access token, held against its scopes, its company's networks and its limit."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from msgspec import Struct
from ninja.security import HttpBearer

from wireroom.customers.access.middleware import address_of
from wireroom.customers.access.networks import ComesFromElsewhere, may_come
from wireroom.customers.directory.callers import CallerFacts, caller_of
from wireroom.customers.policy import Channel, Reader
from wireroom.customers.queries import reader_for_token
from wireroom.customers.services import note_tokens_used
from wireroom.delivery.api.limits import Standing, counters
from wireroom.delivery.api.problems import (
    CompanyTokenNeeded,
    NothingToRead,
    TokenCannotWrite,
    TokenNeeded,
    TokenNotForApi,
    TokenNotGood,
    TooManyRequests,
)
from wireroom.delivery.conf import ApiSettings, load_api
from wireroom.kernel.clock import utc_now

_NOTED_EVERY = timedelta(minutes=1)
_LONGEST_CHARS = 200


class Caller(Struct, frozen=True, kw_only=True):
    """The token of a request that is good, and the moment that the whole request is judged at."""

    token_id: int
    reader: Reader
    facts: CallerFacts
    now: datetime

    @property
    def company_id(self) -> int:
        """The company whose feeds these are.

        Raises:
            CompanyTokenNeeded: the token is a person's, or the agency's.
        """
        if self.facts.company_id is None or self.facts.person_id is not None:
            raise CompanyTokenNeeded
        return self.facts.company_id

    @property
    def writing_company_id(self) -> int:
        """The company whose feeds the token may change.

        A token without scopes reads by every channel, but changes nothing: old tokens of machines
        that only read must not become keys to where news goes.

        Raises:
            CompanyTokenNeeded: the token is a person's, or the agency's.
            TokenCannotWrite: its scopes do not name the API.
        """
        company_id = self.company_id
        if not self.may_write:
            raise TokenCannotWrite
        return company_id

    @property
    def may_write(self) -> bool:
        """Whether it may make and change feeds."""
        is_company = self.facts.person_id is None and self.facts.company_id is not None
        return is_company and Channel.API in self.facts.scopes

    @property
    def actor(self) -> str:
        """How audits name it."""
        return f"token:{self.token_id}"

    @property
    def name(self) -> str:
        """How boards and certificates name it, for people."""
        return f"{self.facts.name} (access token)"

    def reading(self) -> Reader:
        """Give the reader of a call that needs something to read.

        Raises:
            NothingToRead: nothing that is held is in force and good by the API.
        """
        if not self.reader.may_read_at(self.now):
            raise NothingToRead
        return self.reader


class AccessToken(HttpBearer):
    """An access token of the company or of one of its people, with the scope `api` or none."""

    def __call__(self, request: HttpRequest) -> Caller:
        """Admit a request.

        Raises:
            TokenNeeded: there is none.
            TokenNotGood: it is unknown, expired or revoked, or its company is closed.
            TokenNotForApi: its scopes name other channels only.
            ComesFromElsewhere: its company has other networks.
            TooManyRequests: it asked too often.
        """
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise TokenNeeded
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Admit whoever has this secret."""
        now = utc_now()
        found = reader_for_token(token, now, Channel.API) if len(token) < _LONGEST_CHARS else None
        facts = caller_of(found.token_id) if found else None
        if found is None or facts is None or (facts.company_id and not facts.company_active):
            raise TokenNotGood
        if facts.scopes and Channel.API not in facts.scopes:
            raise TokenNotForApi
        if not may_come(facts.networks, address_of(request)):
            raise ComesFromElsewhere
        standing = _counted(found.token_id, now)
        request.api_standing = standing  # type: ignore[attr-defined]  # told by `guard`
        if standing.is_over:
            raise TooManyRequests(limit=standing.limit, retry_after_s=standing.reset_s)
        if facts.last_used_at is None or now - facts.last_used_at >= _NOTED_EVERY:
            note_tokens_used(token_ids=[found.token_id], now=now)
        return Caller(token_id=found.token_id, reader=found.reader, facts=facts, now=now)


def caller(request: HttpRequest) -> Caller:
    """Give who calls, in a call that asks for a token."""
    found: Caller = request.auth  # type: ignore[attr-defined]  # set by ninja
    return found


@cache
def api_settings() -> ApiSettings:
    """Read the settings in force, once."""
    return load_api()


def _counted(token_id: int, now: datetime) -> Standing:
    folder = Path(settings.WIREROOM_DATA_DIR) / "run"
    return counters(folder).count(token_id, api_settings().requests_per_minute, now)
