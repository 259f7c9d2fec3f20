"""`wireroom push-source`: what feeds the streams."""

from __future__ import annotations

import argparse
import os
import runpy

from wireroom.config.commands.terms import DONE, WRONG_USAGE, say

SUMMARY = "feed a push server (started by `push` itself)"
DESCRIPTION = """\
Read the wire and the rights for a push server and hand it what to send. `wireroom push` starts
it, over a socket that it inherits; there is no reason to run it by hand."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""


def run(_args: argparse.Namespace) -> int:
    """Feed until the push server goes."""
    from wireroom.delivery.push.frames import FD_VARIABLE  # noqa: PLC0415

    if FD_VARIABLE not in os.environ:
        say("push-source is started by `wireroom push`, with a socket; run that instead.")
        return WRONG_USAGE
    runpy.run_module("wireroom.delivery.source", run_name="__main__")
    return DONE
