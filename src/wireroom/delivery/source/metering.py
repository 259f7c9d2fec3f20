"""Counts the streams that tokens open, for the usage that customers see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wireroom.customers.directory import owners_of_tokens
from wireroom.customers.policy import Channel
from wireroom.usage.queries import What
from wireroom.usage.services import note

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


def count_streams(opened: Mapping[int, int], now: datetime) -> None:
    """Count how many streams each token has opened, by its number; one query."""
    for token_id, owner in owners_of_tokens(opened).items():
        note(
            What.STREAM,
            person_id=owner.person_id,
            company_id=owner.company_id,
            channel=Channel.STREAM,
            now=now,
            count=opened[token_id],
        )
