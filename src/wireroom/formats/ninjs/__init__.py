"""ninjs 3.1, the IPTC's JSON for news.

Its schema allows no property of one's own (`unevaluatedProperties: false`), so what it has no place
for, like the answer whether an item may be published, stands in the envelope around it and, as a
sentence, in `edNote`.
"""

from __future__ import annotations

from typing import Any

import msgspec

from wireroom.formats.ninjs import coding, content, rights
from wireroom.formats.ninjs.settings import OPTIONS, URGENCY
from wireroom.formats.notices import notices
from wireroom.formats.outgoing import House, Options, Outgoing
from wireroom.formats.projection import FULL
from wireroom.kernel.clock import iso

__all__ = ["OPTIONS", "render"]

_encoder = msgspec.json.Encoder()

_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
}


def render(outgoing: Outgoing, house: House, options: Options) -> bytes:
    """Write one item: UTF-8 JSON without line breaks. What an item does not have is left out."""
    written = _identity(outgoing, options)
    written |= content.parts(outgoing, house, options)
    written |= coding.parts(outgoing, house, options)
    written |= rights.parts(outgoing.item.rights)
    return _encoder.encode({name: value for name, value in written.items() if value})


def _identity(outgoing: Outgoing, options: Options) -> dict[str, Any]:
    item = outgoing.item
    return {
        "standard": _STANDARD,
        "uri": item.guid,
        "type": "text",
        "representationType": "full" if outgoing.level == FULL else "partial",
        "profile": item.profile.value,
        "version": str(item.version),
        "firstCreated": iso(outgoing.first_released_at),
        "versionCreated": iso(outgoing.released_at),
        "embargoedUntil": iso(item.embargoed_until) if item.embargoed_until else "",
        "pubStatus": item.pub_status.value,
        "urgency": URGENCY.of(options)[str(item.urgency)],
        "language": item.language,
        "edNote": "\n".join(map(str, notices(outgoing))),
        "altIds": _numbers(outgoing),
    }


def _numbers(outgoing: Outgoing) -> list[dict[str, str]]:
    """Name the delivery: for receivers that get no envelope, a gap in its numbers is a loss."""
    if outgoing.number is None:
        return []
    return [{"role": "delivery", "value": f"{outgoing.feed}/{outgoing.number}"}]
