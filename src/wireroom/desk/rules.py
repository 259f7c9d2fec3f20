"""Decisions of the desk, without Django: whose text it is, what changed, which reason to give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import msgspec

from wireroom.kernel.newsitem import CORRECTIONS, NewsItem, UpdateType

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400

_NOT_TEXT = frozenset(
    {
        "pk",
        "live",
        "locked",
        "locked_at",
        "locked_by",
        "expired",
        "expire_at",
        "go_live_at",
        "held_at",
        "killed_at",
        "live_revision",
        "latest_revision",
        "first_published_at",
        "last_published_at",
        "has_unpublished_changes",
    }
)
"""Parts of a revision that say where a story stands, not what it says."""

_ID = re.compile(r'"id": "[0-9a-f-]{36}"|data-block-key=\\?"[^"\\]*\\?"')
"""What Wagtail's editor marks blocks and paragraphs with; may differ between saves of one text."""


def text_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """Give the part of a revision's content that somebody wrote, without the ids of blocks."""
    return {
        name: _ID.sub("", value) if isinstance(value, str) else value
        for name, value in content.items()
        if name not in _NOT_TEXT
    }


def author_of(revisions: Iterable[tuple[int | None, Mapping[str, Any]]]) -> int | None:
    """Tell who wrote the newest text, as a user's key.

    `revisions` are (user, content), newest first. Saving a text unchanged does not make it one's
    own: else nobody could release a colleague's text from the editor, which saves it first.
    """
    author, text = None, None
    for user, content in revisions:
        if text is not None and text_of(content) != text:
            break
        author, text = user, text_of(content)
    return author


def says_the_same(item: NewsItem, latest: NewsItem) -> bool:
    """Whether `item` would tell receivers nothing that `latest` has not told them."""
    blank = {"version": 1, "update_type": UpdateType.NEW, "correction": None}
    return msgspec.structs.replace(item, **blank) == msgspec.structs.replace(latest, **blank)


def reason_for(chosen: str, item: NewsItem, latest: NewsItem | None) -> UpdateType:
    """Give the reason of the next version: a first one is new; a correction is issued only once.

    A draft that was begun before a correction went out still carries it; released later, it is a
    development, not the same correction again.
    """
    if latest is None:
        return UpdateType.NEW
    reason = UpdateType(chosen)
    if reason in CORRECTIONS and (item.correction is None or item.correction == latest.correction):
        return UpdateType.DEVELOPMENT
    return UpdateType.DEVELOPMENT if reason is UpdateType.NEW else reason


def corrected(value: Any, was: str, now: str) -> Any:
    """Give the raw value of a field with `was` replaced by `now`, as whole words, in all blocks.

    Texts that are markup hold `was` escaped. Ids and names of blocks stay as they are.
    """
    if isinstance(value, str):
        markup = "<" in value
        old, new = (escape(was, quote=False), escape(now, quote=False)) if markup else (was, now)
        return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, value)
    if isinstance(value, dict):
        same = {"id", "type"}
        return {k: v if k in same else corrected(v, was, now) for k, v in value.items()}
    if isinstance(value, list):
        return [corrected(item, was, now) for item in value]
    return value


def spell_duration(seconds: float) -> str:
    """Say how long something took or will take, in the newsroom's way: 8 s, 3 min, 2 h 05, 4 d."""
    whole = max(0, int(seconds))
    if whole < _MINUTE_S:
        return f"{whole} s"
    if whole < _HOUR_S:
        return f"{whole // _MINUTE_S} min"
    if whole < _DAY_S:
        return f"{whole // _HOUR_S} h {whole % _HOUR_S // _MINUTE_S:02}"
    return f"{whole // _DAY_S} d"


def countdown(seconds: float) -> str:
    """Say how long until something happens, to the second: 0:42, 12:05, 3:00:09."""
    whole = max(0, round(seconds))
    hours, minutes, rest = whole // _HOUR_S, whole % _HOUR_S // _MINUTE_S, whole % _MINUTE_S
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
