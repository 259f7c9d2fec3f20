"""The demo's news day: while `wireroom serve` runs, a story moves every 20 to 60 seconds.

Run as `python -m wireroom.config.demo`; `serve` does.
"""

from __future__ import annotations

import heapq
import random
import signal
import threading
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import structlog
from django.contrib.auth import get_user_model

from wireroom.config.demo import load
from wireroom.config.demo.newsroom import Newsroom
from wireroom.kernel.clock import utc_now

log = structlog.get_logger(__name__)

_GAP_S = (20.0, 60.0)
_THEN_S = (30.0, 120.0)


class NewsDay:
    """Deals the deck: every card once in a random order, then again."""

    def __init__(
        self, newsroom: Newsroom, cards: list[dict[str, Any]], dice: random.Random
    ) -> None:
        """Shuffle."""
        self._newsroom = newsroom
        self._cards = cards
        self._dice = dice
        self._hand: list[dict[str, Any]] = []
        self._numbers = count()
        self._later: list[tuple[datetime, int, Any, dict[str, Any]]] = []
        self._next_at: datetime | None = None

    def turn(self, now: datetime) -> str | None:
        """Release what is due at `now`: a follow-up first, else a new story; give its headline."""
        if self._later and self._later[0][0] <= now:
            _, _, story, facts = heapq.heappop(self._later)
            self._newsroom.follow_up(story, _facts(facts), now)
            return f"{facts['kind']}: {story.headline}"
        if self._next_at is not None and now < self._next_at:
            return None
        self._next_at = now + self._after(_GAP_S)
        return self._new(now)

    def _new(self, now: datetime) -> str:
        if not self._hand:
            self._hand = self._dice.sample(self._cards, len(self._cards))
        card = self._hand.pop()
        story = self._newsroom.begin(_facts(card), now)
        for facts in card.get("then", ()):
            due_at = now + self._after(_THEN_S)
            heapq.heappush(self._later, (due_at, next(self._numbers), story, facts))
        return str(story.headline)

    def _after(self, bounds_s: tuple[float, float]) -> timedelta:
        return timedelta(seconds=self._dice.uniform(*bounds_s))


def _facts(card: dict[str, Any]) -> dict[str, Any]:
    """Spell a card as a story of stories.toml."""
    facts = {name: value for name, value in card.items() if name not in {"text", "topic"}}
    if "text" in card:
        facts["body"] = card["text"]
    if "topic" in card:
        facts["topics"] = [card["topic"]]
    return facts


def main() -> None:
    """Go on until SIGTERM."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    staff = load("agency")["staff"]
    newsroom = Newsroom(
        editor=get_user_model().objects.get(email=staff[0]["email"]),
        chief=get_user_model().objects.get(email=staff[1]["email"]),
    )
    day = NewsDay(newsroom, load("deck")["cards"], random.Random())  # noqa: S311 - shuffles a demo
    while not stopping.wait(1.0):
        try:
            if told := day.turn(utc_now()):
                log.info("demo:released", headline=told)
        except Exception:
            log.exception("demo:failed")
