"""What the composition root plugs into the back office: this room may not read the wire itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class PlugSettings:
    """Functions by which support explains what was read; see docs/reference/settings.md."""

    stories: Callable[[str], Sequence[Any]]
    """`WIREROOM_CUSTOMERS_STORIES`: dotted path of a function that gives a story's released
    versions by its identity."""

    sent: Callable[[int, str], Sequence[Any]]
    """`WIREROOM_CUSTOMERS_SENT`: dotted path of a function that gives what a person was sent of a
    story."""


def plugs() -> PlugSettings:
    """Give the functions in force; without any, nothing is found."""
    return PlugSettings(
        stories=_load(getattr(settings, "WIREROOM_CUSTOMERS_STORIES", "")),
        sent=_load(getattr(settings, "WIREROOM_CUSTOMERS_SENT", "")),
    )


def _load(path: str) -> Callable[..., Sequence[Any]]:
    found: Callable[..., Sequence[Any]] = import_string(path) if path else _nothing
    return found


def _nothing(*_: Any) -> Sequence[Any]:
    return ()
