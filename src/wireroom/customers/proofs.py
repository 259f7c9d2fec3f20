"""The link that proves an address: its secret, and whether it still opens anything."""

from __future__ import annotations

import hashlib
from datetime import datetime

from wireroom.customers.models import DemoRequest, Stage


def proof_hash(secret: str) -> bytes:
    """Give what the database keeps of a proof's secret: 32 bytes of SHA-256."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def is_open(request: DemoRequest, now: datetime) -> bool:
    """Whether the link of a request can still open the demo."""
    expires_at = request.proof_expires_at
    return request.state == Stage.REQUESTED and expires_at is not None and now < expires_at
