"""The fields of a query: one table for the parser, the reference page, completion and builder."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from wireroom.kernel.newsitem import PubStatus, UpdateType

Kind = Literal["words", "name", "code", "choice", "number", "date", "product"]
"""What a field holds: `words` of a text, a `name` or its code, a `code` or label asked as a whole,
one of a few `choice`s, a `number`, a `date`, or a `product`."""

URGENCIES = {"flash": 1, "alert": 2, "urgent": 3, "normal": 4}
LOWEST_URGENCY = 8


class Field(Struct, frozen=True, kw_only=True):
    """A field: what it is called, what it holds, and how it is asked.

    `values` are all values of a choice, and the ones with names of the other kinds. An alias is
    never shorter than the name, but for `lang`.
    """

    name: str
    kind: Kind
    help: str
    examples: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    @property
    def has_ranges(self) -> bool:
        """Whether `field:1..3` and the like mean something."""
        return self.kind in {"number", "date"}

    @property
    def has_words(self) -> bool:
        """Whether words are looked for one by one: beginnings and closeness mean something."""
        return self.kind in {"words", "name"}


FIELDS: tuple[Field, ...] = (
    Field(
        name="text",
        kind="words",
        help="anywhere in what is written: headline, slugline, keywords, byline, body",
        examples=("text:gas", 'text:"rate cut"~3'),
    ),
    Field(
        name="headline",
        kind="words",
        help="in the headline",
        examples=("headline:Gazprom", "headline:(gas OR oil)"),
    ),
    Field(
        name="slug",
        kind="words",
        help="in the slugline",
        examples=('slug:"RUSSIA-GAS"', "slug:ECB*"),
        aliases=("slugline",),
    ),
    Field(
        name="byline",
        kind="words",
        help="the reporter, as named in the byline",
        examples=('byline:"Anna Weber"',),
    ),
    Field(
        name="keyword",
        kind="words",
        help="among the keywords",
        examples=("keyword:pipeline",),
        aliases=("keywords",),
    ),
    Field(
        name="topic",
        kind="code",
        help="a topic with all that is narrower, by its name or IPTC code",
        examples=("topic:economy", 'topic:"interest rate"', "topic:20000386"),
        aliases=("subject",),
    ),
    Field(
        name="company",
        kind="name",
        help="a company, by its name, ISIN, ticker or ticker.market",
        examples=("company:Gazprom", "company:GAZP.MISX", "company:RU0007661625"),
    ),
    Field(
        name="person",
        kind="name",
        help="a person whom the story is about",
        examples=('person:"Christine Lagarde"',),
        aliases=("people",),
    ),
    Field(
        name="org",
        kind="name",
        help="an organisation that the story is about",
        examples=("org:OPEC",),
        aliases=("organisation", "organization"),
    ),
    Field(
        name="place",
        kind="name",
        help="a place that the story is about",
        examples=("place:Rotterdam", "place:(Kyiv OR Odesa)"),
    ),
    Field(
        name="country",
        kind="code",
        help="a country that the story is about, by its code or name",
        examples=("country:DE", "country:Germany"),
    ),
    Field(
        name="language",
        kind="code",
        help="the language of the story",
        examples=("lang:en", "lang:de-AT", "lang:(en OR ru)"),
        aliases=("lang",),
    ),
    Field(
        name="genre",
        kind="code",
        help="the kind of story",
        examples=("genre:Interview", 'genre:"Press Release"'),
    ),
    Field(
        name="urgency",
        kind="number",
        help="from 1, a flash, to 8",
        examples=("urgency:<=3", "urgency:1..3", "urgency:flash"),
        values=tuple(URGENCIES),
    ),
    Field(
        name="update",
        kind="choice",
        help="why this version exists",
        examples=("update:correction", "-update:kill"),
        values=("correction", *(kind.value for kind in UpdateType)),
    ),
    Field(
        name="status",
        kind="choice",
        help="whether the story may be published",
        examples=("status:usable",),
        values=tuple(status.value for status in PubStatus),
    ),
    Field(
        name="date",
        kind="date",
        help="the day of release, in UTC",
        examples=("date:2026-11", "date:2026-11-01..2026-11-15", "date:last7d"),
        values=("today", "yesterday", "last24h", "last7d", "last30d"),
    ),
    Field(
        name="product",
        kind="product",
        help="what a product of yours covers, by the product's code",
        examples=("product:energy",),
    ),
    Field(
        name="desk",
        kind="code",
        help="the desk that released the story",
        examples=("desk:Energy",),
    ),
    Field(
        name="source",
        kind="words",
        help="who holds the rights in the story",
        examples=("source:Wireroom",),
    ),
    Field(
        name="guid",
        kind="code",
        help="one story, by its identifier",
        examples=("guid:urn:uuid:0198f1c2-8a53-7d90-b1c4-5b0f6c1f2a10",),
    ),
)

_BY_NAME = {name: field for field in FIELDS for name in (field.name, *field.aliases)}
NAMES = tuple(_BY_NAME)
"""Every name and alias."""


def field_of(name: str) -> Field | None:
    """Find a field by its name or an alias, in small letters or capitals."""
    return _BY_NAME.get(name.lower())
