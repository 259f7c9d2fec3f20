"""Programs around a matcher: `python -m tests.matching.restart_process NAME …`."""

from __future__ import annotations

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.matching.restart_settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - after the set-up

from tests.factories.items import make_item, make_kill, release  # noqa: E402
from tests.factories.matching import make_reader, make_topic  # noqa: E402
from wireroom.kernel.clock import utc_now  # noqa: E402
from wireroom.matching.consumer import MatchingConsumer  # noqa: E402
from wireroom.matching.models import Alert  # noqa: E402
from wireroom.wire import consumers, queries, services  # noqa: E402


def prepare() -> None:
    """Make the tables, and two people of whom one has a topic that matches."""
    call_command("migrate", verbosity=0)
    make_topic(make_reader(), "harbour", email="instant")
    make_topic(make_reader(), "wheat", email="instant")


def write(count: str) -> None:
    """Release `count` stories, and kill every fifth."""
    for number in range(int(count)):
        item = make_item(headline=f"Harbour {number}")
        release(item)
        if number % 5 == 0:
            release(make_kill(item))
    print("done", flush=True)  # noqa: T201 - the acknowledgement


def work() -> None:
    """Be a worker for ever."""
    consumer = MatchingConsumer()
    print("up", flush=True)  # noqa: T201 - the acknowledgement
    while True:
        consumers.run_once(consumer, limit=3)
        time.sleep(0.001)


def rebuild(what: str) -> None:
    """Send the cursor back: by a rebuild, or by a new epoch as after a restore."""
    if what == "epoch":
        services.begin_epoch(now=utc_now(), reason="restored")
    else:
        consumers.rebuild(MatchingConsumer())


def finish() -> None:
    """Take in what is left and print every alert, and the length of the log."""
    consumer = MatchingConsumer()
    while consumers.run_once(consumer):
        pass
    for row in Alert.objects.values_list("seq", "channel", "kind", "person_id"):
        print(*row)  # noqa: T201 - the finding
    print(queries.head())  # noqa: T201 - the finding


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    programs = {"prepare": prepare, "write": write, "work": work, "finish": finish}
    (programs | {"rebuild": rebuild})[name](*arguments)
