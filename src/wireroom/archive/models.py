"""Tables of the archive. Private to the room, and rebuilt from the wire at any time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ReleasedVersion(models.Model):
    """What lists need to find one entry of the wire: by number, by genre, by story.

    One row a version, not a story: which version stands for a story differs from reader to reader.
    It holds codes only. Texts are read from the wire, so that nothing here can outlive a kill.
    """

    seq = models.BigIntegerField(primary_key=True)
    guid = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    released_at = models.DateTimeField()
    pub_status = models.CharField(max_length=16)
    update_type = models.CharField(max_length=32)
    urgency = models.PositiveSmallIntegerField()
    profile = models.CharField(max_length=16)
    genre = models.CharField(max_length=64)
    language = models.CharField(max_length=35)  # RFC 5646 §4.4.1: room for every registered tag

    class Meta:
        """Newest first, of everything or of a genre."""

        indexes: ClassVar = [
            models.Index(fields=["genre", "-seq"], name="archive_genre_newest"),
            models.Index(fields=["guid", "version"], name="archive_story"),
            models.Index(fields=["released_at"], name="archive_released"),
        ]

    def __str__(self) -> str:
        """Name the version as people say it."""
        return f"{self.seq}: {self.guid} v{self.version}"
