"""`wireroom query`: what a query means, and which items of a file meet it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from wireroom.config.commands.terms import DONE, FAILED, say

if TYPE_CHECKING:
    from wireroom.query.plan import Node

SUMMARY = "say what a query means, and which items of a file meet it, and why"
DESCRIPTION = """\
Say what QUERY means: its shortest spelling, in words, and as the plan that every engine follows.

With --items FILE, a file of news items (JSON Lines, as the stream sends them or as the wire keeps
them), also name those that meet it, with what in them did. The items are asked of the plain
predicate, of both engines of the matcher and of a search index in memory; should they ever
disagree, the command says so and the exit code is 1. Needs no database."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("query", metavar="QUERY", help="for example: topic:economy gas* -sport")
    parser.add_argument("--items", metavar="FILE", type=Path, help="news items, one a line")


def run(args: argparse.Namespace) -> int:
    """Explain, and match."""
    import msgspec  # noqa: PLC0415 - `wireroom --help` answers without all this

    from wireroom.kernel.clock import utc_now  # noqa: PLC0415
    from wireroom.query.canonical import canonical  # noqa: PLC0415
    from wireroom.query.errors import QueryError  # noqa: PLC0415
    from wireroom.query.parser import parse  # noqa: PLC0415
    from wireroom.query.planning import plan  # noqa: PLC0415
    from wireroom.query.words import words  # noqa: PLC0415

    try:
        tree = parse(args.query)
        meant = plan(tree, utc_now())
    except QueryError as error:
        say(f"{args.query}\n{' ' * error.at}{'^' * max(error.length, 1)}\n{error.detail}")
        return FAILED
    print(canonical(tree))
    print(words(tree))
    print(msgspec.json.encode(meant).decode())
    return _match(meant, args.items) if args.items else DONE


def _match(plan: Node, file: Path) -> int:
    """Ask every engine of every item; name those that meet the plan."""
    from wireroom.config.engines import answers, read_entries  # noqa: PLC0415
    from wireroom.query.because import because  # noqa: PLC0415

    entries = list(read_entries(file))
    found = answers(plan, entries)
    truth = found["predicate"]
    for entry, document in truth.items():
        reasons = ", ".join(f"{why.scope}: {why.text}" for why in because(plan, document))
        print(f"{entries[entry].guid} v{entries[entry].version} {document.item.headline}")
        print(f"    {reasons}" if reasons else "    by what it lacks")
    say(f"{len(truth)} of {len(entries)} items; engines asked: {', '.join(found)}")
    wrong = [name for name, numbers in found.items() if set(numbers) != set(truth)]
    for name in wrong:
        say(f"{name} answers otherwise: {sorted(set(found[name]) ^ set(truth))}. Please report it.")
    return FAILED if wrong else DONE
