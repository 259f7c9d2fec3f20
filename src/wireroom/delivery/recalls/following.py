"""What the ledger, the post and the machines say of recipients who are outstanding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from wireroom.customers.directory.machines import machines
from wireroom.customers.directory.posted import Posted, posted
from wireroom.customers.policy import Channel
from wireroom.delivery.models import Recall, Recipient, RecipientState
from wireroom.delivery.recalls import states
from wireroom.matching.queries.told import told_outside

_TROUBLE = "The letter was given up: "


def follow(recall: Recall) -> int:
    """Mark whom the recall has reached since the last look; give how many. Reads before it locks.

    Asks the ledger of feeds, the post of letters, tokens of their last use, matching of alerts.
    """
    waiting = list(recall.recipients.filter(state=RecipientState.OUTSTANDING))
    if not waiting:
        return 0
    letters = posted(row.mail_id for row in waiting if row.mail_id)
    reached = {
        **_by_alert(recall, waiting),
        **_by_stream(recall, waiting),
        **{row.pk: fate.sent_at for row, fate in _with_fate(waiting, letters) if fate.sent_at},
        **_by_ledger(waiting),
    }
    given_up = {
        row.pk: (_TROUBLE + fate.trouble)[:500]
        for row, fate in _with_fate(waiting, letters)
        if fate.failed_at and not row.note
    }
    if reached or given_up:
        _save(reached, given_up)
    return len(reached)


@transaction.atomic
def _save(reached: Mapping[int, datetime], given_up: Mapping[int, str]) -> None:
    for pk, at in reached.items():
        states.deliver(Recipient.objects.filter(pk=pk), at)
    for pk, note in given_up.items():
        Recipient.objects.filter(pk=pk).update(note=note)


def follow_acknowledged(recall: Recall) -> None:
    """Mark what feeds have acknowledged by themselves."""
    rows = recall.recipients.filter(delivery__acknowledged_at__isnull=False)
    for row in rows.exclude(state=RecipientState.ACKNOWLEDGED).select_related("delivery"):
        if row.delivery and row.delivery.acknowledged_at:
            states.acknowledge(_only(row), row.delivery.acknowledged_at, "the receiving system")


def _by_ledger(rows: Iterable[Recipient]) -> dict[int, datetime]:
    keys = [row.pk for row in rows if row.delivery_id]
    taken = Recipient.objects.filter(pk__in=keys, delivery__sends__gt=0)
    return {pk: at for pk, at in taken.values_list("pk", "delivery__taken_at") if at}


def _with_fate(
    rows: Iterable[Recipient], letters: Mapping[int, Posted]
) -> list[tuple[Recipient, Posted]]:
    return [(row, letters[row.mail_id]) for row in rows if row.mail_id and row.mail_id in letters]


def _by_stream(recall: Recall, rows: Iterable[Recipient]) -> dict[int, datetime]:
    """Streams give a recall to whoever comes for anything: being used since is having it.

    Of a token that is good for more than streams its use proves nothing: somebody has to ask.
    """
    waiting = [row for row in rows if row.token_id and row.channel == Channel.STREAM]
    facts = machines(row.token_id for row in waiting)
    known = [(row.pk, facts[row.token_id]) for row in waiting if row.token_id in facts]
    uses = {pk: machine.last_used_at for pk, machine in known if machine.streams_only}
    return {pk: at for pk, at in uses.items() if at and at > recall.released_at}


def _by_alert(recall: Recall, rows: Iterable[Recipient]) -> dict[int, datetime]:
    waiting = [row for row in rows if row.person_id and not row.token_id]
    told = told_outside(recall.guid) if waiting else []
    since = {
        each.person_id: each.sent_at
        for each in reversed(told)
        if each.version >= recall.version and each.sent_at
    }
    return {row.pk: since[row.person_id] for row in waiting if row.person_id in since}


def _only(row: Recipient) -> states.Rows:
    return Recipient.objects.filter(pk=row.pk)
