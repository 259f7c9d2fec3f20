"""A story as a mail shows it: labels, headline, some text when the level has it, why, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo

from msgspec import Struct

from wireroom.archive.queries import Line
from wireroom.delivery.alerts import links
from wireroom.design.brand import agency
from wireroom.formats import text as plain_text
from wireroom.formats.language import direction
from wireroom.kernel.markup import one_line, plain, tidy
from wireroom.kernel.newsitem import CORRECTIONS, FLASH, NewsItem
from wireroom.matching.queries import Due

_MOST_PARAGRAPHS = 3
_MOST_CHARS = 1200


class TopicLink(Struct, frozen=True):
    """A topic that matched, and where it is muted."""

    id: int
    name: str
    url: str


class MailedStory(Struct, frozen=True, kw_only=True):
    """One version of a story. Every text is plain and without bidi overrides."""

    guid: str
    seq: int
    labels: tuple[str, ...]
    headline: str
    paragraphs: tuple[str, ...]
    goes_on: bool
    was: str
    now: str
    notes: tuple[str, ...]
    topics: tuple[TopicLink, ...]
    url: str
    released_at: str
    language: str
    direction: str
    rights: str

    @property
    def title(self) -> str:
        """The headline with its labels before it; a notice names its own."""
        shown = [label for label in self.labels if not self.headline.upper().startswith(label[:4])]
        return f"{' '.join(shown)}: {self.headline}" if shown else self.headline

    @property
    def is_urgent(self) -> bool:
        """Whether it stands before the news in a digest: something was wrong."""
        return bool({"CORRECTED", "HELD", "KILLED"} & {*self.labels})


def mailed_story(due: Due, line: Line, topics: Mapping[int, str], clock: tzinfo) -> MailedStory:
    """Write a version down; `line` is what its reader may see of it now."""
    item = line.item
    paragraphs, goes_on = _opening(item)
    return MailedStory(
        guid=line.guid,
        seq=line.seq,
        labels=_labels(line),
        headline=one_line(plain(item.headline)),
        paragraphs=paragraphs,
        goes_on=goes_on,
        was=tidy(plain(item.correction.was)) if item.correction else "",
        now=tidy(plain(item.correction.now)) if item.correction else "",
        notes=tuple(tidy(plain(note.text)) for note in item.ednotes),
        topics=tuple(
            TopicLink(pk, one_line(topics[pk]), links.topic(pk))
            for pk in due.topics
            if pk in topics
        ),
        url=links.story(line.guid),
        released_at=spell(line.released_at, clock),
        language=item.language,
        direction=direction(item.language),
        rights=one_line(item.rights.notice or agency().rights_line),
    )


def spell(moment: datetime, clock: tzinfo) -> str:
    """Spell a moment by a person's clock, with the zone: `24 Nov 2026, 14:05 CET`."""
    local = moment.astimezone(clock)
    return f"{local.day} {local:%b %Y, %H:%M %Z}"


def _labels(line: Line) -> tuple[str, ...]:
    if line.is_killed:
        return ("KILLED",)
    if line.is_held:
        return ("HELD",)
    corrected = ("CORRECTED",) if line.update_type in CORRECTIONS else ()
    return corrected + (("FLASH",) if line.urgency == FLASH else ())


def _opening(item: NewsItem) -> tuple[tuple[str, ...], bool]:
    """Give standfirst and first blocks as far as they fit, and whether there is more."""
    found: list[str] = []
    room = _MOST_CHARS
    texts = [text for text in _texts(item) if text]
    for text in texts[:_MOST_PARAGRAPHS]:
        if len(text) > room:
            found.append(text[:room].rpartition(" ")[0] + " …")
            return tuple(found), True
        found.append(text)
        room -= len(text)
    return tuple(found), len(texts) > len(found)


def _texts(item: NewsItem) -> Iterable[str]:
    if item.standfirst:
        yield tidy(plain(item.standfirst))
    for block in item.body:
        yield tidy(plain_text.body((block,)))
