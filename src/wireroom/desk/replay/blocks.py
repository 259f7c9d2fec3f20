"""Markdown with HTML in it → typed blocks of a news item."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from wireroom.desk.replay.shortcodes import expand
from wireroom.kernel.markup import clean, plain
from wireroom.kernel.newsitem import Block, Heading, ListBlock, Paragraph, Quote, Table

_INLINE = {"strong": "strong", "b": "strong", "em": "em", "i": "em"}
_SKIPPED = frozenset(
    {"script", "style", "iframe", "audio", "video", "object", "noscript", "svg", "template"}
)
_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
_BREAKS = frozenset(
    {"p", "div", "section", "article", "figure", "figcaption", "pre", "hr", "dl", "dt", "dd",
     "header", "footer", "aside", "center", "address", "form", "details", "summary"}
)  # fmt: skip
_SAFE = ("http://", "https://", "mailto:")

_markdown = MarkdownIt("commonmark", {"html": True}).enable("table").disable("code")
"""Without code by indentation: indented text of this corpus is HTML laid out, never code."""


def blocks(markdown: str) -> tuple[Block, ...]:
    """Convert a body as the corpus writes it. Never raises; what has no words disappears."""
    reader = _BlockReader()
    reader.feed(_markdown.render(expand(markdown)))
    reader.close()
    reader.end_block()
    return tuple(reader.blocks)


class _BlockReader(HTMLParser):
    """Collects inline markup until a block ends; lists, quotes, tables until they close."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._inline: list[str] = []
        self._open: list[str] = []
        self._skipping = 0
        self._heading = 0
        self._lists: list[bool] = []
        self._items: list[str] = []
        self._quoting = 0
        self._quoted: list[str] = []
        self._cite = ""
        self._tables = 0
        self._rows: list[list[str]] = []
        self._header = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skipping += 1
        elif tag in _INLINE:
            self._open_inline(_INLINE[tag], f"<{_INLINE[tag]}>")
        elif tag == "a":
            href = dict(attrs).get("href") or ""
            if href.startswith(_SAFE):
                self._open_inline("a", f'<a href="{escape(href)}">')
        elif tag == "br":
            self._inline.append(" ")
        else:
            self._start_block(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        elif tag in _INLINE or tag == "a":
            self._close_inline(_INLINE.get(tag, tag))
        else:
            self._end_block_tag(tag)

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._inline.append(escape(data, quote=False))

    def end_block(self) -> None:
        """Turn the words collected so far into a piece of whatever is open."""
        self._inline.extend(f"</{tag}>" for tag in reversed(self._open))
        text = clean(" ".join("".join(self._inline).split()))
        self._inline, self._open = [], []
        if not plain(text).strip():
            return
        if self._tables:
            self._cell(text)
        elif self._lists:
            self._items.append(text)
        elif self._quoting:
            self._quoted.append(text)
        elif self._heading:
            self.blocks.append(Heading(text=plain(text).strip(), level=self._heading))
        else:
            self.blocks.append(Paragraph(text=text))

    def _open_inline(self, tag: str, markup: str) -> None:
        self._open.append(tag)
        self._inline.append(markup)

    def _close_inline(self, tag: str) -> None:
        if tag in self._open:
            self._open.reverse()
            self._open.remove(tag)
            self._open.reverse()
            self._inline.append(f"</{tag}>")

    def _start_block(self, tag: str) -> None:
        if tag in _BREAKS or tag == "li":
            self._break()
        elif tag in _HEADINGS:
            self._break()
            self._heading = _HEADINGS[tag]
        elif tag in {"ul", "ol"}:
            self._break()
            self._lists.append(tag == "ol")
        elif tag == "blockquote":
            self._break()
            self._quoting += 1
        elif tag == "cite" and self._quoting:
            self._break()
        else:
            self._start_table_part(tag)

    def _start_table_part(self, tag: str) -> None:
        if tag == "table":
            self._break()
            self._tables += 1
        elif tag == "tr" and self._tables:
            self.end_block()
            self._rows.append([])
        elif tag in {"td", "th"} and self._tables and self._rows:
            self.end_block()
            self._rows[-1].append("")
            self._header = self._header or (tag == "th" and len(self._rows) == 1)

    def _break(self) -> None:
        """End what came before; inside a table cell only a space parts the pieces."""
        if self._tables:
            self._inline.append(" ")
        else:
            self.end_block()

    def _end_block_tag(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._break()
            self._heading = 0
        elif tag in {"ul", "ol"} and self._lists:
            self._end_list()
        elif tag == "blockquote" and self._quoting:
            self._end_quote()
        elif tag == "cite" and self._quoting:
            self._cite = plain("".join(self._inline)).strip()
            self._inline, self._open = [], []
        elif tag == "table" and self._tables:
            self._end_table()
        elif tag in {"td", "th", "tr"} and self._tables:
            self.end_block()
        elif tag in _BREAKS or tag == "li":
            self._break()

    def _end_list(self) -> None:
        self._break()
        ordered = self._lists.pop()
        if not self._lists and self._items:
            if self._quoting:
                self._quoted.extend(self._items)
            else:
                self.blocks.append(ListBlock(items=tuple(self._items), ordered=ordered))
            self._items = []

    def _end_quote(self) -> None:
        self._break()
        self._quoting -= 1
        if not self._quoting and self._quoted:
            self.blocks.append(Quote(text=" ".join(self._quoted), source=self._cite))
            self._quoted, self._cite = [], ""

    def _cell(self, text: str) -> None:
        if not self._rows:
            self.blocks.append(Paragraph(text=text))
        elif not self._rows[-1]:
            self._rows[-1].append(text)
        else:
            self._rows[-1][-1] = f"{self._rows[-1][-1]} {text}".strip()

    def _end_table(self) -> None:
        self.end_block()
        self._tables -= 1
        rows = [row for row in self._rows if any(row)]
        if self._tables or not rows:
            return
        width = max(map(len, rows))
        padded = tuple(tuple(row + [""] * (width - len(row))) for row in rows)
        self.blocks.append(Table(rows=padded, header=self._header and len(rows) > 1))
        self._rows, self._header = [], False
