"""What a feed may set of IPTC 7901, and the tables of its header."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from wireroom.formats.iptc7901.charset import CHARSETS
from wireroom.formats.options import choice, table, whole, words
from wireroom.formats.words import Words

_SOURCE = re.compile(r"[A-Za-z]{2,4}")
_CATEGORY = re.compile(r"[A-Za-z]{1,3}")

ENCODING = choice("encoding", "The receiver's character set.", tuple(CHARSETS), "utf-8")
WIDTH = whole("width", "Columns of a line.", 40, 200, 69)
SOURCE = words(
    "source",
    "Letters before the serial number; empty for the house's code.",
    lambda text: not text or bool(_SOURCE.fullmatch(text)),
    "Give two to four Latin letters.",
    "",
)
SERIAL_MAX = choice("serial_max", "The serial number after which 1 comes.", (9999, 999), 9999)
PARAGRAPHS = choice("paragraphs", "How paragraphs begin.", ("indent", "blank-line"), "indent")
BELLS = whole("bells", "Bells on flash, hold and kill.", 0, 10, 5)
URGENCY = table(
    "urgency",
    "The priority of each urgency of ours, a digit.",
    {str(urgency): urgency for urgency in range(1, 9)},
    lambda value: type(value) is int and 0 <= value <= 9,  # noqa: PLR2004 - one digit
    "Give each urgency a digit.",
)
OTHER = "other"
CATEGORY = table(
    "category",
    "The category of each top-level Media Topic, and of stories without one.",
    {
        "medtop:01000000": "ACE",
        "medtop:02000000": "CLJ",
        "medtop:03000000": "DIS",
        "medtop:04000000": "FIN",
        "medtop:05000000": "EDU",
        "medtop:06000000": "EVN",
        "medtop:07000000": "HTH",
        "medtop:08000000": "HUM",
        "medtop:09000000": "LAB",
        "medtop:10000000": "LIF",
        "medtop:11000000": "POL",
        "medtop:12000000": "REL",
        "medtop:13000000": "SCI",
        "medtop:14000000": "SOI",
        "medtop:15000000": "SPO",
        "medtop:16000000": "WAR",
        "medtop:17000000": "WEA",
        OTHER: "GEN",
    },
    lambda value: isinstance(value, str) and bool(_CATEGORY.fullmatch(value)),
    "Give each topic one to three Latin letters.",
)
WORDS = table(
    "words",
    "Words of the house for this receiver, in place of those of the story's language.",
    dict.fromkeys(Words.__struct_fields__),
    lambda value: isinstance(value, str) and bool(value.strip()),
    "Give each word a text.",
)

OPTIONS = (ENCODING, WIDTH, SOURCE, SERIAL_MAX, PARAGRAPHS, BELLS, URGENCY, CATEGORY, WORDS)


def spoken(usual: Words, own: Mapping[str, str | None]) -> Words:
    """Lay a feed's own words over those of a language."""
    return msgspec.structs.replace(usual, **{name: text for name, text in own.items() if text})
