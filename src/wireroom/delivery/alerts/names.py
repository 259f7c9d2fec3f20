"""What an alert is called outside: the same name at every attempt, and no number of ours in it."""

from __future__ import annotations

import hashlib
import hmac

from wireroom.delivery.push.seal import derive


def public_id(secret: str, alert_id: int) -> str:
    """Name an alert for good; `secret` is the house's. Another secret gives another name."""
    key = derive(secret, "alert names")
    return "alert_" + hmac.new(key, str(alert_id).encode(), hashlib.sha256).hexdigest()[:32]
