"""Settings of the room: environment variables beginning with `WIREROOM_DEMO_`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

PREFIX = "WIREROOM_DEMO_"
_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class DemoSettings:
    """What a prospect gets on trial, and who cannot ask for it."""

    days: int = 14
    """`WIREROOM_DEMO_DAYS`: how long a demo lasts; at least 1."""

    delay_minutes: int = 0
    """`WIREROOM_DEMO_DELAY_MINUTES`: how long after its release a story can be read in a demo."""

    sample: bool = False
    """`WIREROOM_DEMO_SAMPLE`: `1` shows the products' sample stories only."""

    disposable_domains: tuple[str, ...] = ()
    """`WIREROOM_DEMO_DISPOSABLE_DOMAINS`: e-mail domains refused beside the known throw-away ones,
    with commas."""


def load(environ: Mapping[str, str] = os.environ) -> DemoSettings:
    """Read the settings.

    Raises:
        ImproperlyConfigured: a value cannot be used; the message names the variable.
    """
    usual = DemoSettings()
    domains = environ.get(f"{PREFIX}DISPOSABLE_DOMAINS", "")
    return DemoSettings(
        days=_number(environ, "DAYS", usual.days, at_least=1),
        delay_minutes=_number(environ, "DELAY_MINUTES", usual.delay_minutes, at_least=0),
        sample=_flag(environ, "SAMPLE"),
        disposable_domains=tuple(
            name.strip().lower() for name in domains.split(",") if name.strip()
        ),
    )


def _number(environ: Mapping[str, str], name: str, usual: int, *, at_least: int) -> int:
    text = environ.get(PREFIX + name) or str(usual)
    if not text.isdecimal() or not at_least <= int(text) < 1_000_000:  # noqa: PLR2004 - years
        raise ImproperlyConfigured(
            f"{PREFIX}{name} must be a whole number of at least {at_least}, not {text!r}."
        )
    return int(text)


def _flag(environ: Mapping[str, str], name: str) -> bool:
    text = (environ.get(PREFIX + name) or "0").strip().lower()
    if text not in _FLAGS:
        raise ImproperlyConfigured(f"{PREFIX}{name} must be 1 or 0, not {text!r}.")
    return _FLAGS[text]
