"""What the terminal keeps for a person. Private to the room; no text of a story is in here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Bookmark(models.Model):
    """A story that a person keeps, with a note; each time it is shown, today's rights decide."""

    person_id = models.BigIntegerField()
    guid = models.CharField(max_length=64)
    note = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        """A story is kept once; the list is newest first."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person_id", "guid"], name="terminal_bookmark_once")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person_id", "-made_at"], name="terminal_bookmark_newest")
        ]

    def __str__(self) -> str:
        """Name whose it is and which story."""
        return f"{self.person_id}: {self.guid}"


class Recent(models.Model):
    """When a person last opened a story."""

    person_id = models.BigIntegerField()
    guid = models.CharField(max_length=64)
    opened_at = models.DateTimeField()

    class Meta:
        """A story stands in the list once, at its last time."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person_id", "guid"], name="terminal_recent_once")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person_id", "-opened_at"], name="terminal_recent_newest")
        ]

    def __str__(self) -> str:
        """Name whose it is and which story."""
        return f"{self.person_id}: {self.guid}"


class Screen(models.Model):
    """How a person left the terminal; `wireroom.terminal.personal.screen` says what is in it."""

    person_id = models.BigIntegerField(primary_key=True)
    state = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name whose it is."""
        return f"screen of {self.person_id}"
