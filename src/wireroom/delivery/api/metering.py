"""Counts what is asked of the API, and notes who got which story, so that a kill finds them."""

from __future__ import annotations

from collections.abc import Sequence

from wireroom.customers.policy import Channel
from wireroom.delivery.api.caller import Caller
from wireroom.delivery.services.receipts import note_received
from wireroom.usage.queries import What
from wireroom.usage.services import note


def given(who: Caller, stories: Sequence[tuple[str, int]]) -> None:
    """Note whole items that a token was given, by guid and version."""
    if not stories:
        return
    counted(who, What.STORY, len(stories))
    note_received(
        stories=stories,
        channel=Channel.API,
        company_id=who.facts.company_id or 0,
        person_id=who.facts.person_id or 0,
        token_id=who.token_id,
        now=who.now,
    )


def counted(who: Caller, what: What, count: int = 1) -> None:
    """Count something that a token did; what the agency's own do is not counted."""
    facts = who.facts
    note(
        what,
        person_id=facts.person_id,
        company_id=facts.company_id,
        channel=Channel.API,
        now=who.now,
        count=count,
    )
