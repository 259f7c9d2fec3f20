"""The audit of rights: a row for every change, in the transaction of the change."""

from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models
from django.db.models.functions import Now

from wireroom.customers.acting import current
from wireroom.customers.models.append_only import AppendOnly, AppendOnlyQuerySet

_ORDER_KEY = int.from_bytes(b"wr-right", "big")


class RightsChange(AppendOnly):
    """One change of rights: when, by whom (an e-mail address), what (`subscription:end`), of whom.

    The greatest id is the *rights generation*; whoever holds readers asks for it again and again.
    """

    at = models.DateTimeField(db_default=Now())
    actor = models.CharField(max_length=254, null=True, blank=True)  # noqa: DJ001 - null: unknown
    what = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = AppendOnlyQuerySet["RightsChange"].as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = "change of rights"
        verbose_name_plural = "changes of rights"
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["subject", "id"], name="rights_change_subject"),
            models.Index(fields=["what", "id"], name="rights_change_what"),
            models.Index(fields=["actor", "id"], name="rights_change_actor"),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.detail.get('name') or self.subject}"

    @classmethod
    def record(cls, *, using: str, what: str, subject: str, detail: dict[str, Any]) -> RightsChange:
        """Add a row for the act under way; `what` gives way to the act's own verb."""
        act = current()
        room, _, verb = what.partition(":")
        change = cls(
            actor=act.find_actor(),
            what=f"{room}:{act.verb or verb}",
            subject=subject,
            detail=detail,
        )
        if act.now is not None:
            change.at = act.now
        change.save(using=using)
        return change


def take_turn(using: str) -> None:
    """Let one transaction at a time change rights, until it ends.

    Orders the ids of `RightsChange` like the commits. Without it a row with a smaller id could
    appear after a greater one was seen, and the generation would hide it. SQLite has one writer
    anyway. Taken before any row lock, so that two changes cannot wait for each other.
    """
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ORDER_KEY])
