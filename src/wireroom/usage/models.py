"""What is kept of reading: numbers."""

from __future__ import annotations

from django.db import models


class What(models.TextChoices):
    """What is counted."""

    STORY = "story", "Stories opened"
    SEARCH = "search", "Searches"
    EXPORT = "export", "Lists exported"
    SIGN_IN = "sign_in", "Sign-ins"
    STREAM = "stream", "Streams opened"


class DailyCount(models.Model):
    """How often one person (0: a company's machine) did one thing on one day, in UTC.

    Companies and people are plain numbers: this room knows nothing else about them. Which story was
    opened and what was searched for is nowhere in it.
    """

    day = models.DateField(db_index=True)
    company_id = models.PositiveBigIntegerField()
    person_id = models.PositiveBigIntegerField(default=0)
    what = models.CharField(max_length=10, choices=What.choices)
    channel = models.CharField(max_length=10)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["company_id", "day", "person_id", "what", "channel"],
                name="usage_one_count_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.what} {self.company_id}/{self.person_id}: {self.count}"
