"""Two rows that keep things in order: changes of topics, and entries that were handled."""

from __future__ import annotations

from django.db import models

from wireroom.wire.once import Mark


class Turn(models.Model):
    """The row that everybody who changes topics locks: it gives changes their numbers."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        """Give the number of the last change."""
        return str(self.number)


class Handled(Mark):
    """How far alerts have been made: an entry up to here never makes any again.

    Unlike the cursor of the wire it survives a rebuild. The hash tells whether it is still the same
    log.
    """

    def __str__(self) -> str:
        """Give the place in the log."""
        return str(self.seq)
