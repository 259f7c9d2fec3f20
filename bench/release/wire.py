"""Releases straight onto the wire."""

from __future__ import annotations

import msgspec
from django.db import transaction

from bench.push.items import story
from wireroom.kernel.clock import utc_now
from wireroom.kernel.ids import new_guid
from wireroom.wire import services

_TEXT_CHARS = 600
"""Makes about 1 KB of canonical JSON."""


class Releases:
    """New stories, one after the other."""

    def __init__(self) -> None:
        """Write the story that all of them are."""
        self._story = story(_TEXT_CHARS)

    def next(self) -> None:
        """Release one story durably, in its own transaction."""
        item = msgspec.structs.replace(self._story, guid=new_guid())
        with transaction.atomic():
            services.append(item, now=utc_now(), idempotency_key=item.guid)
