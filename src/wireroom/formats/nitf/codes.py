"""The code tables of NITF: what stands for each fact of an item."""

from __future__ import annotations

from collections.abc import Mapping

from wireroom.kernel.newsitem import Profile, PubStatus

NAMESPACE = "http://iptc.org/std/NITF/2006-10-18/"
PUBLIC_ID = "-//IPTC//DTD NITF 3.6//EN"
CHANGED_DATE = "September 11, 2009"
"""The NITF 3.6 schema fixes both; they name the version of the DTD."""

DOCTYPE = f'<!DOCTYPE nitf PUBLIC "{PUBLIC_ID}" "nitf-3-6.dtd">'

URGENCIES: Mapping[str, int] = {str(urgency): urgency for urgency in range(1, 9)}
"""Ours is that of NITF: 1 most, 5 normal, 8 least (`urgency/@ed-urg`)."""

STATUSES: Mapping[PubStatus, str] = {
    PubStatus.USABLE: "usable",
    PubStatus.WITHHELD: "withheld",
    PubStatus.CANCELED: "canceled",
}
EMBARGOED = "embargoed"
"""`docdata/@management-status`: a usable item is `embargoed` until its embargo is over."""

TYPES: Mapping[Profile, str] = {
    Profile.NEWS: "news",
    Profile.ADVISORY: "advisory",
    Profile.DATA: "data",
    Profile.TEST: "test",
}
"""`tobject/@tobject.type`: the schema names the first three."""

LINKS: Mapping[str, str] = {
    "translation_of": "wireroom-translation-of",
    "update_to": "wireroom-update-to",
    "take_of": "wireroom-take-of",
}
"""Names of `meta` for relations, which NITF has no element for."""

INLINE: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "strong": ("em", {"class": "bold"}),
    "em": ("em", {"class": "italic"}),
    "a": ("a", {}),
}
"""NITF has one emphasis; its kind is in the class."""
