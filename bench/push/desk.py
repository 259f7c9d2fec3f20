"""Stands for the desk in `--real`: puts every item it is handed on a real wire.

    WIREROOM_DATA_DIR=… python -m bench.common.ready bench.push.desk SOCKET

Makes the database, opens everything to the public, and listens on the unix socket SOCKET; the load
client sends each item as a length (4 bytes, big endian) and its canonical JSON.
"""

from __future__ import annotations

import socket
import sys

from django.core.management import call_command
from django.db import transaction

from wireroom.customers.services import create_product
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import parse
from wireroom.wire import services

_LENGTH_BYTES = 4


def _prepare() -> None:
    call_command("migrate", verbosity=0)
    create_product(code="bench", name="Everything", public=True, now=utc_now(), actor=None)


def _release(item: bytes) -> None:
    with transaction.atomic():
        services.append(parse(item), now=utc_now())


def main() -> None:
    """Release until the load client hangs up."""
    _prepare()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(sys.argv[1])
        listener.listen()
        publisher, _ = listener.accept()
    with publisher.makefile("rb") as items:
        while length := items.read(_LENGTH_BYTES):
            _release(items.read(int.from_bytes(length, "big")))


if __name__ == "__main__":
    main()
