"""How long counts are kept, and how often they are written."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

PREFIX = "WIREROOM_USAGE_"


@dataclass(frozen=True, slots=True)
class UsageSettings:
    """The room's options, see docs/reference/settings.md."""

    days: int
    """Counts older than this are deleted."""
    written_every_s: float
    """What a process has counted is written this often; 0: only when it is told to."""


def usage_settings() -> UsageSettings:
    """Read the options in force."""
    return UsageSettings(
        days=getattr(settings, "WIREROOM_USAGE_DAYS", 730),
        written_every_s=getattr(settings, "WIREROOM_USAGE_WRITTEN_EVERY_S", 5.0),
    )
