"""`wireroom topics`: the IPTC Media Topics, from a file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from wireroom.config.commands.terms import DONE, FAILED, say, setup_django
from wireroom.kernel import mediatopics
from wireroom.kernel.mediatopics import Vocabulary

SUMMARY = "import the IPTC Media Topics from a file"
DESCRIPTION = """\
Import the whole vocabulary of IPTC Media Topics. FILE is what IPTC publishes as `cptall` in JSON,
of one language or of all (https://cv.iptc.org/newscodes/mediatopic, CC BY 4.0). Until then a house
has a selection.

Importing again is safe. Nothing that the house knew is forgotten: a topic that a later release
lacks is kept as retired. Names in languages that it lacks are kept where the English name has not
changed. A wrong file changes nothing. Restart Wireroom afterwards, on every machine, and run
`wireroom reindex` so that lists show the new names on old stories."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", required=True)
    new = actions.add_parser("import", help="join FILE to what was imported before")
    new.add_argument("file", metavar="FILE", type=Path, help="a cptall dump of IPTC in JSON")
    new.add_argument("--afresh", action="store_true", help="forget what was imported before")
    actions.add_parser("show", help="print what is in use, as JSON")


def run(args: argparse.Namespace) -> int:
    """Import, or show."""
    return _show() if args.action == "show" else _import(args.file, afresh=args.afresh)


def _import(file: Path, *, afresh: bool) -> int:
    from wireroom.config import environment, topics  # noqa: PLC0415 - `--help` answers without

    data_dir = environment.read().data_dir
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        done = topics.import_dump(file, data_dir, afresh=afresh)
    except OSError as error:
        say(f"wireroom topics: {error.strerror}: {error.filename}")
        return FAILED
    say(_summary(done.vocabulary))
    if done.is_news:
        say("Restart Wireroom, then run `wireroom reindex`.")
    else:
        say("Nothing was new.")
    return DONE


def _show() -> int:
    setup_django()
    vocabulary = mediatopics.in_use()
    lines = [
        {
            "code": code,
            "label": mediatopics.LABELS.get(code, ""),
            "broader": topic.broader,
            "retired": topic.retired,
            "labels": topic.labels,
        }
        for code, topic in vocabulary.topics.items()
    ]
    json.dump(lines, sys.stdout, ensure_ascii=False, indent=1)
    print()
    say(_summary(vocabulary))
    return DONE


def _summary(vocabulary: Vocabulary) -> str:
    retired = sum(topic.retired for topic in vocabulary.topics.values())
    tags = sorted({tag for topic in vocabulary.topics.values() for tag in topic.labels})
    return (
        f"Media Topics of {vocabulary.released}: {len(vocabulary.topics) - retired} in use, "
        f"{retired} retired; names in {', '.join(tags)}."
    )
