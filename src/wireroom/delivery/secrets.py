"""The secret of a feed at rest: sealed, with the one before while both are good."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from wireroom.customers.access.sealing import seal, unseal

OLD_IS_GOOD_FOR = timedelta(hours=24)
"""Time enough to put a new secret into every machine that checks signatures."""


class _Kept(Struct, omit_defaults=True):
    new: str
    old: str = ""
    old_until: datetime | None = None


def keep(secret: str, now: datetime, *, before: str = "") -> str:
    """Seal a secret; `before` is the sealed one that it takes the place of. No secret: empty."""
    if not secret:
        return ""
    kept = _Kept(new=secret)
    if before:
        kept.old, kept.old_until = _opened(before).new, now + OLD_IS_GOOD_FOR
    return seal(msgspec.json.encode(kept).decode())


def good(sealed: str, now: datetime) -> tuple[str, ...]:
    """Give the secrets that are good at `now`, the newest first; none where none is kept.

    Raises:
        SealBroken: the house's secret key is not the one that sealed them.
    """
    if not sealed:
        return ()
    kept = _opened(sealed)
    if kept.old and kept.old_until is not None and now < kept.old_until:
        return (kept.new, kept.old)
    return (kept.new,)


def _opened(sealed: str) -> _Kept:
    return msgspec.json.decode(unseal(sealed), type=_Kept)
