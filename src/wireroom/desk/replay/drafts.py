"""A revision of the corpus → what the desk would have typed."""

from __future__ import annotations

import re
from html import unescape
from pathlib import PurePosixPath

from msgspec import Struct

from wireroom.desk.replay.blocks import blocks
from wireroom.desk.replay.interviews import is_interview, with_questions
from wireroom.desk.replay.records import Revision
from wireroom.desk.replay.topics import codes, keyword
from wireroom.kernel.markup import one_line, plain
from wireroom.kernel.newsitem import Block, Paragraph

_MARKDOWN = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}|\[([^\]]*)\]\([^)]*\)")
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}-")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "at",
        "by",
        "for",
        "from",
        "how",
        "in",
        "is",
        "of",
        "on",
        "the",
        "to",
        "with",
        "your",
        "you",
    ]
)
_HEADLINE_CHARACTERS = 200
_SLUG_WORDS = 4


class Draft(Struct, frozen=True, kw_only=True):
    """The editable part of one version; equal drafts need no new version."""

    headline: str
    slugline: str
    standfirst: str
    body: tuple[Block, ...]
    topics: tuple[str, ...]
    keywords: tuple[str, ...]
    genre: str = "genre:Current"


def draft(path: str, revision: Revision) -> Draft | None:
    """Convert one revision of the article at `path`; None when it has no words."""
    name = _DATE.sub("", PurePosixPath(path).stem)
    standfirst = _words(revision.summary)
    body = with_questions(blocks(revision.body_md))
    if not body and standfirst:
        body = (Paragraph(text=_escaped(standfirst)),)
    headline = _cut(_words(revision.title) or name.replace("-", " ").capitalize())
    if not headline or not (body or revision.title):
        return None
    return Draft(
        headline=headline,
        slugline=_slugline(name),
        standfirst=standfirst,
        body=body,
        topics=codes(revision.topics),
        keywords=tuple(dict.fromkeys(map(keyword, revision.topics))),
        genre="genre:Interview" if is_interview(body) else "genre:Current",
    )


def _words(text: str) -> str:
    bare = _MARKDOWN.sub(lambda found: found.group(1) or "", text)
    return one_line(unescape(plain(bare)))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cut(headline: str) -> str:
    if len(headline) <= _HEADLINE_CHARACTERS:
        return headline
    return headline[:_HEADLINE_CHARACTERS].rsplit(" ", 1)[0] + "…"


def _slugline(name: str) -> str:
    words = [word for word in re.split(r"[^0-9A-Za-z]+", name.lower()) if word not in _SMALL]
    return "-".join(filter(None, words[:_SLUG_WORDS])).upper()
