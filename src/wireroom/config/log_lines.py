"""What the house's log lines look like, and what they never hold."""

from __future__ import annotations

import logging
import re
from typing import Any

import structlog

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": f"{__name__}.Discreet",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"level": "WARNING"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # refused with 400: scanners only
        "wagtail": {"level": "WARNING"},  # tells of every revision; the audit log keeps them
    },
}
"""Django's setting of this name."""
_SECRET = re.compile(
    r"(/account/invitation/|/account/address/|/subscribe/proof/|/feeds/private/|/feeds/unsubscribe/|/alerts/unsubscribe/"
    r"|/recalls/acknowledge/|/account/password/reset/\w+-)"
    r"[^/?#\s\"']+"
)
"""Addresses whose last part lets whoever has it act for somebody; they come by letter."""


def configure_structlog() -> None:
    """Write the same lines from structlog, without local variables: those hold unreleased text."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.dev.ConsoleRenderer(
                colors=False, pad_event_to=0, exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )


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
