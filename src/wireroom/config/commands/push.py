"""`wireroom push`: the streams."""

from __future__ import annotations

import argparse

from wireroom.config.commands.terms import DONE

SUMMARY = "serve the streams"
DESCRIPTION = """\
Serve /stream: server-sent events for terminals and programs, up to many thousands at once.

`wireroom serve` starts this for you. It starts a helper of its own, `push-source`, that reads
the wire and the rights. On SIGTERM it tells every stream that the server is stopping; readers
resume where they were."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument(
        "--port", type=int, help="port to listen on (WIREROOM_PUSH_PORT, else 8001)"
    )


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop. Django stays out of this process."""
    from wireroom.delivery import push  # noqa: PLC0415

    host = ["--host", args.host] if args.host else []
    port = ["--port", str(args.port)] if args.port is not None else []
    push.run([*host, *port])
    return DONE
