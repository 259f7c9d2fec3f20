"""Our own checks of NewsML-G2, for what is wrong although the official schema accepts it."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from wireroom.formats.newsml.checks.bodies import body_faults
from wireroom.formats.newsml.checks.fault import G2, Fault
from wireroom.formats.newsml.checks.items import item_faults
from wireroom.formats.newsml.checks.times import time_faults

Topics = Mapping[str, bool]
"""Every code of a vocabulary, such as `medtop:04000000` → whether it is retired."""

_ITEMS = (f"{G2}newsItem", f"{G2}packageItem")


def faults(data: bytes, topics: Topics | None = None) -> list[Fault]:
    """Say what is wrong with a newsMessage, newsItem or packageItem; nothing when all is well.

    It does not repeat the checks of the schema, which has to be asked as well. Topics are looked
    up only when `topics` are given.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return [Fault(code="not_xml", where="", text=f"The document is not XML: {error}")]
    items = list(root.iter(*_ITEMS))
    if not items:
        return [Fault(code="no_item", where=str(root.tag), text="There is no item in it.")]
    found = [*time_faults(root)]
    for item in items:
        found += item_faults(item, topics)
        found += body_faults(item)
    return found
