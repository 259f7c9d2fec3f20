"""Stands for the desk in `--real`: puts every item it is handed on a real wire.

    WIREROOM_DATA_DIR=… python desk.py SOCKET

Makes the database, opens everything to the public, and listens on the unix socket SOCKET; the load
client sends each item as a length (4 bytes, big endian) and its canonical JSON.
"""

from __future__ import annotations

import os
import socket
import sys

import django

from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import parse

_LENGTH_BYTES = 4


def _prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wireroom.config.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings

    from wireroom.customers.services import create_product  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0)
    create_product(code="bench", name="Everything", public=True, now=utc_now(), actor=None)


def _release(item: bytes) -> None:
    from django.db import transaction  # noqa: PLC0415 - needs the settings

    from wireroom.wire import services  # noqa: PLC0415 - as above

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
