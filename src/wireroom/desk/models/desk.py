"""The parts of the newsroom."""

from __future__ import annotations

from django.db import models


class Desk(models.Model):
    """A part of the newsroom that stories come from: Economy, Moscow, Sport."""

    name = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        """Name it."""
        return self.name
