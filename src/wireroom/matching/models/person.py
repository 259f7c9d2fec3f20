"""What a person sets for all topics."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

URL_CHARS = 500


class Preferences(models.Model):
    """Where a person's clock stands, and at which hours of it digests go out."""

    person_id = models.BigIntegerField(primary_key=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    digest_hours = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name whose they are."""
        return f"preferences of {self.person_id}"


class Webhook(models.Model):
    """Where a person's alerts are posted, and the secret they are signed with.

    The secret is symmetric (Standard Webhooks), so it is stored as it is.
    """

    person_id = models.BigIntegerField(primary_key=True)
    url = models.CharField(max_length=URL_CHARS)
    secret = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        """Name whose it is."""
        return f"webhook of {self.person_id}"


class MutedStory(models.Model):
    """A story of which a person wants to hear no more until a moment, except that it is wrong."""

    person_id = models.BigIntegerField()
    guid = models.CharField(max_length=64)
    until = models.DateTimeField()

    class Meta:
        """A story is muted once; matching asks by story."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["guid", "person_id"], name="matching_muted_once")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person_id"], name="matching_muted_person")
        ]

    def __str__(self) -> str:
        """Say who hears no more of what."""
        return f"{self.person_id}: {self.guid}"
