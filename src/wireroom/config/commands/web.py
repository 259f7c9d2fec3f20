"""`wireroom web`: the pages."""

from __future__ import annotations

import argparse
import os
from functools import partial

from wireroom.config.commands.terms import DONE, collect_static, setup_django

SUMMARY = "serve the pages (site, terminal, desk)"
DESCRIPTION = """\
Serve the agency's site, the terminal and the desk on one port.

`wireroom serve` starts this for you. Run it by itself when pages, streams and work are on
different machines. It stops on SIGTERM after the requests in flight are answered."""

_THREADS = 4
"""Each has its own database connection; more do not make a page faster on two cores."""
_STOP_WITHIN_S = 6
_STATIC_KEPT_S = 300
"""How long a browser keeps styles and scripts: their names do not change with their content."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (WIREROOM_WEB_PORT, else 8000)")
    parser.add_argument(
        "--threads", type=int, default=_THREADS, help=f"requests answered at a time ({_THREADS})"
    )
    parser.add_argument(
        "--behind-proxy",
        action="store_true",
        help="believe X-Forwarded-For and -Proto from a proxy on this machine",
    )


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop."""
    setup_django()
    from django.conf import settings  # noqa: PLC0415
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415

    from wireroom.config import webapp  # noqa: PLC0415

    collect_static()
    loader = webapp.load_behind_proxy if args.behind_proxy else webapp.load
    server = Granian(
        "wireroom.config.wsgi:application",
        address=args.host,
        port=args.port or settings.ENVIRONMENT.web_port,
        interface=Interfaces.WSGI,
        blocking_threads=args.threads,
        static_path_route=["/static"],
        static_path_mount=[settings.STATIC_ROOT],
        static_path_expires=_STATIC_KEPT_S,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_WITHIN_S,
        log_access=False,
    )
    server.serve(target_loader=partial(loader, os.getpid()))
    return DONE
