"""What the boards show: numbers for everybody who may see them, names for those who call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from wireroom.delivery.models import Recall, Recipient, RecipientState

_HAVE_IT = (RecipientState.DELIVERED, RecipientState.ACKNOWLEDGED)


class Numbers(NamedTuple):
    """How many recipients there are, and how far it has come; who acknowledged has it, too."""

    recipients: int = 0
    delivered: int = 0
    acknowledged: int = 0
    waived: int = 0
    outstanding: int = 0

    @property
    def is_done(self) -> bool:
        """Whether nobody is outstanding."""
        return not self.outstanding


_COUNTED = {
    "recipients": Count("pk"),
    "delivered": Count("pk", filter=Q(state__in=_HAVE_IT)),
    "acknowledged": Count("pk", filter=Q(state=RecipientState.ACKNOWLEDGED)),
    "waived": Count("pk", filter=Q(state=RecipientState.WAIVED)),
    "outstanding": Count("pk", filter=Q(state=RecipientState.OUTSTANDING)),
}


def numbers(recall_ids: Collection[int]) -> dict[int, Numbers]:
    """Count each board's recipients; one query."""
    rows = Recipient.objects.filter(recall__in=recall_ids).order_by().values("recall_id")
    counted = rows.annotate(**_COUNTED).values_list("recall_id", *Numbers._fields)
    found = {pk: Numbers(*facts) for pk, *facts in counted}
    return {pk: found.get(pk, Numbers()) for pk in recall_ids}


def numbers_by_channel(recall_ids: Collection[int]) -> dict[int, list[tuple[str, Numbers]]]:
    """Count each board's recipients by channel; one query. It holds no name."""
    rows = Recipient.objects.filter(recall__in=recall_ids).order_by().values("recall_id", "channel")
    counted = rows.annotate(**_COUNTED).order_by("recall_id", "channel")
    found: dict[int, list[tuple[str, Numbers]]] = defaultdict(list)
    for pk, channel, *facts in counted.values_list("recall_id", "channel", *Numbers._fields):
        found[pk].append((channel, Numbers(*facts)))
    return found


def recipients(recall: Recall, state: str = "") -> QuerySet[Recipient]:
    """Give a board's recipients by company and channel, companies with outstanding ones first."""
    rows = recall.recipients.filter(state=state) if state else recall.recipients.all()
    late = recall.recipients.filter(state=RecipientState.OUTSTANDING).values("company_id")
    is_late = Case(
        When(company_id__in=late, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return rows.annotate(is_late=is_late).order_by(
        "is_late", "company", "company_id", "channel", "name", "pk"
    )


def by_company(rows: Iterable[Recipient]) -> list[tuple[str, list[Recipient]]]:
    """Group rows, in their order, by company."""
    groups: dict[tuple[int, str], list[Recipient]] = defaultdict(list)
    for row in rows:
        groups[row.company_id, row.company].append(row)
    return [(company or "No company", found) for (_, company), found in groups.items()]


def pressing() -> QuerySet[Recall]:
    """Give the open kills about which somebody has been written to and is still outstanding."""
    rows = Recipient.objects.filter(state=RecipientState.OUTSTANDING, escalations__gt=0)
    return Recall.objects.filter(
        closed_at=None, update_type="kill", pk__in=rows.values("recall_id")
    )
