"""The line above every page of somebody who reads on trial."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django import template

from wireroom.customers import queries
from wireroom.customers.access.view_as import of_request
from wireroom.customers.demos.remaining import LAST, UNITS, WORDS, in_words
from wireroom.kernel.clock import utc_now

register = template.Library()


@register.inclusion_tag("customers/trial_banner.html", takes_context=True)
def trial_banner(context: dict[str, Any]) -> dict[str, Any]:
    """Say how long the demo of the signed-in person still runs; nothing for everybody else.

    One query for a customer, none for the agency's own people.
    """
    now = utc_now()
    trial = _trial(context, now)
    if trial is None or trial.is_over:
        return {}
    words = {"units": [[*WORDS[unit], unit_s] for unit, unit_s in UNITS], "last": LAST}
    return {
        "ends_at": trial.ends_at,
        "left": in_words(trial.ends_at - now),
        "words": json.dumps(words),
    }


@register.simple_tag(takes_context=True)
def is_trial_over(context: dict[str, Any]) -> bool:
    """Say whether what the signed-in person had was a demo that has ended."""
    trial = _trial(context, utc_now())
    return trial is not None and trial.is_over


def _trial(context: dict[str, Any], now: datetime) -> queries.Trial | None:
    request = context.get("request")
    viewing = request and of_request(request)
    if viewing:
        return queries.trial_of(viewing.person_id, now)
    person = getattr(request, "user", None)
    if person is None or not getattr(person, "company_id", None):
        return None
    return queries.trial_of(person.pk, now)
