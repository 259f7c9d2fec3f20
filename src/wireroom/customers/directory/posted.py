"""What became of letters, for whoever had them written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from wireroom.customers.models import OutgoingMail
from wireroom.kernel.batches import batches


class Posted(NamedTuple):
    """A letter's fate: `failed_at` says that it was given up."""

    sent_at: datetime | None
    failed_at: datetime | None
    trouble: str


def posted(letter_ids: Iterable[int]) -> dict[int, Posted]:
    """Give the fate of each letter asked for, by its number; one query for each 10,000."""
    found: dict[int, Posted] = {}
    for keys in batches(letter_ids):
        rows = OutgoingMail.objects.filter(pk__in=keys)
        for pk, *facts in rows.values_list("pk", *Posted._fields):
            found[pk] = Posted(*facts)
    return found
