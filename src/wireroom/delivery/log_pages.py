"""Which part of a feed's log is asked for, and its rows in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import QueryDict
from msgspec import Struct

from wireroom.delivery import words
from wireroom.delivery.queries.feeds import FeedFacts
from wireroom.delivery.queries.ledger import DeliveryFacts, ledger
from wireroom.kernel.ids import from_short, short

LINES = 50
_STATES = ("pending", "taken", "void")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_MOST_DIGITS = 18


class Line(Struct, frozen=True):
    """A row of the log in words."""

    row: DeliveryFacts
    state: words.Said
    kind: str
    outcome: str
    short: str


class Page(Struct, frozen=True, kw_only=True):
    """A page of the log, the newest first, and the address of what is older."""

    lines: Sequence[Line]
    state: str
    story: str
    older: str


def guid_of(text: str) -> str:
    """Find a story's identity in what was typed: the identity itself, or a story's address."""
    found = _UUID.search(text)
    return from_short(found.group().lower()) if found else text.strip()[:64]


def log_page(feed: FeedFacts, asked: QueryDict, limit: int = LINES) -> Page:
    """Give the page of the log that an address asks for: `state`, `story`, `before`."""
    state = asked.get("state", "")
    state = state if state in _STATES else ""
    story = asked.get("story", "").strip()[:500]
    before = asked.get("before", "")
    is_number = before.isascii() and before.isdecimal() and len(before) <= _MOST_DIGITS
    rows = ledger(
        feed.id,
        before=int(before) if is_number else 0,
        limit=limit + 1,
        state=state,
        guid=guid_of(story) if story else "",
    )
    older = ""
    if len(rows) > limit:
        facts = {"state": state, "story": story, "before": rows[limit - 1].number}
        older = urlencode({name: value for name, value in facts.items() if value})
    lines = [line_of(row, feed.destination) for row in rows[:limit]]
    return Page(lines=lines, state=state, story=story, older=older)


def line_of(row: DeliveryFacts, destination: str) -> Line:
    """Put a row in words."""
    is_test = row.number is None
    return Line(
        row=row,
        state=words.test_state(row.state)
        if is_test
        else words.delivery_state(row.state, destination),
        kind=words.kind(row.update_type),
        outcome=words.void(row.void_why) or (words.outcome(row.outcome) if row.outcome else ""),
        short=short(row.guid),
    )
