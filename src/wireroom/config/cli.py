"""The `wireroom` command. Thin: one module a command in `wireroom.config.commands`.

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted by Ctrl-C.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from wireroom import __version__
from wireroom.config.commands.terms import FAILED, INTERRUPTED, say
from wireroom.kernel.errors import WireroomError

COMMANDS = (
    "init", "serve", "web", "push", "push-source", "worker", "deliver", "replay", "verify",
    "backup", "query", "reindex", "restore", "new-epoch", "token", "topics", "bench-client",
    "manage",
)  # fmt: skip

_NOT_SET_UP = "the database is not set up yet ({}). Run `wireroom init` first."
_NOT_WRITABLE = (
    "the database cannot be used: {}. Check the rights and the disk of WIREROOM_DATA_DIR."
)
_DAMAGED = (
    "the database is damaged: {}. Keep a copy of the data directory, then `wireroom restore` a "
    "backup."
)
_OF_DATABASES = {
    "no such table": _NOT_SET_UP,
    'relation "': _NOT_SET_UP,
    "disk is full": "{}. Free some space and run it again; nothing that was released is lost.",
    "readonly database": _NOT_WRITABLE,
    "unable to open": _NOT_WRITABLE,
    "disk I/O error": _NOT_WRITABLE,
    "is locked": "the database is busy: {}. Run it again.",
    "malformed": _DAMAGED,
    "not a database": _DAMAGED,
}
"""What databases say, and what an operator can do about it."""


class Command(Protocol):
    """What a module in `commands` offers."""

    SUMMARY: str
    DESCRIPTION: str

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's options."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it and give the exit code."""


def command(name: str) -> Command:
    """Load the module of one command."""
    module = f"wireroom.config.commands.{name.replace('-', '_')}"
    return cast("Command", importlib.import_module(module))


def parser() -> argparse.ArgumentParser:
    """Build the whole command line."""
    root = argparse.ArgumentParser(
        prog="wireroom",
        description="A news agency in a box. Try `wireroom init --demo` and `wireroom serve`.",
        epilog=(
            "Settings are environment variables (WIREROOM_DATA_DIR, WIREROOM_DATABASE_URL, …). "
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted."
        ),
    )
    root.add_argument("--version", action="version", version=f"wireroom {__version__}")
    choices = root.add_subparsers(dest="command", required=True)
    for name in COMMANDS:
        module = command(name)
        sub = choices.add_parser(
            name,
            help=module.SUMMARY,
            description=module.DESCRIPTION,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.arguments(sub)
    return root


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give the exit code; expected trouble is one line on stderr."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wireroom.config.settings")
    args = parser().parse_args(argv)
    try:
        return command(args.command).run(args)
    except WireroomError as error:
        say(f"wireroom {args.command}: {error.detail}")
    except KeyboardInterrupt:
        say(f"wireroom {args.command}: interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
    except Exception as error:
        if (line := _expected(error)) is None:
            raise
        say(f"wireroom {args.command}: {line}")
    return FAILED


def _expected(error: Exception) -> str | None:
    """Put trouble that an operator can mend into one line; None for a fault of ours."""
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - slow, and rarely needed
    from django.db import DatabaseError, OperationalError  # noqa: PLC0415

    text = " ".join(str(error).split())
    if isinstance(error, ImproperlyConfigured):
        return text
    if isinstance(error, OSError):
        return f"{text}. Check the path, its rights and the space on its disk."
    if isinstance(error, DatabaseError):
        text = str(error).strip().partition("\n")[0]
        for words, advice in _OF_DATABASES.items():
            if words in text:
                return advice.format(text)
        if isinstance(error, OperationalError):
            return f"the database does not answer: {text}. Check WIREROOM_DATABASE_URL."
    return None


if __name__ == "__main__":
    sys.exit(main())
