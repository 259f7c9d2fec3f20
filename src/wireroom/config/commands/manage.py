"""`wireroom manage`: Django's own commands."""

from __future__ import annotations

import argparse

from wireroom.config.commands.terms import DONE

SUMMARY = "run one of Django's management commands"
DESCRIPTION = """\
Pass everything that follows to Django, with Wireroom's settings in force.

Examples: `wireroom manage help`, `wireroom manage migrate`, `wireroom manage shell`, `wireroom
manage changepassword someone@example.com`."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="a Django command and its options")


def run(args: argparse.Namespace) -> int:
    """Run Django's command line."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["wireroom manage", *(args.rest or ["help"])])
    return DONE
