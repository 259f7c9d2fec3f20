"""Whoever is outstanding for too long becomes a matter for people: by letter, step by step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from wireroom.customers.directory.contacts import contacts_of
from wireroom.customers.services.mail import NotAnAddress, post
from wireroom.delivery.models import Recall, Recipient, RecipientState
from wireroom.delivery.recalls.letters import letter_facts

USUAL_MINUTES = (15, 60, 240)


def escalate(now: datetime) -> int:
    """Take the steps that are due on every open board; give how many recipients it was about.

    At each of `WIREROOM_RECALL_ESCALATE_MINUTES` after the release the administrators of a company
    and our people for it get a letter about who of theirs is still outstanding. Each step is taken
    once: the count and the letters are one transaction.
    """
    minutes = escalation_minutes()
    first = now - timedelta(minutes=min(minutes, default=0))
    boards = Recall.objects.filter(
        closed_at=None,
        made_at__lte=first,
        recipients__state=RecipientState.OUTSTANDING,
        recipients__escalations__lt=len(minutes),
    )
    keys = boards.order_by().values_list("pk", flat=True).distinct() if minutes else ()
    return sum(_step(pk, _steps(minutes), now) for pk in keys)


def escalation_minutes() -> tuple[int, ...]:
    """Give after how many minutes each step is taken."""
    found: Sequence[int] = getattr(settings, "WIREROOM_RECALL_ESCALATE_MINUTES", USUAL_MINUTES)
    return tuple(sorted(found))


def _steps(minutes: Sequence[int]) -> list[timedelta]:
    return [timedelta(minutes=each) for each in minutes]


def escalate_now(recall_id: int, now: datetime) -> int:
    """Write about everybody who is outstanding on a board, whatever was written before."""
    return _step(recall_id, None, now)


def _step(recall_id: int, steps: Sequence[timedelta] | None, now: datetime) -> int:
    with transaction.atomic():
        recall = Recall.objects.select_for_update().get(pk=recall_id)  # each step once
        rows = recall.recipients.filter(state=RecipientState.OUTSTANDING)
        if steps is not None:
            due = sum(now - recall.made_at >= step for step in steps)
            rows = rows.filter(escalations__lt=due)
        companies: dict[int, list[Recipient]] = defaultdict(list)
        for row in rows:
            companies[row.company_id].append(row)
        for company_id, of_company in companies.items():
            _write(recall, company_id, of_company, now)
            for row in of_company:
                row.escalations = due if steps is not None else row.escalations + 1
                row.escalated_at = now
        every = [row for of_company in companies.values() for row in of_company]
        Recipient.objects.bulk_update(every, ["escalations", "escalated_at"], batch_size=500)
        return len(every)


def _write(recall: Recall, company_id: int, rows: Sequence[Recipient], now: datetime) -> None:
    contacts = contacts_of(company_id)
    board = f"{settings.WIREROOM_SITE_URL}{reverse('recalls_board', args=[recall.pk])}"
    facts = letter_facts(recall) | {"company": contacts.company, "rows": rows}
    _post("escalation", contacts.administrators, facts, now)
    _post("escalation_for_agency", contacts.agency, facts | {"board": board}, now)


def _post(letter: str, to: Iterable[str], facts: dict[str, object], now: datetime) -> None:
    whole = render_to_string(f"delivery/recalls/{letter}.txt", facts)
    subject, _, text = whole.partition("\n")
    for address in to:
        try:
            post(to=address, subject=subject, text=text, now=now)
        except NotAnAddress:  # the others must be told all the same
            continue
