"""The archive's own index, written and asked by the archive's own code, without a database.

The wire behind it is still: it never has anything that the index has not, and shows no texts.
So what is measured is the index with the rights in every question, not Django.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import django

from bench.search.boolean import LATER
from bench.search.readers import EVERYTHING
from bench.search.stories import Released
from wireroom.customers.policy import Reader
from wireroom.query.plan import Node
from wireroom.query.planning import compile_text

EPOCH = "bench"

_PAGE = 20
_COMMIT_EVERY = 20_000
"""As the indexer does when it builds."""


class Wireroom:
    """The index in the data directory."""

    name = "Wireroom"
    cannot: frozenset[str] = frozenset()

    def __init__(self, directory: Path, size: int, products: Sequence[Node]) -> None:
        """Begin an empty index that knows some products; the settings name its directory."""
        django.setup()
        _still_the_wire()
        from wireroom.archive import search  # noqa: PLC0415 - needs the settings
        from wireroom.archive.engine import store, volume  # noqa: PLC0415 - as above

        self._search: Any = search
        self._store = store.Store(directory / "index")
        self._store.own()
        self._label = self._store.begin(store.Stamp.of(EPOCH), size, products)
        self._volume = volume.Volume(self._store.folder(self._label), size, products)
        self._uncommitted = 0

    def add(self, stories: Sequence[Released]) -> None:
        """Take stories in."""
        entries = cast("Any", stories)  # they look like entries
        self._volume.take_in(entries, {entry.guid: [entry] for entry in entries})
        self._uncommitted += len(stories)
        if self._uncommitted >= _COMMIT_EVERY:
            self.commit()

    def commit(self) -> None:
        """Make what was taken in findable."""
        self._volume.commit()
        self._uncommitted = 0

    def finish(self) -> None:
        """Commit, let merges end, and serve."""
        from wireroom.archive.engine.volume import Volume  # noqa: PLC0415 - needs the settings

        self.commit()
        self._volume.close()
        self._store.swap(self._label, 0.0)
        self._volume = Volume(self._store.folder(self._label), 0, self._label.products)

    def append(self, story: Released) -> None:
        """Take one story in and make it findable, as the indexer does after a release."""
        self.add([story])
        self.commit()

    def found(self, seq: int, word: str) -> bool:
        """Whether a word finds a story, with a fresh look at the index."""
        del seq
        return self.count(word, EVERYTHING, 0) == 1

    def count(self, text: str, reader: Reader, size: int) -> int:
        """Count what a question finds; the index holds `size` stories or more."""
        del size
        found: int = self.ask("count", text, reader)()
        return found

    def ask(self, kind: str, text: str, reader: Reader) -> Callable[[], Any]:
        """Prepare a question; calling it reads the text, plans, asks and gives the answer."""
        search = self._search
        if kind == "facets":
            return lambda: search.facets(reader, compile_text(text, LATER), LATER)
        if kind in {"newest", "relevance", "phrase"}:
            order: Any = "relevance" if kind == "relevance" else "newest"
            return lambda: search.search(
                reader, compile_text(text, LATER), LATER, order=order, limit=_PAGE
            )
        return lambda: search.count(reader, compile_text(text, LATER), LATER)


def _still_the_wire() -> None:
    from wireroom.wire import queries  # noqa: PLC0415 - needs the settings

    still: Any = queries
    still.read_after = lambda *_: []
    still.versions_of = lambda _: {}
    still.current_epoch = lambda: EPOCH
