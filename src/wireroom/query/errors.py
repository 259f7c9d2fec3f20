"""What is wrong with a query, and where."""

from __future__ import annotations

from wireroom.kernel.errors import WireroomError

_SHOWN = 40


class QueryError(WireroomError):
    """The query cannot be read."""

    code = "bad_query"
    http_status = 400

    def __init__(self, detail: str = "", *, at: int = 0, length: int = 0, hint: str = "") -> None:
        """Say what is wrong with `length` characters from `at`, and in `hint` what to write."""
        super().__init__(detail, at=at, length=length, hint=hint)
        self.at = at
        self.length = length
        self.hint = hint


def shown(text: str) -> str:
    """Quote a piece of a query in a message, cut when it is long."""
    return f"“{text}”" if len(text) <= _SHOWN else f"“{text[: _SHOWN - 1]}…”"
