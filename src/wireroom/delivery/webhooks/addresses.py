"""Which machines may be called on behalf of a customer: public ones, and no other.

A customer's address can name anything, also our database or a cloud's metadata service (SSRF). So
the name is resolved once, every address that it has is judged, and the connection goes to one of
the addresses that were judged: whoever answers the next question otherwise gains nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from msgspec import Struct

from wireroom.kernel.errors import WireroomError

Resolve = Callable[[str, int], list[str]]
"""Gives the addresses of a host name, as texts."""

_LOWEST_FREE_PORT = 1024
_SPECIAL_V4 = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
"""IANA's registry of special IPv4 addresses (RFC 6890), multicast and class E."""
_PUBLIC_V6 = ip_network("2000::/3")
"""All that IANA has given out as global unicast. Mapped, translated (NAT64), unique local, link
local and multicast addresses lie outside."""
_SPECIAL_V6 = tuple(
    ip_network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
"""Teredo, 6to4 and the like inside it: they may carry a private IPv4 address."""


class Refused(WireroomError):
    """This address may not be called."""

    code = "webhook_address_refused"


class NotResolved(WireroomError):
    """The name has no address at the moment."""

    code = "webhook_name_not_resolved"
    temporary = True


class Target(Struct, frozen=True, kw_only=True):
    """Where to connect, the first that answers, and how to name it there."""

    ips: tuple[str, ...]
    port: int
    host: str
    tls: bool
    path: str

    @property
    def host_header(self) -> str:
        """The `Host` field (RFC 9110 §7.2): the port only when it is not the usual one."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == (443 if self.tls else 80) else f"{name}:{self.port}"


def is_public(text: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _SPECIAL_V4)
    return address in _PUBLIC_V6 and not any(address in network for network in _SPECIAL_V6)


def is_loopback(text: str) -> bool:
    """Whether an IP address is this machine's own, plainly spelled."""
    address: IPv4Address | IPv6Address
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return address.is_loopback


def resolve(host: str, port: int) -> list[str]:
    """Ask the system for every address of a name, in its order of preference.

    Raises:
        NotResolved: there is none now.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotResolved(f"{host} has no address.") from None
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def machines(
    host: str, port: int, resolver: Resolve = resolve, *, loopback: bool = False
) -> tuple[tuple[str, ...], bool]:
    """Resolve a name, judge all its machines, and say whether they are this one.

    Raises:
        Refused: one of them is not public.
        NotResolved: the name has no address now.
    """
    addresses = resolver(host, port)
    if not addresses:
        raise NotResolved(f"{host} has no address.")
    own = loopback and all(map(is_loopback, addresses))
    if not own and not all(map(is_public, addresses)):
        raise Refused(f"{host} is not on the public internet.")
    return tuple(addresses), own


def target(url: str, resolver: Resolve = resolve, *, loopback: bool = False) -> Target:
    """Resolve an address and judge it. `loopback`: this machine may be called too, for tests.

    Raises:
        Refused: no https:// address, or one of its machines is not public.
        NotResolved: the name has no address now.
    """
    parts, port = _parts(url)
    addresses, own = machines(parts.host, port, resolver, loopback=loopback)
    if not own and not parts.tls:
        raise Refused("Only https:// addresses are called.")
    if not own and port < _LOWEST_FREE_PORT and port != 443:  # noqa: PLR2004 - https
        raise Refused(f"Port {port} is not called: 443, or 1024 and above.")
    return Target(ips=addresses, port=port, host=parts.host, tls=parts.tls, path=parts.path)


class _Parts(Struct, frozen=True):
    host: str
    tls: bool
    path: str


def _parts(url: str) -> tuple[_Parts, int]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused("This is no address.") from None
    plain = url.isascii() and url.isprintable() and " " not in url
    if parts.scheme not in {"http", "https"} or not parts.hostname or not plain:
        raise Refused("This is no https:// address.")
    if "@" in parts.netloc:
        raise Refused("An address must not hold a password.")
    tls = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _Parts(parts.hostname, tls, path), port or (443 if tls else 80)
