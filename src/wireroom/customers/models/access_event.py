"""The audit of access: who came in or failed to, looked through a customer's eyes, took a list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from wireroom.customers.models.append_only import AppendOnly, AppendOnlyQuerySet
from wireroom.kernel.network import spelled


class AccessEvent(AppendOnly):
    """One act that changes no rights: when, by whom (an address as typed or known), what, of whom.

    Apart from `RightsChange`, whose newest number tells every open stream to look at its rights
    again: a sign-in must not.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=254, blank=True)
    what = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = AppendOnlyQuerySet["AccessEvent"].as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = "access event"
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["subject", "id"], name="access_event_subject"),
            models.Index(fields=["what", "id"], name="access_event_what"),
            models.Index(fields=["actor", "id"], name="access_event_actor"),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.subject or self.actor}"

    @classmethod
    def record(
        cls,
        *,
        what: str,
        now: datetime,
        actor: str = "",
        subject: str = "",
        address: str | None = None,
        **detail: Any,
    ) -> AccessEvent:
        """Add a row, in the transaction under way; what is no address is left out."""
        event = cls(
            at=now,
            actor=actor[:254],
            what=what,
            subject=subject,
            address=spelled(address),
            detail=detail,
        )
        event.save()
        return event
