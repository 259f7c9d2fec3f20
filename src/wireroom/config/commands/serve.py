"""`wireroom serve`: the whole agency on one machine."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wireroom.config import kin, nginx, notify
from wireroom.config.commands.terms import collect_static, say, setup_django
from wireroom.config.supervisor import Job, Supervisor
from wireroom.kernel.clock import utc_now
from wireroom.kernel.errors import WireroomError

SUMMARY = "run the whole agency on this machine: pages, streams, worker, deliverer"
DESCRIPTION = """\
Start pages, streams, worker and deliverer, start again whatever dies, and stop all of them on
SIGTERM or Ctrl-C: requests in flight are answered, streams are told, the worker finishes its
transaction.

Pages are on http://127.0.0.1:8000, streams on port 8001 (WIREROOM_WEB_PORT,
WIREROOM_PUSH_PORT). With `--front nginx` everything is on the first port and nginx is looked
after, too.

Exit code 0: stopped as asked; 1: something had to be killed, or could not start."""

_ABOVE_PUSH = 1
"""With nginx in front, pages move to the port above the streams'."""


class BadConfiguration(WireroomError):
    """The configuration is wrong; nothing was started."""

    code = "bad_configuration"


class NotInitialised(WireroomError):
    """The database is not set up for this version. Run `wireroom init` first."""

    code = "not_initialised"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument(
        "--front",
        choices=("none", "nginx", "auto"),
        default="none",
        help="nginx: one port for pages and streams; auto: nginx where it is installed (none)",
    )
    parser.add_argument(
        "--demo",
        action="store_true",
        help="release a story of the demo agency now and then (after `init --demo`)",
    )


def run(args: argparse.Namespace) -> int:
    """Check, start, watch, stop."""
    setup_django()
    from django.conf import settings  # noqa: PLC0415

    run_dir = Path(settings.WIREROOM_DATA_DIR) / "run"
    with kin.only_one(run_dir / "serve.lock", "wireroom serve"):
        _check_configuration()
        jobs, ports = _jobs(args, settings, run_dir)
        for host, port, variable in ports:
            kin.require_free_port(host, port, variable)
        collect_static()
        supervisor = Supervisor(
            jobs,
            say=lambda text: say(f"{utc_now():%H:%M:%S} {text}"),
            is_ready=lambda: all(kin.accepts(host, port) for host, port, _ in ports),
            on_ready=_announcer(args, settings),
        )
        code = supervisor.run()
        notify.systemd("STOPPING=1")
        return code


def _check_configuration() -> None:
    """Refuse what could not work, with the line or variable to mend.

    Raises:
        BadConfiguration: Django's checks found an error.
        BadSetting: a setting of the push server cannot be used.
        NotInitialised: migrations are missing.
    """
    from django.core.management import call_command  # noqa: PLC0415
    from django.core.management.base import SystemCheckError  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    from wireroom.delivery import conf  # noqa: PLC0415

    conf.load()
    try:
        call_command("check", stdout=io.StringIO())
    except SystemCheckError as error:
        raise BadConfiguration(" ".join(str(error).split())) from error
    executor = MigrationExecutor(connection)  # opens the database: its durability is checked there
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotInitialised
    connection.close()


def _jobs(
    args: argparse.Namespace, settings: Any, run_dir: Path
) -> tuple[list[Job], list[tuple[str, int, str]]]:
    web_port, push_port = settings.ENVIRONMENT.web_port, settings.ENVIRONMENT.push_port
    environment = {
        "WIREROOM_DATA_DIR": str(settings.WIREROOM_DATA_DIR),
        "WIREROOM_PUSH_PORT": str(push_port),
        "WIREROOM_SUPERVISED": "1",
    }
    ports = [(args.host, web_port, "WIREROOM_WEB_PORT")]
    fronted = args.front == "nginx" or (args.front == "auto" and nginx.program() is not None)
    if fronted:
        inner = push_port + _ABOVE_PUSH
        ports.append(("127.0.0.1", inner, "WIREROOM_PUSH_PORT (the one above it is used, too)"))
        environment.setdefault("WIREROOM_STREAM_URL", settings.WIREROOM_STREAM_URL or "/stream")
        front = _front(args, settings, run_dir, inner)
    push_host = "127.0.0.1" if fronted else args.host
    web_host, listen_port = ("127.0.0.1", inner) if fronted else (args.host, web_port)
    ports.append((push_host, push_port, "WIREROOM_PUSH_PORT"))
    web = ["web", "--host", web_host, "--port", str(listen_port)]
    jobs = [
        _wireroom("push", "push", "--host", push_host, "--port", str(push_port), env=environment),
        _wireroom("web", *web, *(["--behind-proxy"] if fronted else []), env=environment),
        _wireroom("worker", "worker", env=environment),
        _wireroom("deliverer", "deliver", env=environment),
    ]
    if fronted:
        jobs.append(front)
    if args.demo or _is_demo(settings):
        jobs.append(
            Job(
                name="demo desk",
                argv=(sys.executable, "-m", "wireroom.config.demo"),
                environment=environment,
            )
        )
    return jobs, ports


def _wireroom(name: str, *argv: str, env: dict[str, str]) -> Job:
    command = (sys.executable, "-m", "wireroom.config.cli", *argv)
    return Job(name=name, argv=command, environment=env)


def _front(args: argparse.Namespace, settings: Any, run_dir: Path, inner: int) -> Job:
    folder = run_dir / "nginx"
    if ended := nginx.clear_orphans(folder):
        say(f"nginx: {ended} processes of an earlier run ended")
    return nginx.job(
        nginx.configure(
            folder,
            listen=f"{args.host}:{settings.ENVIRONMENT.web_port}",
            web_port=inner,
            push_port=settings.ENVIRONMENT.push_port,
            static_dir=settings.STATIC_ROOT,
        )
    )


def _is_demo(settings: Any) -> bool:
    from wireroom.config.demo import marker  # noqa: PLC0415

    return marker(settings.WIREROOM_DATA_DIR).exists()


def _announcer(args: argparse.Namespace, settings: Any) -> Callable[[], None]:
    def announce() -> None:
        notify.systemd("READY=1")
        base = f"http://{args.host}:{settings.ENVIRONMENT.web_port}"
        say(f"ready: site {base}/ · terminal {base}/terminal/ · desk {base}/desk/")
        if _is_demo(settings):
            from wireroom.config.demo import logins  # noqa: PLC0415

            for line in logins(settings.WIREROOM_DATA_DIR):
                say(line)

    return announce
