"""One item as a complete HTML document, for a file or a mail."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from wireroom.formats import html
from wireroom.formats.language import direction
from wireroom.formats.notices import banner, embargo, notices
from wireroom.formats.outgoing import House, Options, Outgoing
from wireroom.formats.text import printable
from wireroom.formats.textdoc import rights_lines
from wireroom.formats.xmlparts.making import language, legal
from wireroom.kernel.clock import iso
from wireroom.kernel.newsitem import NewsItem


def render(outgoing: Outgoing, house: House, options: Options) -> bytes:
    """Write one item: UTF-8, nothing loaded from anywhere, no style and no script."""
    del options
    item = outgoing.item
    tag = language(item.language)
    page = (
        "<!doctype html>",
        f'<html lang="{tag}" dir="{direction(tag)}">',
        "<head>",
        *_head(outgoing, house),
        "</head>",
        "<body>",
        f'<article id="{_safe(item.guid)}">',
        *_article(outgoing),
        "</article>",
        *_foot(outgoing, house),
        "</body>",
        "</html>",
        "",
    )
    return printable(legal("\n".join(page))).encode()


def _head(outgoing: Outgoing, house: House) -> Iterator[str]:
    item = outgoing.item
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_safe(item.headline) or _safe(item.guid)}</title>"
    for name, content in _facts(outgoing, house):
        if content:
            yield f'<meta name="{name}" content="{_safe(content)}">'
    if outgoing.url:
        yield f'<link rel="canonical" href="{_safe(outgoing.url)}">'


def _facts(outgoing: Outgoing, house: House) -> tuple[tuple[str, str], ...]:
    """Give what programs read; W3C's TDMRep has the word for data mining."""
    item = outgoing.item
    return (
        ("author", item.byline or house.name),
        ("keywords", ", ".join(item.keywords)),
        ("guid", item.guid),
        ("version", str(item.version)),
        ("released", iso(outgoing.released_at)),
        ("status", item.pub_status.value),
        ("urgency", str(item.urgency)),
        ("publishable", outgoing.publishable.answer),
        ("tdm-reservation", {"reserved": "1", "allowed": "0"}.get(item.rights.data_mining, "")),
    )


def _article(outgoing: Outgoing) -> Iterator[str]:
    item = outgoing.item
    for line in filter(None, (*banner(item), embargo(item))):
        yield f'<p class="banner"><strong>{_safe(line)}</strong></p>'
    told = [f"<li>{_lines(str(notice))}</li>" for notice in notices(outgoing)]
    if told:
        yield f'<ul class="notices">{"".join(told)}</ul>'
    yield f"<h1>{_safe(item.headline)}</h1>"
    yield from _story(item)


def _story(item: NewsItem) -> Iterator[str]:
    marked = (("standfirst", item.standfirst), ("byline", item.byline), ("dateline", item.dateline))
    for name, words in marked:
        if words:
            yield f'<p class="{name}">{_safe(words)}</p>'
    if item.body:
        yield html.body(item.body)


def _foot(outgoing: Outgoing, house: House) -> Iterator[str]:
    yield "<footer>"
    for line in rights_lines(outgoing.item.rights):
        yield f'<p class="rights">{_lines(line)}</p>'
    at = iso(outgoing.released_at)
    version = f"{outgoing.item.guid} · {outgoing.item.version}"
    time = f'<time datetime="{at}">{at}</time>'
    yield f'<p class="reference">{_safe(house.name)} · {_safe(version)} · {time}</p>'
    yield "</footer>"


def _safe(text: str) -> str:
    return escape(text, quote=True)


def _lines(text: str) -> str:
    return _safe(text).replace("\n", "<br>")
