"""Makes the customers and asks for the screens, in a process of its own.

    WIREROOM_DATA_DIR=… WIREROOM_DATABASE_URL=… python -m bench.common.ready \
        bench.backoffice.worker COMPANIES N PEER_N

Says the figures as JSON on stdout: milliseconds from request to answer, whole middleware included.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
import time
from http import HTTPStatus

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench.backoffice import peer, people, screens
from bench.backoffice.plan import Plan
from bench.common.figures import at
from wireroom.customers.models import Person

_FORMS = 3


def _prepare() -> Client:
    logging.disable(logging.WARNING)
    settings.ALLOWED_HOSTS = ["testserver"]
    peer.register()
    with contextlib.redirect_stdout(io.StringIO()):
        call_command("migrate", verbosity=0)
    chief = Person.objects.create_superuser("chief@agency.example")
    client = Client()
    client.force_login(chief)
    return client


def _times_ms(client: Client, address: str, repetitions: int) -> dict[str, float]:
    times, cpu = [], []
    for _ in range(repetitions + 1):
        start, start_cpu = time.perf_counter(), time.process_time()
        response = client.get(address)
        times.append((time.perf_counter() - start) * 1000)
        cpu.append((time.process_time() - start_cpu) * 1000)
        if response.status_code != HTTPStatus.OK:  # a screen that is refused is not measured
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
    main()
