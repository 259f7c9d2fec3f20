"""The ledger: what every feed got, under which number, and what came of each attempt."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from wireroom.delivery.models.feed import Feed
from wireroom.wire.once import Mark


class DeliveryState(models.TextChoices):
    """What became of a delivery."""

    PENDING = "pending", "Waits"
    TAKEN = "taken", "Taken by the destination"
    VOID = "void", "Void: nothing may be sent under this number any more"


class VoidWhy(models.TextChoices):
    """Why nothing was sent under a number."""

    KILLED = "killed", "The story was killed before this version was sent"
    SUPERSEDED = "superseded", "It was corrected or held before this version was sent"
    RIGHTS = "rights", "The company may not read it any more"
    UNWRITABLE = "unwritable", "It cannot be written in the feed's format"
    SKIPPED = "skipped", "The customer went on without it"


class Delivery(models.Model):
    """One version of a story for one feed. Numbered rows are kept for ever and never renumbered.

    A test has no number; `sample` says of which kind it is. A void number is told to destinations
    that count, so that they see no gap. `level` and `product` are those of the moment it was made.
    `due_at` is when it may be sent first: digests wait for their hour. `sends` counts how often it
    was taken: a rewind sends again what was taken before, under the same number. `taken_by` are the
    addresses of a feed by mail that have it, while not all have.
    """

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="deliveries")
    number = models.PositiveBigIntegerField(null=True)
    sample = models.CharField(max_length=20, blank=True)
    seq = models.BigIntegerField()
    guid = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    update_type = models.CharField(max_length=20)
    headline = models.TextField(blank=True)
    released_at = models.DateTimeField()
    level = models.PositiveSmallIntegerField()
    product = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=40)
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING
    )
    void_why = models.CharField(max_length=12, choices=VoidWhy.choices, blank=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    sends = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=40, blank=True)
    taken_by = models.JSONField(default=list)
    taken_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        """A number once, a version once for each feed; found by story, and what waits by feed."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["feed", "number"], name="delivery_number_once"),
            models.UniqueConstraint(
                fields=["feed", "guid", "version"],
                condition=Q(number__isnull=False),
                name="delivery_version_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="delivery_state_is_known"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["guid", "version"], name="delivery_story"),
            models.Index(
                fields=["feed", "number"], name="delivery_to_send", condition=Q(state="pending")
            ),
            models.Index(fields=["feed", "released_at"], name="delivery_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.feed_id} no. {self.number}: {self.guid} v{self.version}"


class Attempt(models.Model):
    """One try to hand a delivery over: what was asked and what was answered, without secrets.

    `request` and `answer` are for the customer's and support's eyes; they are cleared away after
    some weeks, the ledger's row stays.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=40)
    status = models.PositiveIntegerField(default=0)
    took_ms = models.PositiveIntegerField(default=0)
    detail = models.CharField(max_length=500, blank=True)
    request = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    by = models.CharField(max_length=254, blank=True)

    class Meta:
        ordering = ("delivery", "id")
        indexes: ClassVar[list[Any]] = [models.Index(fields=["at"], name="delivery_attempt_age")]

    def __str__(self) -> str:
        return f"{self.delivery_id} at {self.at:%Y-%m-%d %H:%M:%S}: {self.outcome}"


class Waiting(models.Model):
    """A version whose time has not come for a feed: its product is sold with a delay."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    due_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["feed", "seq"], name="delivery_waits_once")
        ]

    def __str__(self) -> str:
        return f"{self.feed_id}: entry {self.seq} at {self.due_at:%H:%M:%S}"


class Numbered(Mark):
    """How far the wire has been numbered."""

    def __str__(self) -> str:
        return f"numbered up to {self.seq}"
