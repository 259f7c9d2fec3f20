"""Media Topics in files: as IPTC publishes them, and as the house keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

import msgspec
from msgspec import Struct, field

from wireroom.kernel.errors import WireroomError
from wireroom.kernel.mediatopics import Topic, Vocabulary

_SCHEME = "http://cv.iptc.org/newscodes/mediatopic/"
_CODE = re.compile(r"medtop:\d{8}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TAGS = {"dk": "da", "se": "sv"}
"""IPTC names these two languages by country; BCP 47 has a tag for each."""


class NotMediaTopics(WireroomError):
    """The file is no complete dump of the IPTC Media Topics in JSON."""

    code: ClassVar[str] = "not_media_topics"
    http_status: ClassVar[int] = 422


class _Concept(Struct):
    qcode: str
    labels: dict[str, str] = field(name="prefLabel", default_factory=dict)
    broader: list[str] = []
    retired: str = ""


class _Dump(Struct):
    uri: str
    released: str = field(name="dateReleased")
    concepts: list[_Concept] = field(name="conceptSet")


def read_dump(data: bytes) -> Vocabulary:
    """Read the dump that IPTC publishes as `cptall`, of one language or of all.

    Raises:
        NotMediaTopics: it is another file, or a part of one; the message says what is wrong.
    """
    try:
        dump = msgspec.json.decode(data, type=_Dump)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotMediaTopics(f"The file is no cptall dump of IPTC in JSON: {error}") from error
    if dump.uri != _SCHEME:
        raise NotMediaTopics(f"The file is about {dump.uri or 'nothing'}, not Media Topics.")
    if not _DAY.match(dump.released):
        raise NotMediaTopics("The file does not say when it was released.")
    topics = {concept.qcode: _topic(concept) for concept in dump.concepts}
    _require_whole(topics, len(dump.concepts))
    return Vocabulary(released=dump.released[:10], topics=dict(_in_order(topics)))


def encode(vocabulary: Vocabulary) -> bytes:
    """Write a vocabulary for the house; equal ones give equal bytes."""
    return msgspec.json.format(msgspec.json.encode(vocabulary), indent=1) + b"\n"


def decode(data: bytes) -> Vocabulary:
    """Read back what `encode` wrote.

    Raises:
        NotMediaTopics: somebody has changed or cut it.
    """
    try:
        return msgspec.json.decode(data, type=Vocabulary)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotMediaTopics(f"The stored topics cannot be read: {error}") from error


def _topic(concept: _Concept) -> Topic:
    labels = {
        _TAGS.get(tag, tag): " ".join(label.split())
        for tag, label in sorted(concept.labels.items())
        if label.strip()
    }
    above = concept.broader[0] if concept.broader else ""
    broader = f"medtop:{above.removeprefix(_SCHEME)}" if above.startswith(_SCHEME) else above
    return Topic(labels=labels, broader=broader, retired=bool(concept.retired))


def _require_whole(topics: Mapping[str, Topic], concepts: int) -> None:
    if not topics:
        raise NotMediaTopics("The file has no topics.")
    if len(topics) != concepts:
        raise NotMediaTopics("The file has a topic twice.")
    for code, topic in topics.items():
        if not _CODE.fullmatch(code):
            raise NotMediaTopics(f"“{code}” is no code of a Media Topic.")
        if topic.broader and topic.broader not in topics:
            raise NotMediaTopics(f"{code} stands under {topic.broader}, which is not in the file.")


def _in_order(topics: Mapping[str, Topic]) -> Iterator[tuple[str, Topic]]:
    """Give parents before their children, each branch in one piece.

    Raises:
        NotMediaTopics: topics stand under each other in a circle.
    """
    below: dict[str, list[str]] = {}
    for code, topic in topics.items():
        below.setdefault(topic.broader, []).append(code)
    given, waiting = 0, below.get("", [])[::-1]
    while waiting:
        code = waiting.pop()
        given += 1
        yield code, topics[code]
        waiting += below.get(code, [])[::-1]
    if given != len(topics):
        raise NotMediaTopics("Some topics stand under each other in a circle.")
