"""The topics that the house knows: IPTC Media Topics, imported, or else a selection of them.

One vocabulary is in use in a process, from its start to its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from wireroom.kernel.mediatopics_selection import SELECTION
from wireroom.kernel.newsitem import Subject

_ENGLISH = ("en-GB", "en-US", "en")


class Topic(Struct, frozen=True, omit_defaults=True):
    """One topic of a vocabulary.

    Attributes:
        labels: its name, by BCP 47 tag; may be empty.
        broader: the code right above it; empty at the top.
        retired: whether IPTC took it out of use; stories that carry it keep it.
    """

    labels: Mapping[str, str] = {}
    broader: str = ""
    retired: bool = False

    def label(self, language: str = "") -> str:
        """Name the topic in a language, a kindred one, or English; empty when it has no name."""
        by_tag = {tag.lower(): label for tag, label in self.labels.items()}
        wanted = language.lower().replace("_", "-")
        main = wanted.partition("-")[0]
        kindred = [tag for tag in by_tag if main and tag.partition("-")[0] == main]
        for tag in (wanted, main, *kindred, *(tag.lower() for tag in _ENGLISH), *by_tag):
            if tag in by_tag:
                return by_tag[tag]
        return ""


class Vocabulary(Struct, frozen=True):
    """Topics by their QCode, a parent before its children, and the day of their release."""

    released: str
    topics: Mapping[str, Topic]

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Give the broader topics of `code`, nearest first."""
        chain: list[str] = []
        while (topic := self.topics.get(code)) and topic.broader and topic.broader not in chain:
            chain.append(topic.broader)
            code = topic.broader
        return tuple(chain)


_builtin = Vocabulary(
    released="2023-03-31",
    topics={
        f"medtop:{code}": Topic({"en-US": label}, f"medtop:{parent}" if parent else "")
        for code, label, parent in SELECTION
    },
)
_in_use = _builtin
_labels: dict[str, str] = {}
LABELS: Mapping[str, str] = MappingProxyType(_labels)
"""The name of every topic that has one, retired ones too, in the house's language."""


def use(vocabulary: Vocabulary | None, language: str = "en-GB") -> None:
    """Take a vocabulary into use, named in `language`; None: the selection that is built in.

    To be called before the process does anything else: what was computed with other topics stays.
    """
    global _in_use  # noqa: PLW0603 - one vocabulary a process, as there is one house
    _in_use = vocabulary or _builtin
    _labels.clear()
    _labels.update(
        (code, label) for code, topic in _in_use.topics.items() if (label := topic.label(language))
    )


def in_use() -> Vocabulary:
    """Give the vocabulary of this process."""
    return _in_use


def is_offered(code: str) -> bool:
    """Tell whether a new story may be given this topic: known, and not retired."""
    return code in _in_use.topics and not _in_use.topics[code].retired


def is_retired(code: str) -> bool:
    """Tell whether the topic is one that IPTC has taken out of use."""
    return code in _in_use.topics and _in_use.topics[code].retired


def spellings() -> Iterator[tuple[str, str]]:
    """Give each code with each of its names, in every language."""
    for code, topic in _in_use.topics.items():
        for label in {*topic.labels.values(), LABELS.get(code, "")} - {""}:
            yield code, label


def ancestors(code: str) -> tuple[str, ...]:
    """Give the broader topics of `code`, nearest first; none at the top and for an unknown code."""
    return _in_use.ancestors(code)


def subject(code: str, language: str = "") -> Subject:
    """Give `code` as the coding of a news item, with its broader topics and its label.

    The label is in the language of the story where the vocabulary has one.
    """
    topic = _in_use.topics.get(code, Topic())
    label = topic.label(language) if language else LABELS.get(code, "")
    return Subject(code=code, label=label, broader=ancestors(code))


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the topics for a form: one group for each top-level topic, narrower ones indented."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code in filter(is_offered, _in_use.topics):
        chain = ancestors(code)
        top = chain[-1] if chain else code
        groups.setdefault(top, []).append((code, "\u2003" * len(chain) + LABELS.get(code, code)))
    return [(LABELS.get(top, top), topics) for top, topics in groups.items()]


def merged(old: Vocabulary, new: Vocabulary) -> Vocabulary:
    """Join two releases: nothing that the house ever knew is forgotten.

    The later release rules. A code that it lacks is kept as retired; names in languages that it
    lacks are kept where its English name is still that of the earlier one.
    """
    early, late = (old, new) if new.released >= old.released else (new, old)
    topics = {
        code: _with_labels(topic, early.topics.get(code)) for code, topic in late.topics.items()
    }
    gone = {
        code: replace(topic, retired=True)
        for code, topic in early.topics.items()
        if code not in topics
    }
    return Vocabulary(released=late.released, topics={**topics, **gone})


def _with_labels(topic: Topic, earlier: Topic | None) -> Topic:
    if earlier is None or topic.label("en") != earlier.label("en"):
        return topic
    return replace(topic, labels={**earlier.labels, **topic.labels})


use(None)
