"""How alerts follow the wire."""

from __future__ import annotations

from datetime import datetime

from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Profile
from wireroom.matching import snapshot
from wireroom.matching.live import LiveIndex
from wireroom.matching.making import make_alerts
from wireroom.matching.models import Handled
from wireroom.matching.queries.alerts import NAME
from wireroom.wire.entries import Entry


class MatchingConsumer:
    """A `wire.consumers.Consumer` that writes a ledger, not a view: an entry alerts once, ever."""

    name = NAME

    def __init__(self) -> None:
        self._live: LiveIndex | None = None

    def prepare(self, now: datetime) -> bool:
        """Bring the index up to date outside of any transaction, and keep a snapshot of it.

        The worker does this before each round: building a large index would hold the one writer of
        SQLite up. Alerts are right without it.
        """
        live = self._index()
        live.refresh(now, now)
        snapshot.save_when_due(live)
        return False

    def handle(self, entry: Entry) -> None:
        """Alert those whom an entry concerns; one that was handled before alerts nobody."""
        if not Handled.take(entry) or entry.item.profile is Profile.TEST:
            return
        now = utc_now()
        live = self._index()
        live.refresh(entry.released_at, now)
        make_alerts(entry, live.match(entry), now)

    def wipe(self) -> None:
        """Forget the index. The ledger stays: what people were told cannot be untold (ADR 0012)."""
        self._live = None
        snapshot.remove()
        Handled.realign()

    def _index(self) -> LiveIndex:
        if self._live is None:
            self._live = snapshot.load()
        return self._live
