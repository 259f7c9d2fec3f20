"""How much the demo's customers have read in the last month: numbers for their usage pages."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from wireroom.customers.policy import Channel
from wireroom.usage import services as usage
from wireroom.usage.queries import What

_DAYS = 30
_WORKDAYS = 5
_A_DAY = {What.SIGN_IN: 1, What.STORY: 24, What.SEARCH: 9, What.EXPORT: 1}


def read_for_a_month(people: Iterable[tuple[int, int]], now: datetime) -> None:
    """Count a month of ordinary days for `people`, pairs of a person and their company.

    The same every time: who is at work less reads less, and weekends are quiet.
    """
    chance = random.Random(1991)  # noqa: S311 - made-up numbers
    for person_id, company_id in people:
        zeal = chance.uniform(0.3, 1.2)
        for days in range(1, _DAYS):
            at = now - timedelta(days=days)
            pace = zeal if at.isoweekday() <= _WORKDAYS else zeal / 8
            for what, times in _A_DAY.items():
                count = round(chance.gauss(times, times / 3) * pace)
                if count > 0:
                    usage.note(
                        what,
                        person_id=person_id,
                        company_id=company_id,
                        channel=Channel.EXPORT if what is What.EXPORT else Channel.TERMINAL,
                        now=at,
                        count=count,
                    )
    usage.flush()
