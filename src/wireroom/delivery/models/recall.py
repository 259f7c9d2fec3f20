"""Recalls: a correction, hold or kill on its way to everybody who has an earlier version."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from wireroom.delivery.models.ledger import Delivery


class Receipt(models.Model):
    """Who got which version of a story by which channel, beside feeds: people and their machines.

    Kept so that a kill finds them (DESIGN §4), and for nothing else; no screen lists what a person
    has read. `person_id` and `token_id` are 0 when it was not a person or a token.
    """

    guid = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    company_id = models.BigIntegerField(default=0)
    person_id = models.BigIntegerField(default=0)
    token_id = models.BigIntegerField(default=0)
    channel = models.CharField(max_length=10)
    got_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["guid", "version", "person_id", "token_id", "channel"],
                name="delivery_receipt_once",
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["got_at"], name="delivery_receipt_age")
        ]

    def __str__(self) -> str:
        return f"{self.guid} v{self.version} by {self.channel}"


class Recall(models.Model):
    """One correction, hold or kill, with its board. `closed_at`: nobody is outstanding, or waived.

    `certificate` is the text that was signed off when it was closed, `digest` its SHA-256.
    `entry_hash` is that of the wire's entry, in hexadecimal digits. `headline` names the story
    without a word of its text, which may be killed tomorrow.
    """

    guid = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    seq = models.BigIntegerField()
    entry_hash = models.CharField(max_length=64, blank=True)
    update_type = models.CharField(max_length=20)
    headline = models.TextField(blank=True)
    released_at = models.DateTimeField()
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=254, blank=True)
    note = models.TextField(blank=True)
    certificate = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-released_at", "-id")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["guid", "version"], name="delivery_recall_once")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["made_at"], name="delivery_recall_open", condition=Q(closed_at=None)
            ),
            models.Index(fields=["-released_at"], name="delivery_recall_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.update_type} of {self.guid}"


class RecipientState(models.TextChoices):
    """How far a recall has come with one recipient."""

    OUTSTANDING = "outstanding", "Outstanding"
    DELIVERED = "delivered", "Delivered"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    WAIVED = "waived", "Told in another way"


class Recipient(models.Model):
    """Somebody who had an earlier version: a feed, a person or a machine with a token.

    `delivery` is the ledger's row that brings it to a feed, `mail_id` the letter to a person. Of
    one who was told in another way `acknowledged_by` is the colleague, `delivered_at` when.
    """

    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="recipients")
    feed_id = models.BigIntegerField(default=0)
    person_id = models.BigIntegerField(default=0)
    token_id = models.BigIntegerField(default=0)
    company_id = models.BigIntegerField(default=0)
    name = models.CharField(max_length=254)
    company = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=10)
    had_version = models.PositiveIntegerField()
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, null=True, related_name="+")
    mail_id = models.BigIntegerField(null=True)
    state = models.CharField(
        max_length=12, choices=RecipientState.choices, default=RecipientState.OUTSTANDING
    )
    delivered_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=254, blank=True)
    escalated_at = models.DateTimeField(null=True)
    escalations = models.PositiveIntegerField(default=0)
    secret_hash = models.BinaryField(max_length=32, null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("recall", "company", "name", "id")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["recall", "feed_id", "person_id", "token_id", "channel"],
                name="delivery_recipient_once",
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["state", "recall"], name="delivery_recipient_open"),
            models.Index(
                fields=["secret_hash"],
                name="delivery_recipient_secret",
                condition=Q(secret_hash__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.channel}): {self.state}"
