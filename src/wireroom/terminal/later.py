"""What is sold with a delay: it comes by no stream, so its lists are asked for again and again."""

from __future__ import annotations

from datetime import datetime

from wireroom.customers.policy import Reader


def share(reader: Reader, now: datetime) -> str:
    """Say how much of a reader's news no stream brings: `all`, `some`, or nothing at all."""
    grants = [grant for grant in reader.grants if grant.active_at(now)]
    if not any(grant.is_live for grant in grants):
        return "all"
    return "some" if any(grant.delay for grant in grants) else ""
