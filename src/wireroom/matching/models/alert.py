"""The ledger of alerts: who was told what, by which channel. It is an outbox, too."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q


class Channel(models.TextChoices):
    """By which way an alert goes."""

    SCREEN = "screen", "On screen"
    EMAIL = "email", "E-mail at once"
    DIGEST = "digest", "E-mail digest"
    WEBHOOK = "webhook", "Webhook"


class Kind(models.TextChoices):
    """Why there is an alert."""

    MATCH = "match", "A topic matched"
    CORRECTION = "correction", "What was alerted to has been corrected"
    STOP = "stop", "A story is held or killed"


class State(models.TextChoices):
    """What became of an alert. On screen it is sent as soon as it is made."""

    PENDING = "pending", "Waits to be sent"
    SENT = "sent", "Sent"
    SEEN = "seen", "Seen"
    HELD_BACK = "held_back", "Held back: over the budget"
    DROPPED = "dropped", "Dropped"
    FAILED = "failed", "Given up"


class Alert(models.Model):
    """One version of a story, told to one person by one channel. Never wiped, never doubled.

    `topics` are the ids of the topics that matched; of a correction or stop that follows an earlier
    alert, the topics of that one. Pending ones wait for `next_attempt_at`.
    """

    person_id = models.BigIntegerField()
    guid = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    channel = models.CharField(max_length=16, choices=Channel.choices)
    seq = models.BigIntegerField()
    released_at = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    topics = models.JSONField(default=list)
    sound = models.BooleanField(default=False)
    desktop = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=State.choices)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        """Once per person, version and channel; found by person, by story, by what is due."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person_id", "guid", "version", "channel"], name="matching_alert_once"
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["guid", "version"], name="matching_alert_story"),
            models.Index(fields=["person_id", "channel", "-id"], name="matching_alert_newest"),
            models.Index(fields=["person_id", "released_at"], name="matching_alert_budget"),
            models.Index(
                fields=["person_id"],
                name="matching_alert_unseen",
                condition=Q(channel=Channel.SCREEN, seen_at=None),
            ),
            models.Index(
                fields=["channel", "next_attempt_at"],
                name="matching_alert_due",
                condition=Q(state=State.PENDING),
            ),
        ]

    def __str__(self) -> str:
        """Say who is told what."""
        return f"{self.person_id}: {self.guid} v{self.version} by {self.channel}"
