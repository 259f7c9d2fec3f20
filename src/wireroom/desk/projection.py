"""From a story in the editor to the news item on the wire. Pure: same story, same item."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, cast

import msgspec

from wireroom.desk.conf import desk_settings
from wireroom.desk.rules import reason_for
from wireroom.kernel import mediatopics as topics
from wireroom.kernel.markup import clean, one_line, tidy
from wireroom.kernel.newsitem import (
    CORRECTIONS,
    Answer,
    Block,
    Company,
    Correction,
    EdNote,
    Entity,
    Heading,
    Instrument,
    ListBlock,
    NewsItem,
    Paragraph,
    Profile,
    PubStatus,
    Question,
    Quote,
    Rights,
    Table,
    UpdateType,
)

if TYPE_CHECKING:
    from wireroom.desk.models import Story

_PARAGRAPHS = re.compile(r"</p>|<br\s*/?>", re.IGNORECASE)


def project(story: Story, *, latest: NewsItem | None, now: datetime) -> NewsItem:
    """Give `story` as the version after `latest`, or as the first when there is none.

    A story whose embargo is still running at `now` says so, and the wire refuses it.
    """
    item = NewsItem(
        guid=story.guid,
        version=latest.version + 1 if latest else 1,
        language=story.language,
        headline=one_line(story.headline),
        urgency=story.urgency,
        profile=Profile(story.profile),
        genre=story.genre,
        embargoed_until=story.go_live_at if story.go_live_at and story.go_live_at > now else None,
        slugline=one_line(story.slugline),
        standfirst=one_line(story.standfirst),
        dateline=one_line(story.dateline),
        byline=one_line(story.byline),
        desk=story.desk.name if story.desk else "",
        body=body(story.body),
        ednotes=notes(story.ednotes),
        topics=tuple(topics.subject(code, story.language) for code in story.topics),
        keywords=tuple(filter(None, map(one_line, story.keywords.split(",")))),
        places=_entities(story.about, "place"),
        people=_entities(story.about, "person"),
        organisations=_entities(story.about, "organisation"),
        companies=_companies(story.about),
        correction=_correction(story),
        rights=rights(story.rights_notice),
    )
    reason = reason_for(story.update_type, item, latest)
    correction = item.correction if reason in CORRECTIONS else None
    return msgspec.structs.replace(item, update_type=reason, correction=correction)


def notice(
    latest: NewsItem, kind: UpdateType, *, headline: str, reason: str, status: PubStatus
) -> NewsItem:
    """Give the hold or kill that follows `latest`; it repeats neither text nor names."""
    role: Literal["hold", "kill"] = "kill" if kind is UpdateType.KILL else "hold"
    return NewsItem(
        guid=latest.guid,
        version=latest.version + 1,
        language=latest.language,
        headline=one_line(headline),
        pub_status=status,
        update_type=kind,
        urgency=latest.urgency,
        profile=latest.profile,
        genre=latest.genre,
        slugline=latest.slugline,
        desk=latest.desk,
        ednotes=(EdNote(text=tidy(reason), role=role, publishable=True),),
        topics=latest.topics,
        rights=latest.rights,
    )


def rights(line: str = "") -> Rights:
    """Give the rights of an item: the house's own, with `line` as the notice when there is one."""
    conf = desk_settings()
    return Rights(
        holder=conf.rights_holder,
        notice=one_line(line) or conf.rights_notice,
        usage_terms=conf.usage_terms,
        data_mining=conf.data_mining,
    )


def body(stream: Any) -> tuple[Block, ...]:
    """Give the blocks of a body, without empty ones; a paragraph with breaks becomes several."""
    return tuple(block for child in stream for block in _BLOCKS[child.block_type](child.value))


def _lines(rich_text: Any) -> list[str]:
    pieces = map(clean, _PARAGRAPHS.split(rich_text.source if rich_text else ""))
    return [piece for piece in pieces if piece]


def _paragraphs(value: Any) -> list[Block]:
    return [Paragraph(text=line) for line in _lines(value)]


def _heading(value: str) -> list[Block]:
    return [Heading(text=_escaped(value))] if value.strip() else []


def _quote(value: Any) -> list[Block]:
    text = " ".join(_lines(value["text"]))
    return [Quote(text=text, source=one_line(value["source"]))] if text else []


def _list(value: Any) -> list[Block]:
    items = tuple(" ".join(lines) for point in value["items"] if (lines := _lines(point)))
    return [ListBlock(items=items, ordered=bool(value["ordered"]))] if items else []


def _table(value: Any) -> list[Block]:
    rows = [_cells(line) for line in value["rows"].splitlines() if line.strip()]
    if not rows:
        return []
    width = max(map(len, rows))
    padded = tuple((*row, *[""] * (width - len(row))) for row in rows)
    return [Table(rows=padded, caption=one_line(value["caption"]), header=bool(value["header"]))]


def _cells(line: str) -> tuple[str, ...]:
    line = line if "\t" in line else line.strip().removeprefix("|").removesuffix("|")
    return tuple(_escaped(cell) for cell in re.split(r"[\t|]", line))


def _turn(kind: type[Question | Answer]) -> Callable[[Any], list[Block]]:
    def turns(value: Any) -> list[Block]:
        speaker = one_line(value["speaker"])
        return [kind(text=line, speaker=speaker) for line in _lines(value["text"])]

    return turns


def _escaped(text: str) -> str:
    """Turn plain text into inline markup."""
    return clean(one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


_BLOCKS: dict[str, Callable[[Any], list[Block]]] = {
    "paragraph": _paragraphs,
    "heading": _heading,
    "quote": _quote,
    "list": _list,
    "table": _table,
    "question": _turn(Question),
    "answer": _turn(Answer),
}


def notes(stream: Any) -> tuple[EdNote, ...]:
    """Give the notes of a story; a contact of the desk never leaves it, whatever was ticked."""
    return tuple(
        EdNote(
            text=tidy(child.value["text"]),
            role=cast("Any", child.value["role"]),
            publishable=bool(child.value["publishable"]) and child.value["role"] != "contact",
        )
        for child in stream
        if child.value["text"].strip()
    )


def _entities(stream: Any, kind: str) -> tuple[Entity, ...]:
    return tuple(
        Entity(name=one_line(child.value["name"]), code=one_line(child.value["code"]))
        for child in stream
        if child.block_type == kind and child.value["name"]
    )


def _companies(stream: Any) -> tuple[Company, ...]:
    """Give each company once, with all its instruments, in the order of first mention."""
    found: dict[str, list[Instrument]] = {}
    for child in stream:
        if child.block_type != "company" or not child.value["name"]:
            continue
        traded = Instrument(
            **{name: one_line(child.value[name] or "") for name in ("isin", "ticker", "mic")}
        )
        instruments = found.setdefault(one_line(child.value["name"]), [])
        if traded != Instrument():
            instruments.append(traded)
    return tuple(Company(name=name, instruments=tuple(traded)) for name, traded in found.items())


def _correction(story: Story) -> Correction | None:
    if story.update_type not in CORRECTIONS:
        return None
    return Correction(
        was=tidy(story.correction_was),
        now=tidy(story.correction_now),
        where=one_line(story.correction_where),
        why=tidy(story.correction_why),
    )
