"""`wireroom serve`: the whole agency on one machine."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

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

Place = tuple[str, int]
"""A host and a port."""


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
        places = _places(args, settings.ENVIRONMENT)
        jobs = _jobs(args, settings, run_dir, places)
        for place, variable in places.all():
            kin.require_free_port(*place, variable)
        collect_static()
        supervisor = Supervisor(
            jobs,
            say=lambda text: say(f"{utc_now():%H:%M:%S} {text}"),
            is_ready=lambda: all(kin.accepts(*place) for place, _ in places.all()),
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


class _Places(NamedTuple):
    """Where who listens. Behind nginx, pages and streams are for this machine only."""

    web: Place
    push: Place
    front: Place | None

    def all(self) -> list[tuple[Place, str]]:
        """Give each place with the variable that moves it."""
        outer = self.front or self.web
        found = [(outer, "WIREROOM_WEB_PORT"), (self.push, "WIREROOM_PUSH_PORT")]
        if self.front:
            found.append((self.web, "WIREROOM_PUSH_PORT (the one above it is used, too)"))
        return found


def _places(args: argparse.Namespace, environment: Any) -> _Places:
    outer, push_port = (args.host, environment.web_port), environment.push_port
    if args.front == "nginx" or (args.front == "auto" and nginx.program() is not None):
        inner = ("127.0.0.1", push_port + _ABOVE_PUSH)
        return _Places(web=inner, push=("127.0.0.1", push_port), front=outer)
    return _Places(web=outer, push=(args.host, push_port), front=None)


def _jobs(args: argparse.Namespace, settings: Any, run_dir: Path, places: _Places) -> list[Job]:
    environment = {
        "WIREROOM_DATA_DIR": str(settings.WIREROOM_DATA_DIR),
        "WIREROOM_PUSH_PORT": str(settings.ENVIRONMENT.push_port),
        "WIREROOM_SUPERVISED": "1",
    }
    web = ["web", *_listening(places.web)]
    if places.front:
        environment["WIREROOM_STREAM_URL"] = settings.WIREROOM_STREAM_URL or "/stream"
        web.append("--behind-proxy")
    jobs = [
        _wireroom("push", "push", *_listening(places.push), env=environment),
        _wireroom("web", *web, env=environment),
        _wireroom("worker", "worker", env=environment),
        _wireroom("deliverer", "deliver", env=environment),
    ]
    if places.front:
        jobs.append(_front(places.front, places, settings, run_dir))
    if args.demo or _is_demo(settings):
        argv = (sys.executable, "-m", "wireroom.config.demo")
        jobs.append(Job(name="demo desk", argv=argv, environment=environment))
    return jobs


def _listening(place: Place) -> tuple[str, ...]:
    host, port = place
    return "--host", host, "--port", str(port)


def _wireroom(name: str, *argv: str, env: dict[str, str]) -> Job:
    command = (sys.executable, "-m", "wireroom.config.cli", *argv)
    return Job(name=name, argv=command, environment=env)


def _front(front: Place, places: _Places, settings: Any, run_dir: Path) -> Job:
    folder = run_dir / "nginx"
    if ended := nginx.clear_orphans(folder):
        say(f"nginx: {ended} processes of an earlier run ended")
    return nginx.job(
        nginx.configure(
            folder,
            listen=f"{front[0]}:{front[1]}",
            web_port=places.web[1],
            push_port=places.push[1],
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
