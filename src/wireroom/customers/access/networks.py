"""From where a company's people and machines may come. The one place that says so. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from wireroom.kernel.errors import WireroomError
from wireroom.kernel.network import is_within, read_address, read_networks


class ComesFromElsewhere(WireroomError):
    """Your company has agreed with us that its people come from its own networks only."""

    code = "comes_from_elsewhere"
    http_status = 403


def may_come(networks: Sequence[str], address: str | None) -> bool:
    """Whether somebody at `address` may come in; without networks everybody may.

    An address that is unknown lies in no network.
    """
    if not networks:
        return True
    here = read_address(address or "")
    return here is not None and is_within(here, read_networks(",".join(networks)))
