"""“We have it, and have acted on it”: by the link of a letter, or by a feed."""

from __future__ import annotations

from datetime import datetime

from wireroom.customers.access.tokens import digest
from wireroom.delivery.models import Recall, Recipient
from wireroom.delivery.recalls import states


def recall_of_letter(secret: str) -> Recall | None:
    """Give the recall whose letter holds a secret; None: none does."""
    row = _of_letter(secret).select_related("recall").first()
    return row.recall if row else None


def is_acknowledged(secret: str) -> bool:
    """Whether everything that the letter is about has been acknowledged."""
    return not _of_letter(secret).exclude(state="acknowledged").exists()


def acknowledge_letter(secret: str, now: datetime) -> int:
    """Acknowledge by the link of a letter, for its person and that person's machines; once."""
    row = _of_letter(secret).first()
    return states.acknowledge(_of_letter(secret), now, row.name) if row else 0


def _of_letter(secret: str) -> states.Rows:
    return Recipient.objects.filter(secret_hash=digest(secret))
