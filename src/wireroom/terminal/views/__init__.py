"""The pages of the terminal: the list and its searches, a story, what the script asks."""

from __future__ import annotations

from wireroom.terminal.views.asking import builder, completion, composition, facets
from wireroom.terminal.views.entry import ticket
from wireroom.terminal.views.export import export
from wireroom.terminal.views.live import live
from wireroom.terminal.views.screen import alike, results, story, terminal

__all__ = [
    "alike",
    "builder",
    "completion",
    "composition",
    "export",
    "facets",
    "live",
    "results",
    "story",
    "terminal",
    "ticket",
]
