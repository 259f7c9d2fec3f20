"""What the house's log lines look like, and what they never hold."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(
    r"(/account/invitation/|/account/address/|/subscribe/proof/|/account/password/reset/\w+-)"
    r"[^/?#\s\"']+"
)
"""Addresses whose last part lets whoever has it act for somebody; they come by letter."""


def without_secrets(line: str) -> str:
    """Give a line of a log with `[secret]` where an address held one."""
    return _SECRET.sub(r"\1[secret]", line)


class Discreet(logging.Formatter):
    """Formats as ever, and leaves out the secrets of addresses, wherever in the record they stand.

    Django logs the path of each request that it refuses (`django.request`, `django.security.csrf`).
    """

    def format(self, record: logging.LogRecord) -> str:
        """Give the line, its traceback included."""
        return without_secrets(super().format(record))
