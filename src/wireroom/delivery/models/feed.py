"""Feeds: named machine deliveries of a company, and the secret addresses of those it fetches."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from wireroom.customers.policy import Channel


class FeedState(models.TextChoices):
    """Whether a feed sends. In every state but `closed` its ledger goes on, so nothing is lost."""

    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused by the customer"
    SUSPENDED = "suspended", "Suspended by the agency"
    STALLED = "stalled", "Stalled: the destination does not take it"
    REFUSED = "refused", "Refused for good by the destination"
    CLOSED = "closed", "Closed"


class Destination(models.TextChoices):
    """By which way a feed's items go; the values are those of `customers.policy.Channel`."""

    STREAM = Channel.STREAM.value, "Stream"
    FEED = Channel.FEED.value, "Fetched by the customer"
    WEBHOOK = Channel.WEBHOOK.value, "Webhook"
    SFTP = Channel.SFTP.value, "SFTP"
    EMAIL = Channel.EMAIL.value, "E-mail"


class Feed(models.Model):
    """What goes to one destination of one company, numbered 1, 2, 3 … without a gap.

    `products` are codes of what the company holds; none: all of it. `query` narrows that. `target`
    says where (see `delivery.destinations`), `options` how the format is spelled, `schedule` when a
    digest goes; empty: at once. `secret` is sealed. `last_number` is the newest number given out,
    `taken_number` the last that the destination has taken with all before it.
    """

    code = models.CharField(max_length=32, unique=True)
    company_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    products = models.JSONField(default=list)
    query = models.TextField(blank=True)
    destination = models.CharField(max_length=10, choices=Destination.choices)
    target = models.JSONField(default=dict)
    secret = models.TextField(blank=True)
    format = models.CharField(max_length=20)
    options = models.JSONField(default=dict)
    schedule = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=FeedState.choices, default=FeedState.ACTIVE)
    state_why = models.CharField(max_length=500, blank=True)
    state_at = models.DateTimeField()
    state_by = models.CharField(max_length=254, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=254, blank=True)
    last_number = models.PositiveBigIntegerField(default=0)
    taken_number = models.PositiveBigIntegerField(default=0)
    last_made_at = models.DateTimeField(null=True)
    last_taken_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    idle_after_minutes = models.PositiveIntegerField(null=True)
    idle_to = models.CharField(max_length=500, blank=True)
    idle_told_at = models.DateTimeField(null=True)

    class Meta:
        """Found by company; those that may have something to send by their next attempt."""

        ordering = ("name", "id")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(taken_number__lte=models.F("last_number")),
                name="delivery_feed_took_what_was_given",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FeedState.values), name="delivery_feed_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(destination__in=Destination.values),
                name="delivery_feed_destination_is_known",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company_id", "state"], name="delivery_feed_company"),
            models.Index(fields=["state", "destination"], name="delivery_feed_sending"),
        ]

    def __str__(self) -> str:
        return self.name


class FeedAddress(models.Model):
    """A secret address at which a feed can be fetched without a token; kept as a hash only."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="addresses")
    name = models.CharField(max_length=120)
    hash = models.BinaryField(max_length=32, unique=True, editable=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=254, blank=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
