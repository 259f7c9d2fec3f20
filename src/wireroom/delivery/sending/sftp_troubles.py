"""What can go wrong by SFTP, as a code for programs and a sentence for people. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import asyncssh

from wireroom.delivery.webhooks.addresses import NotResolved, Refused

TIMED_OUT = "timed_out"


class Trouble(NamedTuple):
    """A stable code, and what it means."""

    outcome: str
    detail: str


_FIXED: tuple[tuple[type[Exception], Trouble], ...] = (
    (TimeoutError, Trouble(TIMED_OUT, "The server did not answer in time.")),
    (
        asyncssh.HostKeyNotVerifiable,
        Trouble("host_key_wrong", "The server shows another host key than those that are pinned."),
    ),
    (
        asyncssh.PermissionDenied,
        Trouble("login_refused", "The server does not accept our user and password or key."),
    ),
    (
        asyncssh.KeyExchangeFailed,
        Trouble("no_common_algorithm", "The server and we know no common way to encrypt."),
    ),
    (
        asyncssh.SFTPNoSpaceOnFilesystem,
        Trouble("disk_full", "The server's disk is full."),
    ),
    (
        asyncssh.SFTPQuotaExceeded,
        Trouble("disk_full", "The user's space on the server is used up."),
    ),
    (
        asyncssh.SFTPPermissionDenied,
        Trouble("permission_denied", "We may not write into the directory."),
    ),
    (
        asyncssh.SFTPNoSuchPath,
        Trouble("no_directory", "There is no such directory on the server."),
    ),
    (
        asyncssh.SFTPNoSuchFile,
        Trouble("no_directory", "There is no such directory on the server."),
    ),
)
_WORDED: tuple[tuple[type[Exception], str, Callable[[Exception], str]], ...] = (
    (Refused, "address_refused", str),
    (NotResolved, "not_reached", str),
    (asyncssh.SFTPConnectionLost, "connection_lost", lambda _: "The server hung up on us."),
    (asyncssh.SFTPNoConnection, "connection_lost", lambda _: "The server hung up on us."),
    (asyncssh.SFTPError, "server_refused", lambda error: f"The server said: {error}"),
    (asyncssh.ChannelOpenError, "no_sftp", lambda _: "The server offers no SFTP to this user."),
    (asyncssh.ConnectionLost, "connection_lost", lambda _: "The server hung up on us."),
    (asyncssh.DisconnectError, "disconnected", lambda error: f"The server said: {error}"),
    (OSError, "not_reached", lambda error: getattr(error, "strerror", "") or "Cannot be reached."),
)


def read_trouble(error: Exception) -> Trouble:
    """Name what an error means; what we do not know is `broken`, and is ours to look at."""
    for kind, trouble in _FIXED:
        if isinstance(error, kind):
            return trouble
    for kind, outcome, words in _WORDED:
        if isinstance(error, kind):
            return Trouble(outcome, words(error))
    return Trouble("broken", f"Something of ours broke: {type(error).__name__}.")
