"""Who has been let in, and which answer named them last: push and source speak past each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Roll:
    """Principals with open streams, by name, and what each may read.

    `Left` and `Idle` of the push process tell of a time before it had heard the latest answers;
    they count only if no later answer named the principal or the class.
    """

    def __init__(self, serials: Iterator[int]) -> None:
        """Number answers by `serials`."""
        self._serials = serials
        self._answered: dict[str, int] = {}
        self.open: dict[str, str] = {}

    def next(self) -> int:
        """Give the next answer its number."""
        return next(self._serials)

    def let_in(self, name: str, class_id: str, rights: str, serial: int) -> None:
        """Note that an answer opened a stream."""
        self._answered[class_id] = self._answered[name] = serial
        self.open[name] = rights

    def has_gone(self, name: str, serial: int) -> bool:
        """Whether a principal or class is named by no later answer; then forget it."""
        if self._answered.get(name, 0) > serial:
            return False
        self.strike(name)
        return True

    def strike(self, name: str) -> None:
        """Forget a principal or class."""
        self._answered.pop(name, None)
        self.open.pop(name, None)
