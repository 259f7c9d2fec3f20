"""Two readers of IPTC 7901 that know nothing of the writer.

`Editorial` reads as editorial systems do: one regular expression for the header, lines after that.
`Agency` was written from messages of a German agency: fields by their place, paragraphs by theirs.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_HEADER = re.compile(rb"\x01([a-zA-Z]*)([0-9]*) (.) ([a-zA-Z]{1,3}) ([0-9]*) ([a-zA-Z0-9 ]*)")
_DATE = re.compile(r"(\d\d)(\d\d)(\d\d) ([A-Z][a-z]{2}) (\d\d)")


class Editorial(NamedTuple):
    """What an editorial system takes out of a message."""

    source: str
    serial: int
    priority: str
    category: str
    words: int
    tail: str
    headline: str
    text: str

    @classmethod
    def read(cls, message: bytes, charset: str = "latin-1") -> Editorial:
        """Read the first message of some bytes; what follows its ETX is not looked at."""
        found = _HEADER.match(message)
        assert found, message[:80]
        source, serial, priority, category, words, tail = (
            part.decode("ascii") for part in found.groups()
        )
        start = message.index(b"\x02") + 1
        text = message[start : message.index(b"\x03", start)].decode(charset)
        headline, end, rest = text.partition(" =\r\n")
        assert end, text
        return cls(source, int(serial), priority, category, int(words), tail, headline, rest)


class Agency(NamedTuple):
    """A message by its parts, each with its lines unfolded."""

    service: str
    priority: int
    desk: str
    words: int
    keywords: list[str]
    above: list[str]
    headline: str
    blocks: list[str]
    notes: list[str]
    sign_off: str
    date: tuple[str, ...]
    bells: int

    @classmethod
    def read(cls, data: bytes, charset: str = "utf-8") -> Agency:
        """Read exactly one message, whole."""
        message = data.decode(charset).replace("\r\n", "\n")
        assert message.startswith("\x01")
        assert [message.count(each) for each in "\x01\x02\x03\x04"] == [1, 1, 1, 1]
        header, text = message[1:].split("\x02")
        text, end = text.split("\x03")
        date = _DATE.match(end)
        assert date
        assert end[date.end() :].strip("\n") == "\x7f\n\x7f\x04"
        first, *slugs = header.rstrip("\n").split("\n")
        service, priority, desk, words, *_ = first.split(" ")
        above, headline, rest = _opening(text.split("\n"))
        story, notes = _parted(rest)
        *notes, sign_off = notes or _blocks(story)[-1:]
        return cls(
            service,
            int(priority),
            desk,
            int(words),
            [slug for slug in "".join(slugs).split("/") if slug],
            above,
            headline,
            _blocks(story) if notes else _blocks(story)[:-1],
            notes,
            sign_off,
            date.groups(),
            text.count("\a"),
        )


def _opening(lines: list[str]) -> tuple[list[str], str, list[str]]:
    """Part the lines in brackets, the headline and the rest."""
    last = next(number for number, line in enumerate(lines) if line.endswith(" ="))
    opening = [*lines[:last], lines[last].removesuffix("=")]
    above: list[str] = []
    while opening and opening[0].startswith("("):
        unfolded = opening.pop(0)
        while not unfolded.endswith(")"):
            unfolded += " " + opening.pop(0)
        above.append(re.sub(r"[\s\a]*\)$", "", unfolded)[1:])
    return above, " ".join(opening).strip(), lines[last + 1 :]


def _parted(lines: list[str]) -> tuple[list[str], list[str]]:
    """Part the story from the notes and the sign-off below the rule."""
    rules = [number for number, line in enumerate(lines) if line == "* * * *"]
    if not rules:
        return lines, []
    story, below = lines[: rules[-1]], lines[rules[-1] + 1 :]
    notes: list[str] = []
    for line in below:
        if line.startswith("  ") and notes:
            notes[-1] += " " + line.strip()
        elif line:
            notes.append(line.removeprefix("- "))
    return story, notes


def _blocks(lines: list[str]) -> list[str]:
    """Unfold: a new block after an empty line and where a line is indented by three."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if not line or line.startswith("   "):
            blocks.append([])
        blocks[-1].append(line.strip())
    joined = (" ".join(filter(None, block)) for block in blocks)
    return [block for block in joined if block]
