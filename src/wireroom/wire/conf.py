"""Settings of the wire."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class WireSettings:
    """What an operator may set for the wire; see docs/reference/settings.md."""

    data_dir: Path
    """`WIREROOM_DATA_DIR`: where the database, the secret key and the run-time files live."""

    @property
    def run_dir(self) -> Path:
        """Where sockets and markers of running processes live."""
        return self.data_dir / "run"


def wire_settings() -> WireSettings:
    """Give the settings in force."""
    return WireSettings(data_dir=settings.WIREROOM_DATA_DIR)
