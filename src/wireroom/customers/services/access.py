"""Acts that change no rights and are audited all the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wireroom.customers.facts import person_facts
from wireroom.customers.models import AccessEvent


def note_access(
    *, what: str, person_id: int, address: str | None, now: datetime, **detail: Any
) -> None:
    """Record that a person did `what` (such as `list:exported`), in the transaction under way.

    Texts in `detail` may be what somebody typed.
    """
    facts = person_facts([person_id]).get(person_id)
    AccessEvent.record(
        what=what,
        actor=facts.email if facts else "",
        subject=f"person:{person_id}",
        address=address,
        now=now,
        **{key: _storable(value) for key, value in detail.items()},
    )


def note_act(
    *,
    what: str,
    actor: str,
    subject: str,
    now: datetime,
    address: str | None = None,
    **detail: Any,
) -> None:
    """Record an act on what another room keeps (such as `feed:paused`), in its transaction.

    Args:
        what: the tag.
        actor: e-mail address of whoever does it, or the name of a process of ours.
        subject: of whom or what, such as `company:7`.
        now: the moment.
        address: the IP address that it came from, where there is one.
        detail: more facts; texts may be what somebody typed.
    """
    AccessEvent.record(
        what=what,
        actor=actor,
        subject=subject,
        address=address,
        now=now,
        **{key: _storable(value) for key, value in detail.items()},
    )


def _storable(value: Any) -> Any:
    """Take away what PostgreSQL cannot keep in JSON (RFC 8259 allows it)."""
    return value.replace("\0", "") if isinstance(value, str) else value
