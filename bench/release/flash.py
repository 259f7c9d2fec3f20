"""Flashes as the desk releases them: story, revision, audit row, wire, one transaction."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from wireroom.desk import services
from wireroom.kernel.clock import utc_now
from wireroom.kernel.ids import new_secret


class Flashes:
    """One editor who sends one flash after the other."""

    def __init__(self) -> None:
        """Hire the editor."""
        self._editor, _ = get_user_model().objects.get_or_create(
            email="bench@example.org", defaults={"is_staff": True, "is_superuser": True}
        )
        self._number = 0

    def next(self) -> None:
        """Release one flash, from the editor's Enter to the acknowledgement."""
        self._number += 1
        services.release_flash(
            headline=f"CENTRAL BANK CUTS KEY RATE TO {self._number} PCT",
            editor=self._editor,
            now=utc_now(),
            key=new_secret(),
        )
