"""Hugo shortcodes (`{{< box >}}`): what carries words stays, pictures and embeds go."""

from __future__ import annotations

import re
from html import escape

_SHORTCODE = re.compile(r"\{\{\s*[<%]\s*(/?)\s*([\w-]+)(.*?)\s*/?[>%]\s*\}\}", re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s"]+))')
_LEFTOVER = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_INLINE = frozenset({"ref", "relref", "link", "tmp"})
"""Addresses inside the source's own site: the link's words stay, the address means nothing here."""


def expand(markdown: str) -> str:
    """Replace every shortcode by Markdown or HTML, or by nothing. Never raises."""
    return _LEFTOVER.sub("", _SHORTCODE.sub(_expand_one, markdown))


def _expand_one(found: re.Match[str]) -> str:
    closing, name, rest = found.group(1), found.group(2).lower(), found.group(3)
    if name in _INLINE:
        return "#"
    if closing:
        return "\n\n"
    attributes = {
        each.group(1): (each.group(2) or each.group(3) or "").replace('\\"', '"')
        for each in _ATTRIBUTE.finditer(rest)
    }
    return _opened(name, attributes)


def _opened(name: str, attributes: dict[str, str]) -> str:
    if name == "quote-block" and attributes.get("text"):
        source = f"<cite>{escape(attributes['cite'])}</cite>" if attributes.get("cite") else ""
        text = escape(attributes["text"], quote=False)
        return f"\n\n<blockquote><p>{text}</p>{source}</blockquote>\n\n"
    if name in {"button", "asset-static"}:
        return attributes.get("text") or attributes.get("label") or ""
    if name in {"accordion", "ring", "card-policy", "card-prompt"}:
        words = attributes.get("title") or attributes.get("intro") or ""
        return f"\n\n{words}\n\n"
    return "\n\n" if name in {"note", "box", "highlight"} else ""
