"""`wireroom replay`: real news, through the real desk."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from wireroom.config.commands.terms import DONE, FAILED, Progress, say, setup_django

SUMMARY = "release real news from a file through the desk, with its whole edit history"
DESCRIPTION = """\
Release the articles of a file through the desk, oldest first: first versions, corrections,
updates, holds and kills, as the edit history has them.

FILE is JSON Lines, plain or .gz or .xz, with path, title, summary, date, topics and body_md on
each line; or a folder with news.jsonl.gz. A file revisions.jsonl.xz beside news.jsonl.gz gives
the histories.

Stop it with Ctrl-C at any time: the next run goes on where this one stopped, and releases
nothing twice. Lines that are no articles are reported and skipped; the exit code is then 1."""

EDITOR = "replay@wireroom.invalid"
DESK = "Replay"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", metavar="FILE", type=Path, help="news file, or the folder it is in")
    parser.add_argument(
        "--pace",
        default="max",
        help="real: gaps as at the source; a number: items a second; max: as fast as durable (max)",
    )
    parser.add_argument(
        "--max-gap",
        type=float,
        default=60.0,
        help="longest wait between items with --pace real, in seconds (60)",
    )
    parser.add_argument("--limit", type=int, help="stop after so many articles of the file")


def run(args: argparse.Namespace) -> int:
    """Replay and report."""
    setup_django()
    from wireroom.desk.newsroom import set_up_newsroom  # noqa: PLC0415
    from wireroom.desk.replay import pace, records, runner  # noqa: PLC0415
    from wireroom.kernel.clock import utc_now  # noqa: PLC0415

    wanted = pace.pace(args.pace, args.max_gap)
    articles, bad = _read(records, args.file, args.limit)
    moments = runner.in_order_of_time(articles)
    say(f"{len(articles)} articles with {len(moments)} revisions")
    desk = set_up_newsroom(desks=(DESK,)).desks[0]
    replayer = runner.Replayer(editor=_editor(utc_now()), desk=desk)
    progress = Progress("revisions", len(moments))
    began_s, released = time.monotonic(), 0
    for outcome in runner.replay(moments, replayer, clock=utc_now, wait=_waiter(wanted)):
        released += outcome.released
        if outcome.refused:
            bad += 1
            say(f"skipped {outcome.refused}")
        progress.step()
    progress.finish()
    elapsed_s = max(time.monotonic() - began_s, 1e-9)
    say(
        f"{released} released in {elapsed_s:.1f} s ({released / elapsed_s:.0f}/s), "
        f"{bad} bad records skipped"
    )
    return FAILED if bad else DONE


def _read(records: Any, source: Path, limit: int | None) -> tuple[list[Any], int]:
    articles: list[Any] = []
    bad = 0
    for each in records.read(source):
        if isinstance(each, records.BadRecord):
            bad += 1
            say(f"skipped line {each.line}: {each.reason}")
        elif limit is None or len(articles) < limit:
            articles.append(each)
    return articles, bad


def _waiter(wanted: Any) -> Callable[[datetime], None]:
    previous: datetime | None = None
    due_s = time.monotonic()

    def wait(at: datetime) -> None:
        nonlocal previous, due_s
        due_s = max(due_s + wanted.wait_s(previous, at), time.monotonic() - 1.0)
        previous = at
        time.sleep(max(0.0, due_s - time.monotonic()))

    return wait


def _editor(now: datetime) -> Any:
    """Give the account in whose name replays release; nobody can sign in with it."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.contrib.auth.models import Group  # noqa: PLC0415

    from wireroom.customers.services import create_person  # noqa: PLC0415
    from wireroom.desk.newsroom import CHIEF_EDITORS  # noqa: PLC0415

    person = get_user_model().objects.filter(email=EDITOR).first() or create_person(
        email=EDITOR, first_name="Replay", is_staff=True, now=now, actor="wireroom replay"
    )
    person.groups.add(Group.objects.get(name=CHIEF_EDITORS))
    return person
