"""Times must say their offset, or they mean another moment to each receiver."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wireroom.formats.newsml.checks.fault import G2, Fault, fault
from wireroom.formats.xmlparts.making import Element

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_TIMES = ("sent", "timestamp", "versionCreated", "firstCreated", "embargoed", "expires")
_CONTENT_TIMES = ("contentCreated", "contentModified")


def time_faults(root: Element) -> Iterator[Fault]:
    """Find times without seconds or offset, and an embargo without an end."""
    for element in root.iter(*(f"{G2}{name}" for name in (*_TIMES, *_CONTENT_TIMES))):
        text = (element.text or "").strip()
        if not text:
            yield fault("empty_time", element, "A time is empty; leave out what is not known.")
        elif not _MOMENT.fullmatch(text):
            yield fault("time_without_offset", element, f"“{text}” has no seconds or no offset.")
