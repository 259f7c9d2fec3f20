"""What time alone brings about."""

from __future__ import annotations

from datetime import datetime

from wireroom.customers import services


def tend_sessions(now: datetime) -> int:
    """Note which sessions have run out, and clear them away; give how many. Idempotent."""
    return services.end_expired_sessions(now=now)


def tend_customers(now: datetime) -> int:
    """Tell customers of ends that come near or have come; give how many were told of. Idempotent.

    Demos that have run out are noted as such. Nothing here takes a right away: rights end by their
    own dates.
    """
    expired = services.expire_demos(now=now)
    return expired + services.remind_demos(now=now) + services.send_notices(now=now)
