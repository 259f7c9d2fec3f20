"""From a moment to a place in the wire."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from tests.factories.items import make_item
from wireroom.wire import queries, services

pytestmark = pytest.mark.django_db


def test_the_newest_entry_before_a_moment_is_found_by_its_time(now) -> None:
    assert queries.seq_before(now) == 0
    minute = timedelta(minutes=1)
    for after in (0, 1, 1, 5, 9):
        with transaction.atomic():
            services.append(make_item(), now=now + after * minute)
    moments = [
        now - minute,
        now,
        now + minute / 2,
        now + minute,
        now + 2 * minute,
        now + 5 * minute,
    ]
    assert [queries.seq_before(moment) for moment in moments] == [0, 0, 1, 1, 3, 3]
    assert queries.seq_before(now + 6 * minute) == 4
    assert queries.seq_before(now + 10 * minute) == 5
