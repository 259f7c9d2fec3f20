"""Telling systemd that we are ready (sd_notify(3)); silent where nobody asked."""

from __future__ import annotations

import contextlib
import os
import socket


def systemd(state: str) -> None:
    """Send `state`, such as `READY=1`, to the service manager that started us, if one did."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.sendto(state.encode(), address)
