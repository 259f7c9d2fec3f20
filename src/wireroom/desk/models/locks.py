"""The lock on a killed story."""

from __future__ import annotations

from typing import Any

from wagtail.locks import BaseLock


class KilledLock(BaseLock):
    """A killed story is closed for everybody, for ever."""

    def for_user(self, user: Any) -> bool:  # noqa: ARG002 - Wagtail's signature
        """Apply to everybody."""
        return True

    def get_message(self, user: Any) -> str:  # noqa: ARG002 - Wagtail's signature
        """Say what has happened."""
        return "This story was killed. It cannot be changed or released again; write a new story."

    def get_locked_by(self, user: Any) -> str:  # noqa: ARG002 - Wagtail's signature
        """Say why."""
        return "Killed"

    def get_description(self, user: Any) -> str:  # noqa: ARG002 - Wagtail's signature
        """Say what it means."""
        return "The kill notice has gone to everybody who received the story."
