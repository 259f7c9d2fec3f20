"""Reading news files: JSON Lines, plain, gzip or xz, one article a line."""

from __future__ import annotations

import gzip
import json
import lzma
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

from msgspec import Struct

from wireroom.kernel.errors import WireroomError

ARTICLES = ("news.jsonl.gz", "news.jsonl.xz", "news.jsonl")
REVISIONS = ("revisions.jsonl.xz", "revisions.jsonl.gz", "revisions.jsonl")
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[ T](\d{1,2})(:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$"
)
_OPENERS: dict[str, Any] = {".gz": gzip.open, ".xz": lzma.open}


class NoSuchNews(WireroomError):
    """There is no news file at this place."""

    code = "no_such_news"
    http_status = 404


class Revision(Struct, frozen=True, kw_only=True):
    """One state of an article at its source; a `delete` has a time and nothing else."""

    at: datetime
    op: Literal["put", "delete"] = "put"
    title: str = ""
    summary: str = ""
    topics: tuple[str, ...] = ()
    body_md: str = ""


class Article(Struct, frozen=True, kw_only=True):
    """An article with its edit history in order of time, and the line that it came from."""

    path: str
    line: int
    authors: tuple[str, ...]
    revisions: tuple[Revision, ...]


class BadRecord(Struct, frozen=True):
    """A line that is no article, and what is wrong with it."""

    line: int
    reason: str


def read(source: Path) -> Iterator[Article | BadRecord]:
    """Give the articles of a file or folder, in the file's order, with edit histories where known.

    Histories come from `revisions.jsonl*` beside the file. Articles that only the histories know
    (they were deleted at the source) come last.

    Raises:
        NoSuchNews: no such file, or a folder without `news.jsonl*`.
    """
    source = _articles_file(source)
    histories = _histories(source)
    for number, record in _lines(source):
        if isinstance(record, BadRecord):
            yield record
        else:
            path = str(record.get("path"))
            yield _article(record, number, histories.pop(path, (0, None))[1])
    for path, (number, history) in histories.items():
        yield _article({"path": path}, number, history)


def moment(text: str) -> datetime:
    """Read a date of the corpus: ISO 8601 or `2010-10-22 9:33:15 -0400`; no offset means UTC.

    Raises:
        ValueError: it is neither.
    """
    found = _MOMENT.match(text.strip())
    if not found:
        raise ValueError(f"no date: {text!r}")
    day, hour, rest, offset = found.groups()
    spelled = f"{day}T{hour or '00':0>2}{rest or ':00'}{offset or '+00:00'}"
    return datetime.fromisoformat(spelled).astimezone(UTC)


def _articles_file(source: Path) -> Path:
    if source.is_file():
        return source
    for name in ARTICLES:
        if (source / name).is_file():
            return source / name
    raise NoSuchNews(f"{source}: not a news file, nor a folder with one of {', '.join(ARTICLES)}.")


def _histories(source: Path) -> dict[str, tuple[int, list[dict[str, Any]] | None]]:
    beside = next((source.parent / n for n in REVISIONS if (source.parent / n).is_file()), None)
    if beside is None or beside == source or source.name not in ARTICLES:
        return {}
    return {
        str(record["path"]): (number, record["revisions"])
        for number, record in _lines(beside)
        if isinstance(record, dict) and isinstance(record.get("revisions"), list)
    }


def _lines(source: Path) -> Iterator[tuple[int, dict[str, Any] | BadRecord]]:
    with _open(source) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, _record(line, number)


def _open(source: Path) -> IO[str]:
    opener = _OPENERS.get(source.suffix, open)
    opened: IO[str] = opener(source, "rt", encoding="utf-8", errors="replace")
    return opened


def _record(line: str, number: int) -> dict[str, Any] | BadRecord:
    try:
        record = json.loads(line)
    except ValueError as error:
        return BadRecord(number, f"not JSON: {error}")
    if not isinstance(record, dict) or not record.get("path"):
        return BadRecord(number, "not an article: no path")
    return record


def _article(
    record: dict[str, Any], number: int, history: list[dict[str, Any]] | None
) -> Article | BadRecord:
    try:
        raw = history or record.get("revisions") or [{"at": record["date"], **record}]
        return Article(
            path=str(record["path"]),
            line=number,
            authors=tuple(str(name) for name in record.get("authors") or ()),
            revisions=_in_order([_revision(each) for each in raw], raw[0].get("date")),
        )
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        return BadRecord(number, f"not an article: {type(error).__name__} {error}")


def _revision(raw: dict[str, Any]) -> Revision:
    return Revision(
        at=moment(raw["at"]),
        op="delete" if raw.get("op") == "delete" else "put",
        title=str(raw.get("title") or ""),
        summary=str(raw.get("deck") or raw.get("summary") or ""),
        topics=tuple(dict.fromkeys(str(topic).lower() for topic in raw.get("topics") or ())),
        body_md=str(raw.get("body_md") or ""),
    )


def _in_order(revisions: list[Revision], published: object) -> tuple[Revision, ...]:
    """Sort by time; the first is as old as the article says, when its history starts later."""
    revisions.sort(key=lambda revision: revision.at)
    first = revisions[0]
    if isinstance(published, str) and published:
        at = min(first.at, moment(published))
        revisions[0] = Revision(**{**_fields(first), "at": at})
    return tuple(revisions)


def _fields(revision: Revision) -> dict[str, Any]:
    return {name: getattr(revision, name) for name in revision.__struct_fields__}
