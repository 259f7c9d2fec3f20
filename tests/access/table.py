"""Reads the tables of docs/reference/roles.md."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROLES = Path(__file__).parents[2] / "docs" / "reference" / "roles.md"
_CODE = re.compile(r"`([^`]*)`")
_REST = "…"


class Row(NamedTuple):
    """Addresses, one or all that begin alike, and the roles that get an answer there."""

    address: str
    who: frozenset[str]

    def said(self) -> tuple[int, bool]:
        """Say how much of a route it names, and whether all."""
        beginning = self.address.removesuffix(_REST)
        return len(beginning), beginning == self.address

    def holds(self, path: str) -> bool:
        """Whether a route belongs here, unless a longer row has it."""
        if self.address.endswith(_REST):
            return path.startswith(self.address.removesuffix(_REST))
        return path == self.address


@cache
def roles() -> list[str]:
    """Name the roles."""
    return [name for name, _ in _rows("Roles")]


@cache
def _meanings() -> dict[str, frozenset[str]]:
    """Give what the words of the tables mean: a role is itself, a group its roles."""
    alone = {name: frozenset({name}) for name in roles()}
    groups = _rows("Words for several roles")
    return alone | {name: _who(members, alone) for name, members in groups}


@cache
def rows() -> list[Row]:
    """Give the rows of all tables of addresses."""
    found = [
        Row("" if code == "/" else code.removeprefix("/"), _who(who, _meanings()))
        for addresses, who in _rows("Addresses")
        for code in _CODE.findall(addresses)
    ]
    assert len({row.address for row in found}) == len(found), "an address stands there twice"
    return found


def row_of(path: str) -> Row | None:
    """Give the row of a route: the one that says most of it."""
    holding = [row for row in rows() if row.holds(path)]
    return max(holding, key=Row.said, default=None)


def _who(text: str, meanings: dict[str, frozenset[str]]) -> frozenset[str]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    return frozenset[str]().union(*(meanings[word] for word in words))


def _rows(heading: str) -> list[tuple[str, str]]:
    """Give the first two cells of each row of the tables below a heading, without their heads."""
    _, found, text = ROLES.read_text(encoding="utf-8").partition(f"\n## {heading}\n")
    assert found, f"roles.md has no heading {heading}"
    lines = text.partition("\n## ")[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return [(row[0], row[1]) for row in cells if row[0] not in _HEADS]


_HEADS = frozenset({"role", "word", "addresses", "---"})
