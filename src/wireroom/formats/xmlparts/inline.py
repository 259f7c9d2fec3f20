"""The inline markup of block texts as XML."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser

from wireroom.formats.xmlparts.making import Element, Maker, append
from wireroom.kernel.markup import clean

Tags = Mapping[str, tuple[str, Mapping[str, str]]]
"""The tags of the inline markup → the element that stands for each, with its fixed attributes."""


def fill(parent: Element, markup: str, make: Maker, tags: Tags) -> Element:
    """Put inline markup at the end of `parent`, and give `parent` back.

    The markup goes through its cleaner once more, so that nothing but text, `strong`, `em` and
    links can come out of it, whatever is in it.
    """
    reader = _Reader(parent, make, tags)
    reader.feed(clean(markup))
    reader.close()
    return parent


class _Reader(HTMLParser):
    """Makes elements from what the cleaner wrote: known tags, all closed."""

    def __init__(self, parent: Element, make: Maker, tags: Tags) -> None:
        super().__init__(convert_charrefs=True)
        self._open = [parent]
        self._make = make
        self._tags = tags

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name, fixed = self._tags[tag]
        made = self._make(name, {**fixed, **{key: value or "" for key, value in attrs}})
        append(self._open[-1], made)
        self._open.append(made)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the cleaner closed the last one
        self._open.pop()

    def handle_data(self, data: str) -> None:
        append(self._open[-1], data)
