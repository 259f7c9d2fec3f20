"""Topics: saved queries, and what a person wants to hear of each."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from wireroom.matching.models.alert import Channel

NAME_CHARS = 80
FOLDER_CHARS = 60


class Colour(models.TextChoices):
    """The colours a topic may have; the screens say how each looks, light and dark."""

    GREY = "grey", "Grey"
    RED = "red", "Red"
    ORANGE = "orange", "Orange"
    YELLOW = "yellow", "Yellow"
    GREEN = "green", "Green"
    TEAL = "teal", "Teal"
    BLUE = "blue", "Blue"
    PURPLE = "purple", "Purple"
    PINK = "pink", "Pink"


class Email(models.TextChoices):
    """When a match is mailed."""

    NONE = "none", "Never"
    INSTANT = "instant", "At once"
    DIGEST = "digest", "In the digest"


class Topic(models.Model):
    """A query that a person keeps, and may share with the colleagues of the company.

    It alerts to what is released after `since_seq`, the end of the wire when it was made. Whoever
    follows topics reads those with a `change_number` above the last one seen; `services.order`
    gives the numbers in the order of the commits. A deleted topic stays as a row.
    """

    owner_id = models.BigIntegerField()
    company_id = models.BigIntegerField(null=True)
    is_shared = models.BooleanField(default=False)
    folder = models.CharField(max_length=FOLDER_CHARS, blank=True)
    position = models.PositiveIntegerField(default=0)
    colour = models.CharField(max_length=16, choices=Colour.choices, default=Colour.GREY)
    name = models.CharField(max_length=NAME_CHARS)
    query = models.TextField(blank=True)
    moves = models.BooleanField(default=False)
    """Whether what the query means changes by itself: with the calendar, or with products."""
    since_seq = models.BigIntegerField()
    change_number = models.BigIntegerField(unique=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        """Found by owner, by company when shared, and by change."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["owner_id", "position"], name="matching_topic_owner"),
            models.Index(fields=["company_id", "is_shared"], name="matching_topic_shared"),
        ]

    def __str__(self) -> str:
        """Name it as its owner does."""
        return self.name


class AlertRule(models.Model):
    """What one person wants to hear of a topic, by which channels and how often."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="rules")
    person_id = models.BigIntegerField()
    on_screen = models.BooleanField(default=True)
    sound = models.BooleanField(default=False)
    desktop = models.BooleanField(default=False)
    email = models.CharField(max_length=16, choices=Email.choices, default=Email.NONE)
    webhook = models.BooleanField(default=False)
    budget_per_hour = models.PositiveIntegerField(null=True)
    """How many versions an hour may alert; null: all."""
    muted_until = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        """A person has one rule a topic."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["topic", "person_id"], name="matching_rule_once")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person_id"], name="matching_rule_person")
        ]

    def __str__(self) -> str:
        """Say whose rule it is, of what."""
        return f"{self.person_id}: topic {self.topic_id}"

    def channels(self) -> set[str]:
        """Give the channels by which this person hears of the topic."""
        wanted = {Channel.SCREEN.value} if self.on_screen else set()
        if self.webhook:
            wanted.add(Channel.WEBHOOK.value)
        if self.email == Email.INSTANT:
            wanted.add(Channel.EMAIL.value)
        elif self.email == Email.DIGEST:
            wanted.add(Channel.DIGEST.value)
        return wanted
