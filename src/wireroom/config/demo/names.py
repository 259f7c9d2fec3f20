"""Coding the demo's stories: whoever a story names, it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from wireroom.config.demo import load

_KINDS = {
    "companies": ("company", ("name", "ticker", "isin", "mic")),
    "people": ("person", ("name", "code")),
    "organisations": ("organisation", ("name", "code")),
    "places": ("place", ("name", "code")),
}


def about(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Give what a story is about, as the desk stores it: listed in its facts, or named in it."""
    return [
        {"type": kind, "value": {name: known.get(name, "") for name in fields}}
        for group, (kind, fields) in _KINDS.items()
        for known in _found(group, facts)
    ]


def _found(group: str, facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    listed = {_name(each): each for each in facts.get(group, ())}
    text = " ".join(str(facts.get(name, "")) for name in ("headline", "standfirst", "body"))
    for pattern, known in _known(group):
        if known["name"] in listed or pattern.search(text):
            listed.pop(known["name"], None)
            yield known
    for name, each in listed.items():
        yield each if isinstance(each, dict) else {"name": name}


def _name(each: str | dict[str, Any]) -> str:
    return str(each["name"]) if isinstance(each, dict) else each


@cache
def _known(group: str) -> tuple[tuple[re.Pattern[str], dict[str, Any]], ...]:
    return tuple(
        (re.compile(rf"\b(?:{'|'.join(map(re.escape, each.get('says', [each['name']])))})\b"), each)
        for each in load("names")[group]
    )
