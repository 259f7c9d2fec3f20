"""The news item: what travels on the wire. Every outward format is a projection of it.

Semantics follow NewsML-G2 (IPTC NewsML-G2 2.35 specification); names follow the newsroom.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from wireroom.kernel.errors import WireroomError

Urgency = Annotated[int, Meta(ge=1, le=8)]
"""IPTC urgency: 1 flash, 2 alert, 3 urgent, 4 normal … 8 lowest. Mapped outward per format."""

FLASH, ALERT, URGENT, NORMAL = 1, 2, 3, 4


class PubStatus(StrEnum):
    """May the item be published? Codes of the IPTC `pubstatusg2` scheme."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


class UpdateType(StrEnum):
    """Why this version exists. `hold` and `kill` stop an item; the rest carry text."""

    NEW = "new"
    DEVELOPMENT = "development"
    CORRECTION_FACT = "correction_fact"
    CORRECTION_MINOR = "correction_minor"
    WRITETHRU = "writethru"
    ADD = "add"
    REPEAT = "repeat"
    HOLD = "hold"
    KILL = "kill"


CORRECTIONS = frozenset({UpdateType.CORRECTION_FACT, UpdateType.CORRECTION_MINOR})
NOTICES = frozenset({UpdateType.HOLD, UpdateType.KILL})
FOLLOWS_THE_READER = CORRECTIONS | NOTICES
"""Updates that reach whoever received any earlier version (DESIGN §4)."""


class Profile(StrEnum):
    """What kind of message this is; only `news` is meant for publication."""

    NEWS = "news"
    ADVISORY = "advisory"
    DATA = "data"
    TEST = "test"


class Provenance(StrEnum):
    """Who put a code on the item."""

    EDITOR = "editor"
    MACHINE = "machine"


class _Part(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A piece of a news item: immutable, compared by value, refuses what it does not know."""


class _Block(_Part, tag_field="type", frozen=True, kw_only=True):
    """One block of the body. Text carries the inline markup of `wireroom.kernel.markup`."""


class Paragraph(_Block, tag="paragraph", frozen=True, kw_only=True):
    """Running text."""

    text: str


class Heading(_Block, tag="heading", frozen=True, kw_only=True):
    """A crosshead inside the body."""

    text: str
    level: Annotated[int, Meta(ge=2, le=4)] = 2


class Quote(_Block, tag="quote", frozen=True, kw_only=True):
    """A passage quoted in display, with whoever said it."""

    text: str
    source: str = ""


class ListBlock(_Block, tag="list", frozen=True, kw_only=True):
    """Bulleted or numbered points."""

    items: tuple[str, ...]
    ordered: bool = False


class Table(_Block, tag="table", frozen=True, kw_only=True):
    """Rows of cells; the first row is the header when `header` is set."""

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    header: bool = True


class Question(_Block, tag="question", frozen=True, kw_only=True):
    """A question of an interview; `speaker` is who asks."""

    text: str
    speaker: str = ""


class Answer(_Block, tag="answer", frozen=True, kw_only=True):
    """An answer of an interview, or one paragraph of it; `speaker` is who answers."""

    text: str
    speaker: str = ""


Block = Paragraph | Heading | Quote | ListBlock | Table | Question | Answer


class EdNote(_Part, frozen=True, kw_only=True):
    """A note to receivers or to the desk. Notes that are not publishable never leave the house."""

    text: str
    role: Literal["correction", "advisory", "embargo", "hold", "kill", "contact", "more"] = (
        "advisory"
    )
    publishable: bool = False


class Subject(_Part, frozen=True, kw_only=True):
    """A code on the item: an IPTC Media Topic, a keyword or a code of our own.

    `code` is a QCode such as `medtop:04000000`; `broader` lists its ancestors, nearest first, so
    that nobody downstream needs the vocabulary. `relevance` is a percentage.
    """

    code: str
    label: str = ""
    broader: tuple[str, ...] = ()
    provenance: Provenance = Provenance.EDITOR
    relevance: Annotated[int, Meta(ge=0, le=100)] = 100


class Entity(_Part, frozen=True, kw_only=True):
    """A place, person or organisation that the item is about."""

    name: str
    code: str = ""
    provenance: Provenance = Provenance.EDITOR
    relevance: Annotated[int, Meta(ge=0, le=100)] = 100


class Instrument(_Part, frozen=True, kw_only=True):
    """A listed security: ISO 6166 ISIN, exchange ticker, ISO 10383 market code."""

    isin: str = ""
    ticker: str = ""
    mic: str = ""


class Company(Entity, frozen=True, kw_only=True):
    """A company with what of it is traded."""

    instruments: tuple[Instrument, ...] = ()


class Correction(_Part, frozen=True, kw_only=True):
    """What was wrong, as data: what was, what is, where in the story, and why."""

    was: str
    now: str
    where: str = ""
    why: str = ""


class Rights(_Part, frozen=True, kw_only=True):
    """Rights carried by the item itself, in every format."""

    holder: str = ""
    notice: str = ""
    usage_terms: str = ""
    data_mining: Literal["", "allowed", "reserved"] = ""


class Link(_Part, frozen=True, kw_only=True):
    """A relation to another item, by its guid."""

    rel: Literal["translation_of", "update_to", "take_of"]
    guid: str


class NewsItem(_Part, frozen=True, kw_only=True):
    """One version of one story. `guid` stays the same over versions and cannot be guessed.

    `canonical` gives the bytes that are stored and hashed; `parse` reads them back.
    """

    guid: str
    version: Annotated[int, Meta(ge=1)]
    language: str
    headline: str
    pub_status: PubStatus = PubStatus.USABLE
    update_type: UpdateType = UpdateType.NEW
    urgency: Urgency = NORMAL
    profile: Profile = Profile.NEWS
    genre: str = "genre:Current"
    links: tuple[Link, ...] = ()
    embargoed_until: datetime | None = None
    slugline: str = ""
    standfirst: str = ""
    dateline: str = ""
    byline: str = ""
    desk: str = ""
    body: tuple[Block, ...] = ()
    ednotes: tuple[EdNote, ...] = ()
    topics: tuple[Subject, ...] = ()
    keywords: tuple[str, ...] = ()
    places: tuple[Entity, ...] = ()
    people: tuple[Entity, ...] = ()
    organisations: tuple[Entity, ...] = ()
    companies: tuple[Company, ...] = ()
    correction: Correction | None = None
    rights: Rights = Rights()

    @property
    def is_killed(self) -> bool:
        """Whether this version cancels the story for good."""
        return self.pub_status is PubStatus.CANCELED

    @property
    def is_stopped(self) -> bool:
        """Whether the story was killed, or is held while it is checked."""
        return self.pub_status is not PubStatus.USABLE


class InvalidItem(WireroomError):
    """The text is not a news item."""

    code = "invalid_item"
    http_status = 422


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(NewsItem)


def canonical(item: NewsItem) -> bytes:
    """Give the one JSON spelling of `item`: UTF-8, sorted keys, no spaces, defaults left out.

    Equal items give equal bytes, on every machine and Python version: the hash chain needs that.

    Raises:
        InvalidItem: a text holds half of a surrogate pair, which no UTF-8 can spell.
    """
    try:
        return _encoder.encode(item)
    except UnicodeEncodeError as error:
        raise InvalidItem(str(error)) from error


def parse(data: bytes | str) -> NewsItem:
    """Read back what `canonical` wrote.

    Raises:
        InvalidItem: `data` is not JSON or breaks the item's shape; the message names the place.
    """
    try:
        return _decoder.decode(data)
    except msgspec.DecodeError as error:
        raise InvalidItem(str(error)) from error
