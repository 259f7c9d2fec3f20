"""Errors are data: a stable code, whether trying again can help, an HTTP status, and fields."""

from __future__ import annotations

from typing import ClassVar


class WireroomError(Exception):
    """Something went wrong.

    A subclass stands beside the function that raises it. The first line of its docstring is the
    default message; `code` is stable and never translated; a retry looks at `temporary` alone.
    """

    code: ClassVar[str] = "error"
    temporary: ClassVar[bool] = False
    http_status: ClassVar[int] = 500

    def __init__(self, detail: str = "", **fields: str | int | None) -> None:
        """Say what happened: `detail` for a person, `fields` for a program."""
        self.detail = detail or self._default_detail()
        self.fields = fields
        super().__init__(self.detail)

    @classmethod
    def _default_detail(cls) -> str:
        return (cls.__doc__ or "").strip().partition("\n")[0]

    def problem(self) -> dict[str, str | int | None]:
        """Give the error as an RFC 9457 problem detail."""
        return {
            "type": f"urn:wireroom:error:{self.code}",
            "title": self._default_detail(),
            "status": self.http_status,
            "detail": self.detail,
            **self.fields,
        }
