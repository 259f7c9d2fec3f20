"""Lists of items as web feeds: Atom, RSS and JSON Feed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from wireroom.formats.outgoing import Outgoing


class Gone(Struct, frozen=True, kw_only=True):
    """A story that was in the list and must not be shown any more, and since when."""

    guid: str
    at: datetime


class Collection(Struct, frozen=True, kw_only=True):
    """What a list holds and where it is.

    Attributes:
        title: of the list.
        self_url: the address it was fetched from; the list's identity too.
        site_url: the page that shows the same to a person.
        updated_at: when anything in it last changed, aware and in UTC.
        entries: newest first, one version of a story each, each at its own level.
        gone: stories that left because they were stopped.
        next_url: address of the page with older entries; empty on the last one.
    """

    title: str
    self_url: str
    site_url: str
    updated_at: datetime
    entries: Sequence[Outgoing]
    gone: Sequence[Gone] = ()
    next_url: str = ""
