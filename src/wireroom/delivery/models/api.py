"""What the customer API remembers: answers to writes, so that a repeated one is not done twice."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class ApiAnswer(models.Model):
    """A write of the API by its `Idempotency-Key`, kept for a day.

    `request` is the SHA-256 of method, address and body. While `status` is 0 the write is under
    way, by whoever began it at `began_at`. `body` is sealed: it may hold a new feed's secret.
    """

    token_id = models.BigIntegerField()
    key = models.CharField(max_length=128)
    request = models.BinaryField(max_length=32)
    began_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    location = models.CharField(max_length=500, blank=True)

    class Meta:
        """A key once for each token."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["token_id", "key"], name="delivery_api_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.token_id} {self.key}: {self.status}"
