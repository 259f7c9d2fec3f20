"""Tables of the wire. Private to the room: everybody else calls `services` and `queries`."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models

from wireroom.kernel.errors import WireroomError


class LogIsAppendOnly(WireroomError):
    """Entries of the wire are neither changed nor deleted."""

    code = "log_is_append_only"


class LogQuerySet(models.QuerySet["LogEntry"]):
    """Rows of the log, without the ways to change them."""

    def update(self, **_: Any) -> NoReturn:
        """Refuse."""
        raise LogIsAppendOnly

    def delete(self) -> NoReturn:
        """Refuse."""
        raise LogIsAppendOnly


class LogEntry(models.Model):
    """One released version. `seq` is dense: 1, 2, 3… A trigger refuses every UPDATE."""

    seq = models.BigIntegerField(primary_key=True)
    guid = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    released_at = models.DateTimeField()
    item = models.TextField()
    hash = models.BinaryField(max_length=32)
    idempotency_key = models.CharField(max_length=200, unique=True, null=True)  # noqa: DJ001 - NULL is "none": '' would collide

    objects = LogQuerySet.as_manager()

    class Meta:
        """One row a version of a story."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["guid", "version"], name="wire_one_row_a_version"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="wire_seq_from_one"),
            models.CheckConstraint(
                condition=models.Q(version__gte=1), name="wire_version_from_one"
            ),
        ]

    def __str__(self) -> str:
        """Name the entry as people say it."""
        return f"{self.seq}: {self.guid} v{self.version}"

    def save(self, *_: Any, **kwargs: Any) -> None:
        """Insert; never update."""
        super().save(force_insert=True, using=kwargs.get("using"))

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse."""
        raise LogIsAppendOnly


class Epoch(models.Model):
    """One life of the log. A restore begins a new one, and readers are told to reset."""

    name = models.CharField(max_length=32, unique=True)
    began_at = models.DateTimeField()
    first_seq = models.BigIntegerField()
    reason = models.CharField(max_length=200)

    def __str__(self) -> str:
        """Name the epoch."""
        return self.name


class Cursor(models.Model):
    """How far a consumer has come, saved in the same transaction as what it did."""

    consumer = models.CharField(max_length=64, primary_key=True)
    epoch = models.CharField(max_length=32)
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        """Say who is where."""
        return f"{self.consumer} at {self.seq}"
