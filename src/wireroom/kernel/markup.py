"""The inline markup of block texts: `<strong>`, `<em>` and `<a href>`, nothing else."""

from __future__ import annotations

import re
from html import unescape

import nh3

_TAGS = {"strong", "em", "a"}
_SAME = {"b": "strong", "i": "em"}
_SCHEMES = {"http", "https", "mailto"}
_TAG = re.compile(r"<[^<>]*>")
"""Linear in the text: were `<` allowed inside, each of many would look for the same end in vain."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""Controls that XML 1.0 cannot carry and that would break IPTC 7901 and SSE framing."""


_BIDI_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""They turn what follows around: `exe.txt` can be made to look like `txt.exe`."""


def clean(markup: str) -> str:
    """Reduce HTML to the inline markup. Unknown tags lose their tag and keep their text."""
    markup = _FORBIDDEN.sub("", markup)
    for old, new in _SAME.items():
        markup = re.sub(rf"<(/?){old}(?=[\s>])", rf"<\1{new}", markup, flags=re.IGNORECASE)
    return nh3.clean(
        markup,
        tags=_TAGS,
        clean_content_tags={"script", "style"},
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel=None,
    ).strip()


def plain(markup: str) -> str:
    """Give the text of inline markup, without tags and entities."""
    return unescape(_TAG.sub("", markup))


def tidy(text: str) -> str:
    """Make plain text of several lines safe: no controls and no bidi overrides."""
    return _BIDI_OVERRIDES.sub("", _FORBIDDEN.sub("", text)).strip()


def one_line(text: str) -> str:
    """Make `text` fit for a headline: no controls, breaks or bidi overrides, single spaces."""
    text = re.sub(r"[\s\u2028\u2029\x85]+", " ", _FORBIDDEN.sub("", text))
    return _BIDI_OVERRIDES.sub("", text).strip()
