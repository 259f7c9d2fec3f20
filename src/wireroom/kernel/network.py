"""Whose address a request came from, when proxies stand in between. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from wireroom.kernel.errors import WireroomError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

LOOPBACK: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
"""Where a proxy on this machine speaks from."""
_MOST_HOPS = 20
"""Proxies in a row that are followed; longer lists are made up."""
_LONGEST_CHARS = 64


class NotANetwork(WireroomError):
    """This is no network: write 192.0.2.0/24, 2001:db8::/32 or a single address."""

    code = "not_a_network"
    http_status = 422


def read_networks(text: str) -> tuple[Network, ...]:
    """Read networks and addresses with commas between; nothing gives none.

    Raises:
        NotANetwork: the message names the first that is none, or has bits beyond its mask.
    """
    return tuple(_network(part.strip()) for part in text.split(",") if part.strip())


def read_proxies(text: str | None) -> tuple[Network, ...]:
    """Read which proxies are trusted: `none`, or networks; without a word this very machine.

    Raises:
        NotANetwork: as `read_networks`.
    """
    if not text or not text.strip():
        return LOOPBACK
    return () if text.strip().lower() == "none" else read_networks(text)


@lru_cache(maxsize=4096)
def _network(text: str) -> Network:
    try:
        return ip_network(text)
    except ValueError as error:
        raise NotANetwork(f"{text!r} is no network: {error}.") from error


def read_address(text: str) -> Address | None:
    """Read an address as proxies write it; None for anything else, whatever it is.

    It may have a port, stand in brackets (RFC 7239 §6), or be IPv4 inside IPv6.
    """
    text = text.strip().strip('"')
    if len(text) > _LONGEST_CHARS:
        return None
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def spelled(text: str | None) -> str | None:
    """Spell an address as it is stored and shown; None for anything that `read_address` refuses."""
    found = read_address(text or "")
    return str(found) if found else None


def is_within(address: Address, networks: Iterable[Network]) -> bool:
    """Whether an address lies in one of the networks."""
    return any(address.version == net.version and address in net for net in networks)


def client_address(remote: str, forwarded_for: str, trusted: Sequence[Network]) -> str:
    """Give the address that a request came from; empty when nobody can know.

    Args:
        remote: the other end of the connection.
        forwarded_for: the values of `X-Forwarded-For`, joined with commas: each proxy adds whom it
            heard, on the right.
        trusted: our proxies. Whatever stands left of the first address that is none of them was
            written by a stranger, and is not looked at. Where a proxy of ours passed on something
            that is no address, its own address is the last that is known.
    """
    here = read_address(remote)
    if here is None:
        return ""
    for hop in reversed(forwarded_for.rsplit(",", _MOST_HOPS)[-_MOST_HOPS:]):
        if not is_within(here, trusted):
            break
        before = read_address(hop)
        if before is None:
            break
        here = before
    return str(here)
