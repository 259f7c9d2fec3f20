"""The keys that a server shows, with what one compares: their fingerprints."""

from __future__ import annotations

import base64
import binascii
import hashlib

from django.utils.translation import gettext
from msgspec import Struct

from wireroom.account.feeds.where import Where
from wireroom.delivery.destinations.host_keys import fetch_host_keys
from wireroom.kernel.errors import WireroomError

_PORT_DIGITS = 5


class Shown(Struct, frozen=True):
    """A key in the spelling of a `known_hosts` file, and its fingerprint as OpenSSH shows it."""

    text: str
    kind: str
    fingerprint: str


def ask_server(form: Where) -> list[Shown]:
    """Ask the server that a form names for its keys; what is wrong stands in the form."""
    host, port = _typed(form, "host"), _typed(form, "port") or "22"
    if not host or not port.isdecimal() or len(port) > _PORT_DIGITS:
        form.add_error("host", gettext("Fill in the server and its port first."))
        return []
    try:
        return [shown(text) for text in fetch_host_keys(host, int(port))]
    except WireroomError as error:
        form.add_error("host", error.detail)
        return []


def shown(text: str) -> Shown:
    """Compute a key's fingerprint (RFC 8709 and OpenSSH: SHA-256, base64 without its end)."""
    kind, _, rest = text.strip().partition(" ")
    try:
        blob = base64.b64decode(rest.split(" ")[0], validate=True)
    except binascii.Error:
        return Shown(text, kind, "")
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
    return Shown(text, kind, f"SHA256:{digest}")


def _typed(form: Where, name: str) -> str:
    return str(form.data.get(name, "")).strip()
