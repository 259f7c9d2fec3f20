"""Lines of a message: spelled in the receiver's characters, then folded to its width."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import TextWrapper

from wireroom.formats.iptc7901.charset import fit
from wireroom.kernel.markup import one_line, plain

_INDENT = "   "
_HEADLINE_END = " ="


class Layout:
    """How lines are set for one receiver."""

    def __init__(self, width: int, charset: str, *, indented: bool) -> None:
        """Set lines of `width` columns; paragraphs are indented, or an empty line apart."""
        self.width = width
        self.indented = indented
        self._charset = charset

    def fit(self, text: str) -> str:
        """Give plain text as one line, in the receiver's characters."""
        return one_line(fit(one_line(text), self._charset))

    def words(self, markup: str) -> str:
        """Give inline markup as one line, in the receiver's characters."""
        return self.fit(plain(markup))

    def fold(self, text: str, *, first: str = "", rest: str = "", less: int = 0) -> list[str]:
        """Fold fitted text to lines; words longer than a line are cut, nothing else is."""
        wrapper = TextWrapper(
            self.width - less,
            initial_indent=first,
            subsequent_indent=rest,
            break_on_hyphens=False,
        )
        return wrapper.wrap(text)

    def headline(self, headline: str) -> list[str]:
        """Set the headline; an equals sign ends it."""
        lines = self.fold(self.fit(headline), less=len(_HEADLINE_END)) or [""]
        return [*lines[:-1], lines[-1] + _HEADLINE_END]

    def paragraph(self, text: str) -> list[str]:
        """Set a paragraph of fitted text."""
        return self.fold(text, first=_INDENT if self.indented else "")

    def joined(self, pieces: Iterable[tuple[bool, list[str]]]) -> list[str]:
        """Put pieces after each other: lines, and whether they are running text.

        An empty line parts them, except two paragraphs of running text that are indented.
        """
        lines: list[str] = []
        before = False
        for running, piece in pieces:
            if piece:
                close = self.indented and running and before
                lines += piece if close or not lines else ["", *piece]
                before = running
        return lines
