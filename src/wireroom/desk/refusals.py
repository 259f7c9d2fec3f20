"""Telling an editor that something did not go out, without claiming more than is known."""

from __future__ import annotations

from wireroom.kernel.errors import WireroomError
from wireroom.wire.closing import OutcomeUnknown


def explain(error: WireroomError, otherwise: str) -> str:
    """Say what happened: `otherwise` and why, but for a failed commit only that nobody knows."""
    if isinstance(error, OutcomeUnknown):
        return error.detail
    return f"{otherwise} {error.detail}"
