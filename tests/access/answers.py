"""Answers, compared in everything by which one can be told from another."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from tests.access.leaks import word

SCRIPT = {"X-Script": "1"}
MANNERS: dict[str, dict[str, str]] = {
    "GET": {},
    "HEAD": {},
    "If-None-Match": {"If-None-Match": "*"},
    "If-Modified-Since": {"If-Modified-Since": "Tue, 24 Nov 2099 12:00:00 GMT"},
    "Range": {"Range": "bytes=0-9"},
    "If-Range": {"Range": "bytes=0-9", "If-Range": '"a"'},
}
_SEALED = re.compile(rb'(?<=")[\w-]{40,}(?=")')
"""Tokens against forgery and places of the wire: sealed anew for each answer, always as long."""
_CLOCK = frozenset({"Expires"})


class Answer:
    """An answer with what was asked for blotted out, and what is new in each answer."""

    def __init__(self, response: Any, *asked: str) -> None:
        """Read it; `asked` is the story's name, or the words, that the request carried."""
        body = b"".join(response.streaming_content) if response.streaming else response.content
        self.body = _SEALED.sub(b"sealed", _blot(body, asked))
        self.facts = {
            "status": response.status_code,
            "size": len(body),
            "cookies": sorted(response.cookies),
            **{
                name: _blot(value.encode(), asked)
                for name, value in response.headers.items()
                if name not in _CLOCK
            },
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answer) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(self.body)

    def says(self, state: str) -> tuple[bool, bool]:
        """Whether it has the word of a story's headline, and that of its text."""
        one, other = (word(state, part).encode() in self.body for part in ("headline", "text"))
        return one, other

    def unlike(self, other: Answer) -> str:
        """Tell where it differs from `other`."""
        keys = sorted(self.facts.keys() | other.facts.keys())
        facts = [
            f"{key} {self.facts.get(key)!r} and not {other.facts.get(key)!r}"
            for key in keys
            if self.facts.get(key) != other.facts.get(key)
        ]
        start = _common(self.body, other.body)
        if self.body != other.body:
            here = slice(max(0, start - 60), start + 60)
            facts.append(f"…{self.body[here]!r}… and not …{other.body[here]!r}…")
        return "; ".join(facts) or "alike"


def ask(client: Client, address: str, *asked: str, how: str = "GET", **headers: str) -> Answer:
    """Ask in a manner (see `MANNERS`), perhaps as our own script."""
    method = "HEAD" if how == "HEAD" else "GET"
    return Answer(client.generic(method, address, headers=MANNERS[how] | headers), *asked)


def _blot(text: bytes, asked: tuple[str, ...]) -> bytes:
    for spelled in asked:
        text = text.replace(spelled.encode(), b"=" * len(spelled))
    return text


def _common(one: bytes, other: bytes) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
