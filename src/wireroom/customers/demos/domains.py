"""E-mail domains: those that are thrown away, and those that many companies share."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from disposable_email_domains import blocklist

_SHARED = Path(__file__).parent / "shared_domains.txt"


def is_disposable(domain: str, extra: Collection[str] = ()) -> bool:
    """Whether letters to this domain, or to one above it, are for nobody in particular.

    `domain` is in ASCII; `extra` are domains to refuse beside the well-known ones.
    """
    return any(name in blocklist or name in extra for name in _with_parents(domain))


def is_shared(domain: str) -> bool:
    """Whether anybody can have an address there, so that it says nothing of a company."""
    return domain in _shared()


def _with_parents(domain: str) -> Iterator[str]:
    labels = domain.split(".")
    return (".".join(labels[start:]) for start in range(len(labels) - 1))


@cache
def _shared() -> frozenset[str]:
    lines = _SHARED.read_text(encoding="ascii").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
