"""Makes the customers and asks for the screens, in a process of its own.

    WIREROOM_DATA_DIR=… WIREROOM_DATABASE_URL=… python -m bench.backoffice.worker COMPANIES N PEER_N

Says the figures as JSON on stdout: milliseconds from request to answer, whole middleware included.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import sys
import time
from typing import Any

import django

from bench.backoffice.plan import Plan
from bench.common.figures import at

_FORMS = 3


def _prepare() -> Any:
    django.setup()
    logging.disable(logging.WARNING)
    from django.conf import settings  # noqa: PLC0415 - needs the settings
    from django.core.management import call_command  # noqa: PLC0415 - as above
    from django.test import Client  # noqa: PLC0415 - as above

    from bench.backoffice import peer  # noqa: PLC0415 - as above
    from wireroom.customers.models import Person  # noqa: PLC0415 - as above

    settings.ALLOWED_HOSTS = ["testserver"]
    peer.register()
    with contextlib.redirect_stdout(io.StringIO()):
        call_command("migrate", verbosity=0)
    chief = Person.objects.create_superuser("chief@agency.example")
    client = Client()
    client.force_login(chief)
    return client


def _times_ms(client: Any, address: str, repetitions: int) -> dict[str, float]:
    times, cpu = [], []
    for _ in range(repetitions + 1):
        start, start_cpu = time.perf_counter(), time.process_time()
        response = client.get(address)
        times.append((time.perf_counter() - start) * 1000)
        cpu.append((time.process_time() - start_cpu) * 1000)
        if response.status_code != 200:  # noqa: PLR2004 - a screen that is refused is not measured
            raise SystemExit(f"{address} answered {response.status_code}.")
    measured = times[1:]
    return {
        "p50": at(measured, 0.5), "p95": at(measured, 0.95), "first": times[0],
        "cpu": at(cpu[1:], 0.5), "kb": len(response.content) / 1024,
    }  # fmt: skip


def _fewer(name: str, repetitions: int) -> int:
    """A form that offers everybody takes seconds: a few answers say enough."""
    return min(repetitions, _FORMS) if name.endswith("form") else repetitions


def main() -> None:
    """Do it all."""
    companies, repetitions, peer_repetitions = map(int, sys.argv[1:])
    plan = Plan(companies=companies, repetitions=repetitions, peer_repetitions=peer_repetitions)
    client = _prepare()
    from django.db import connection  # noqa: PLC0415 - needs the settings

    from bench.backoffice import people, screens  # noqa: PLC0415 - as above

    started = time.perf_counter()
    people.make(plan)
    if connection.vendor == "postgresql":  # which does so by itself, but only after a while
        connection.cursor().execute("ANALYZE")
    figures = {
        "made_s": time.perf_counter() - started,
        "ours": {
            name: _times_ms(client, address, plan.repetitions)
            for name, address in screens.ours().items()
        },
        "theirs": {
            name: _times_ms(client, address, _fewer(name, plan.peer_repetitions))
            for name, address in screens.theirs().items()
        },
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wireroom.config.settings")
    main()
