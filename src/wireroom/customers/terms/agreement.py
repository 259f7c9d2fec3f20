"""The terms of use as a page shows them. Pure."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt

_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr"}
_markdown = MarkdownIt("commonmark", {"html": False})


def terms_html(text: str) -> str:
    """Render the markdown of a version of the terms; headings begin at the second level.

    The result is safe to show: raw HTML comes out as text, links lead to http, https or mailto.
    """
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1:]) + 1, 4)}"
    return nh3.clean(
        str(_markdown.renderer.render(tokens, _markdown.options, {})),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )
