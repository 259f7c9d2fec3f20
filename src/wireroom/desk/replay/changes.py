"""What kind of update is the difference between two versions? Pure, linear in the text."""

from __future__ import annotations

import re
from collections import Counter
from itertools import zip_longest

from wireroom.desk.replay.drafts import Draft
from wireroom.kernel.markup import plain
from wireroom.kernel.newsitem import Block, Correction, ListBlock, Table, UpdateType

_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d[\d.,:]*")
_SMALL_SHARE = 0.03
"""Up to one word in about thirty changed is a correction; more is a development."""
_REWRITTEN_SHARE = 0.5
_QUOTED_CHARACTERS = 300


def update_type(before: Draft, after: Draft) -> UpdateType:
    """Say why `after` follows `before`.

    Much new text is a writethru, only text put at the end an add. In a text that is otherwise the
    same, a changed figure or headline corrects a fact, anything else is a minor correction.
    """
    share = _changed_share(_text(before), _text(after))
    if share > _REWRITTEN_SHARE:
        return UpdateType.WRITETHRU
    if len(after.body) > len(before.body) and after.body[: len(before.body)] == before.body:
        return UpdateType.ADD
    if share > _SMALL_SHARE:
        return UpdateType.DEVELOPMENT
    headlines_differ = _said(before.headline) != _said(after.headline)
    if headlines_differ or _figures(before) != _figures(after):
        return UpdateType.CORRECTION_FACT
    return UpdateType.CORRECTION_MINOR


def correction(before: Draft, after: Draft) -> Correction:
    """Say what was, what is, and where, for the first place that differs."""
    for where in ("headline", "standfirst"):
        was, now = getattr(before, where), getattr(after, where)
        if was != now:
            return _correction(was, now, where)
    pairs = zip_longest(map(block_text, before.body), map(block_text, after.body), fillvalue="")
    for number, (was, now) in enumerate(pairs, start=1):
        if was != now:
            return _correction(was, now, f"block {number}")
    return _correction(", ".join(before.keywords), ", ".join(after.keywords), "coding")


def block_text(block: Block) -> str:
    """Give a block's words, without markup."""
    if isinstance(block, ListBlock):
        return plain(" ".join(block.items))
    if isinstance(block, Table):
        return plain(" ".join(cell for row in block.rows for cell in row))
    return plain(block.text)


def _correction(was: str, now: str, where: str) -> Correction:
    start = 0
    if max(len(was), len(now)) > _QUOTED_CHARACTERS:
        start = _first_difference(was, now)
    return Correction(
        was=_excerpt(was, start), now=_excerpt(now, start), where=where, why="changed at source"
    )


def _first_difference(was: str, now: str) -> int:
    """Find the beginning of the sentence in which the two texts part."""
    pairs = enumerate(zip(was, now, strict=False))
    same = next((i for i, pair in pairs if pair[0] != pair[1]), min(len(was), len(now)))
    return was.rfind(". ", 0, same) + 2 if ". " in was[:same] else 0


def _excerpt(text: str, start: int) -> str:
    part = text[start : start + _QUOTED_CHARACTERS]
    return part + "…" if len(text) > start + _QUOTED_CHARACTERS else part


def _text(draft: Draft) -> str:
    return " ".join((draft.headline, draft.standfirst, *map(block_text, draft.body)))


def _figures(draft: Draft) -> Counter[str]:
    return Counter(figure.rstrip(".,:") for figure in _FIGURE.findall(_text(draft)))


def _said(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _changed_share(was: str, now: str) -> float:
    """Count words that came or went, as a share of both texts; their order does not matter."""
    old, new = Counter(_said(was)), Counter(_said(now))
    total = old.total() + new.total()
    return ((old - new).total() + (new - old).total()) / total if total else 0.0
