"""A draft → the fields of a `Story`, as an editor would have filled them in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wireroom.desk.replay.drafts import Draft
from wireroom.kernel.markup import plain
from wireroom.kernel.newsitem import (
    Answer,
    Block,
    Heading,
    ListBlock,
    Paragraph,
    Question,
    Quote,
    Table,
)

_KEYWORDS_CHARACTERS = 300
_SLUGLINE_CHARACTERS = 60
_BOLD, _ITALIC = re.compile(r"(</?)strong>"), re.compile(r"(</?)em>")


def story_fields(draft: Draft, published_at: datetime) -> dict[str, Any]:
    """Give the fields of a story for `draft`, dated in its dateline by the source's `published_at`.

    The date of release stays the wire's own: the wall clock at the moment of release.
    """
    return {
        "headline": draft.headline,
        "slugline": draft.slugline[:_SLUGLINE_CHARACTERS].rstrip("-"),
        "standfirst": draft.standfirst,
        "dateline": f"WASHINGTON, {published_at:%b} {published_at.day}, {published_at.year}",
        "byline": "digital.gov",
        "genre": draft.genre,
        "body": body(draft.body),
        "topics": list(draft.topics),
        "keywords": _keywords(draft.keywords),
        "rights_notice": "Public domain in the United States (CC0 elsewhere); source: digital.gov",
    }


def body(blocks: Iterable[Block]) -> str:
    """Give blocks as the editor stores them: the JSON of a stream."""
    return json.dumps([{"type": kind, "value": value} for kind, value in map(_typed, blocks)])


def _typed(block: Block) -> tuple[str, Any]:  # noqa: PLR0911 - one return a block type  # noqa: PLR0911 - a table, a row for each type
    match block:
        case Paragraph(text=text):
            return "paragraph", _line(text)
        case Heading(text=text):
            return "heading", plain(text)
        case Quote(text=text, source=source):
            return "quote", {"text": _line(text), "source": source}
        case ListBlock(items=items, ordered=ordered):
            return "list", {"items": [_line(item) for item in items], "ordered": ordered}
        case Table(rows=rows, caption=caption, header=header):
            lines = "\n".join("\t".join(map(_cell, row)) for row in rows)
            return "table", {"rows": lines, "caption": caption, "header": header}
        case Question(text=text, speaker=speaker):
            return "question", {"text": _line(text), "speaker": speaker}
        case Answer(text=text, speaker=speaker):
            return "answer", {"text": _line(text), "speaker": speaker}


def _line(markup: str) -> str:
    """Spell inline markup as the editor's rich text does."""
    spelled = _ITALIC.sub(r"\1i>", _BOLD.sub(r"\1b>", markup))
    return f"<p>{spelled}</p>"


def _cell(markup: str) -> str:
    return " ".join(plain(markup).split()) or " "


def _keywords(words: tuple[str, ...]) -> str:
    text = ", ".join(words)
    return (
        text if len(text) <= _KEYWORDS_CHARACTERS else text[:_KEYWORDS_CHARACTERS].rsplit(",", 1)[0]
    )
