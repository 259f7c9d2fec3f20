"""What a stream says of stories that its reader may not see: nothing, not even that they exist."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.access.leaks import (
    FULL,
    HEADLINE,
    NONE,
    NOTICE,
    STATES,
    fill_wire,
    item,
    people,
    put,
    sell,
    sight,
    word,
)
from tests.delivery.conftest import push
from tests.factories.customers import AccessTokenFactory
from wireroom.delivery import tickets
from wireroom.kernel.clock import utc_now

__all__ = ["push"]

FORMATS = ("item", "ticker")
MUST = ("premium", "common", "others", "public", "last")
LAST = "last"
"""A story for everybody: when it has come, all before it has."""


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def stream_of(server: Any, who: str, fmt: str, credentials: dict[str, Any], **how: str) -> Any:
    """Open a stream with a token (`full`), a browser's ticket (`full by ticket`) or nothing."""
    path = f"/stream?format={fmt}"
    if after := how.get("after"):
        path += f"&last-event-id={after}"
    name, _, by_ticket = who.partition(" by ")
    if name == "anonymous":
        return server.get(path)
    if by_ticket:
        browser = credentials[name]
        ticket = tickets.issue(
            int(browser.session["_auth_user_id"]), browser.session.session_key, utc_now()
        )
        return server.get(f"{path}&ticket={ticket}")
    return server.get(path, **bearer(f"wr_{name}"))


@pytest.fixture
def credentials(transactional_db: None) -> dict[str, Any]:
    """A browser for each reader, and a token of the company of each."""
    now = utc_now()
    companies = sell(now)
    browsers = {}
    for name, person in people(companies).items():
        browsers[name] = Client()
        browsers[name].force_login(person)
    for name, company in companies.items():
        AccessTokenFactory(company=company, secret=f"wr_{name}")
    full = companies["full"]
    AccessTokenFactory(company=full, secret="wr_expired", expires_at=now - timedelta(hours=1))
    AccessTokenFactory(company=full, secret="wr_revoked", revoked_at=now)
    AccessTokenFactory(company=full, secret="wr_feed only", scopes=["feed"])
    return browsers


READING = ("anonymous", "headline", "full", "other", "demo", "headline by ticket", "full by ticket",
           "other by ticket", "demo by ticket", "staff by ticket")  # fmt: skip
SHUT = {
    "expired": 401,
    "revoked": 401,
    "unknown": 401,
    "feed only": 204,
    "lapsed": 204,
    "lapsed by ticket": 204,
}


def carries(who: str, fmt: str, state: str, part: str) -> bool:
    """Whether a stream may carry a word of a story.

    What was held or killed ran for a moment; a replay has no text of a killed one.
    """
    name = who.partition(" by ")[0]
    if part == "text" and fmt.startswith("ticker"):
        return False
    if name == "anonymous" or state == LAST:
        return state in ("public", LAST)
    seen = sight(name, state)
    if seen is NOTICE:
        is_over = state == "killed" and fmt.endswith("replayed")
        seen = NONE if is_over else HEADLINE if name == "headline" else FULL
    return seen is FULL or (seen is HEADLINE and part == "headline")


def test_streams_live_and_replayed(push: Any, credentials: dict[str, Any]) -> None:
    server = push(rights_check_s=0.5)
    opened = {
        (who, fmt): stream_of(server, who, fmt, credentials) for who in READING for fmt in FORMATS
    }
    for reader in opened.values():
        reader.named("hello")
    fill_wire(utc_now())
    put(item(LAST, "press", genre="genre:Press_Release"), utc_now())
    for key in list(opened):
        who, fmt = key
        opened[who, f"{fmt}, replayed"] = stream_of(server, who, fmt, credentials, after="earliest")
    wrong = []
    for (who, fmt), reader in opened.items():
        while word(LAST, "headline") not in reader.named("message")["headline"]:
            pass
        wrong += faults(who, fmt, reader.raw)
    assert wrong == []
    refused = {who: stream_of(server, who, "item", credentials).status for who in SHUT}
    assert refused == SHUT


def faults(who: str, fmt: str, raw: bytes) -> list[str]:
    """Name what a stream carries and must not, or must carry and does not."""
    found = []
    for state in (*STATES, LAST):
        for part in ("headline", "text"):
            has = word(state, part).encode() in raw
            if has and not carries(who, fmt, state, part):
                found.append(f"{who}, {fmt}: has the {part} of {state}")
            if state in MUST and part == "headline" and not has and carries(who, fmt, state, part):
                found.append(f"{who}, {fmt}: lacks {state}")
    return found
