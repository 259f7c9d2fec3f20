"""Notices: what a customer was told about the end of a subscription, each once."""

from __future__ import annotations

from django.db import models

from wireroom.customers.models.append_only import AppendOnly, AppendOnlyQuerySet
from wireroom.customers.models.subscription import Subscription


class NoticeKind(models.TextChoices):
    """How near the end was."""

    ENDS_IN_30 = "ends_in_30", "30 days before the end"
    ENDS_IN_7 = "ends_in_7", "7 days before the end"
    ENDS_IN_1 = "ends_in_1", "One day before the end"
    ENDED = "ended", "At the end"


class Notice(AppendOnly):
    """A notice that was sent. An end that moves is told anew: `ends_at` is part of the key."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    ends_at = models.DateTimeField()
    sent_at = models.DateTimeField()

    objects = AppendOnlyQuerySet["Notice"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=["subscription", "kind", "ends_at"], name="notice_once"),
        )

    def __str__(self) -> str:
        return f"{self.subscription}: {self.get_kind_display()}"
