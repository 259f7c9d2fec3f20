"""Ask a server for its host keys, for a person to compare before they are pinned."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import asyncssh

from wireroom.delivery.destinations.hosts import trouble
from wireroom.delivery.destinations.ssh import shown_keys
from wireroom.delivery.webhooks.addresses import NotResolved, Refused
from wireroom.kernel.errors import WireroomError


class HostKeysNotFetched(WireroomError):
    """The server did not show its host keys. Check host and port, or paste the keys by hand."""

    code: ClassVar[str] = "host_keys_not_fetched"
    http_status: ClassVar[int] = 422


def fetch_host_keys(host: str, port: int = 22) -> list[str]:
    """Give the public keys that a server shows, one text each; nothing is trusted by that.

    Whoever pins them compares them with what the server's owner says: on the way here somebody may
    have put other keys in their place. Takes up to half a minute.

    Raises:
        HostKeysNotFetched: it is not on the public internet, does not answer, or is no SSH server.
    """
    host = host.strip().lower().rstrip(".")
    if why := trouble(host):
        raise HostKeysNotFetched(why)
    try:
        found = asyncio.run(shown_keys(host, port))
    except (Refused, NotResolved) as error:
        raise HostKeysNotFetched(error.detail) from error
    except TimeoutError as error:
        raise HostKeysNotFetched(f"{host} did not answer in time.") from error
    except (OSError, OverflowError, asyncssh.Error) as error:
        raise HostKeysNotFetched(f"{host}, port {port}: no SSH server answers there.") from error
    if not found:
        raise HostKeysNotFetched
    return found


def fingerprint(key: str) -> str:
    """Spell a key's fingerprint as `ssh-keygen -l` does: `SHA256:…`."""
    return asyncssh.import_public_key(key).get_fingerprint()
