"""A connection to a customer's SSH server: to a judged machine, trusted by pinned keys alone."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Mapping
from typing import Any

import asyncssh
from django.conf import settings

from wireroom.delivery.destinations.sftp import is_private_key
from wireroom.delivery.webhooks.addresses import Resolve, machines, resolve
from wireroom.delivery.webhooks.posting import first_open

asyncssh.set_log_level("WARNING")  # it tells of every connection otherwise, and names users

CONNECT_S = 10.0
_LOGIN_S = 15.0
_ALGORITHMS = ("ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512")
"""One of each family that OpenSSH's servers have keys of."""


def reach(host: str, port: int, resolver: Resolve = resolve) -> socket.socket:
    """Open a line to a machine that was judged (`webhooks.addresses`).

    Raises:
        Refused: it is not on the public internet.
        NotResolved: the name has no address now.
        OSError: nothing answers.
    """
    loopback = settings.WIREROOM_WEBHOOKS_TO_LOOPBACK
    ips, _ = machines(host, port, resolver, loopback=loopback)
    line = first_open(ips, port, time.monotonic() + CONNECT_S)
    line.setblocking(False)  # noqa: FBT003 - the socket's own spelling
    return line


async def sign_in(
    line: socket.socket, target: Mapping[str, Any], secret: str
) -> asyncssh.SSHClientConnection:
    """Sign in over an open line, by the feed's pinned keys and its password or private key.

    Nothing of this machine's own takes part: no configuration, no agent, no known hosts.
    """
    pinned = [asyncssh.import_public_key(key) for key in target["host_keys"]]
    by_key = is_private_key(secret)
    return await asyncssh.connect(
        target["host"],
        target["port"],
        sock=line,
        known_hosts=(pinned, [], []),
        username=target["user"],
        client_keys=[asyncssh.import_private_key(secret)] if by_key else [],
        password=None if by_key else secret,
        config=[],
        agent_path=None,
        gss_host=None,
        x509_trusted_certs=None,
        login_timeout=_LOGIN_S,
        keepalive_interval=10,
    )


async def shown_keys(host: str, port: int) -> list[str]:
    """Give the host keys that a server shows, as `ssh-ed25519 AAAA…`; none: it is no SSH server."""
    found = []
    for algorithm in _ALGORITHMS:
        line = reach(host, port)
        try:
            key = await asyncio.wait_for(
                asyncssh.get_server_host_key(
                    host, port, sock=line, server_host_key_algs=[algorithm], config=[]
                ),
                CONNECT_S,
            )
        except (asyncssh.Error, ConnectionError):
            continue  # OpenSSH hangs up on whoever asks for a kind of key that it has not
        if key is not None:
            found.append(key.export_public_key().decode().strip())
    return found
