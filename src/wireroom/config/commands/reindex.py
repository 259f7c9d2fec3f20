"""`wireroom reindex`: the search index, made anew."""

from __future__ import annotations

import argparse

from wireroom.config.commands.terms import DONE, Progress, say, setup_django

SUMMARY = "build the search index of the archive anew, while the old one serves"
DESCRIPTION = """\
Build the search index anew from the wire. Nothing is lost with an old one, and it goes on serving
until the new one is complete.

When the agency runs, its worker does the work, and this command only asks for it. Otherwise it
works here and reports when it is done. There is rarely a reason to: an index that is missing,
damaged or of an older Wireroom is built anew by itself."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""


def run(_args: argparse.Namespace) -> int:
    """Build, or ask the worker to."""
    setup_django()
    from wireroom.archive.indexer import IndexBusy, Indexer, ask_for_rebuild  # noqa: PLC0415
    from wireroom.wire import queries  # noqa: PLC0415

    indexer, progress = Indexer(), Progress("entries indexed", queries.head())
    try:
        indexer.rebuild(progress.step)
    except IndexBusy:
        ask_for_rebuild()
        say("The worker builds the index anew; searches go on meanwhile.")
        return DONE
    finally:
        indexer.close()
    progress.finish()
    return DONE
