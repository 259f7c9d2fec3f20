"""Marks where a query's words stand: in headlines, and in the rendered body of a story."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from html.parser import HTMLParser

from django.utils.safestring import SafeString, mark_safe

from wireroom.query.marks import marks
from wireroom.query.plan import Node

Spans = Sequence[tuple[int, int]]
Finder = Callable[[str], Spans]

_INLINE = frozenset({"strong", "em", "a", "b"})
"""Elements inside a run of text: a phrase may begin before one and end behind it."""


def marker(plan: Node | None, language: str) -> Finder | None:
    """Give what finds the words of a plan in texts of a language; None without a plan."""
    if plan is None:
        return None
    return lambda text: marks(plan, text, language)


def marked(text: str, find: Finder | None) -> SafeString:
    """Give a plain text as HTML, with what was found inside `<mark>`."""
    spans = find(text) if find else ()
    return mark_safe("".join(_pieces(text, 0, spans)))  # noqa: S308 - every piece is escaped


def marked_body(body: str, find: Finder | None) -> str:
    """Put marks into HTML of `formats.html`; its own elements stay as they are.

    The words are looked for in each block as a whole, so that emphasis inside a phrase hides
    nothing. A mark never goes over the edge of an element: it is set in pieces.
    """
    if find is None:
        return body
    walker = _Walker(find)
    walker.feed(body)
    walker.close()
    walker.end_run()
    return "".join(walker.done)


def _pieces(text: str, offset: int, spans: Spans) -> Iterator[str]:
    """Escape a text that stands at `offset` of a run, with marks around its part of the spans."""
    at, end = 0, len(text)
    for start, stop in spans:
        first, last = max(start - offset, at), min(stop - offset, end)
        if first >= last:
            continue
        yield escape(text[at:first])
        yield f"<mark>{escape(text[first:last])}</mark>"
        at = last
    yield escape(text[at:])


class _Walker(HTMLParser):
    """Takes HTML apart into runs of text with inline elements in them, and marks each run."""

    def __init__(self, find: Finder) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[str] = []
        self._find = find
        self._run: list[tuple[bool, str]] = []  # (is it text, text or tag)

    def handle_data(self, data: str) -> None:
        self._run.append((True, data))

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._tag(tag, self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._tag(tag, f"</{tag}>")

    def _tag(self, tag: str, text: str) -> None:
        if tag not in _INLINE:
            self.end_run()
        self._run.append((False, text))
        if tag not in _INLINE:
            self.end_run()

    def end_run(self) -> None:
        """Mark the run that ends here."""
        spans = self._find("".join(text for is_text, text in self._run if is_text))
        offset = 0
        for is_text, text in self._run:
            self.done += _pieces(text, offset, spans) if is_text else (text,)
            offset += len(text) if is_text else 0
        self._run.clear()
