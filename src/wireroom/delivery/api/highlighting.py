"""Marks the words of a query in what a reader may see. HTML comes out, all text in it escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from wireroom.formats import text
from wireroom.kernel.newsitem import NewsItem
from wireroom.query.marks import marks
from wireroom.query.plan import Node

_BEFORE_CHARS, _CHARS = 80, 240


def marked(plan: Node, words: str, language: str) -> str:
    """Give a text as HTML, what was found in `<mark>`."""
    return _html(words, marks(plan, words, language))


def snippet(plan: Node, item: NewsItem) -> str:
    """Give the piece of a story's text where the query's words stand first, else its beginning."""
    words = "\n\n".join(part for part in (item.standfirst, text.body(item.body)) if part)
    spans = marks(plan, words, item.language)
    start = max(spans[0][0] - _BEFORE_CHARS, 0) if spans else 0
    start = words.find(" ", start) + 1 if start else 0
    piece = words[start : start + _CHARS]
    inside = [
        (begin - start, min(end - start, len(piece)))
        for begin, end in spans
        if start <= begin < start + len(piece)
    ]
    before, behind = "…" if start else "", "…" if start + _CHARS < len(words) else ""
    return f"{before}{_html(piece, inside)}{behind}" if piece else ""


def _html(words: str, spans: Sequence[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for begin, end in spans:
        pieces += [escape(words[at:begin]), f"<mark>{escape(words[begin:end])}</mark>"]
        at = end
    return "".join([*pieces, escape(words[at:])])
