"""Countries by their ISO 3166-1 codes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "countries.txt"


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """Give code and English name of every country, in the order of the names."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(" ") for line in lines if not line.startswith("#"))
    return tuple((code, name) for code, _, name in pairs)


def country_name(code: str) -> str:
    """Give the name of a country; an unknown code is its own name."""
    return dict(countries()).get(code, code)
