"""A result list as a table for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from django.utils.text import slugify

from wireroom.archive import search as index
from wireroom.archive.queries import Line
from wireroom.customers.policy import Reader
from wireroom.query.plan import Node
from wireroom.terminal.asked import Asked

MOST = 10_000
PAGE = 200
COLUMNS = (
    "guid", "version", "released_at", "headline", "language", "urgency", "genre", "topics",
    "companies", "link",
)  # fmt: skip
BOM = "\ufeff"
"""Without it, spreadsheets take UTF-8 for something else."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins so is a program for a spreadsheet (OWASP, CSV injection)."""

LinkTo = Callable[[str], str]


class _Echo:
    def write(self, line: str) -> str:
        return line


def table(lines: Iterator[Line], link_to: LinkTo) -> Iterator[str]:
    """Give the table line by line, heading first."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow(COLUMNS)
    for line in lines:
        yield writer.writerow(cells(line, link_to(line.guid)))


def cells(line: Line, link: str) -> list[str]:
    """Give one line's cells; none of them is a formula, whatever a headline says."""
    item = line.item
    texts = (
        line.guid,
        str(line.version),
        f"{line.released_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        line.headline,
        line.language,
        str(line.urgency),
        line.genre.rpartition(":")[2],
        "; ".join(topic.label or topic.code for topic in item.topics),
        "; ".join(company.name for company in item.companies),
        link,
    )
    return [f"'{text}" if text.startswith(_FORMULA) else text for text in texts]


def every_line(reader: Reader, asked: Asked, plan: Node, now: datetime) -> Iterator[Line]:
    """Give what a search finds in its order, page after page, at most 10,000 lines."""
    before, until, offset, more = None, None, 0, True
    while more and offset < MOST:
        page = index.search(
            reader,
            plan,
            now,
            order=asked.sort,
            limit=min(PAGE, MOST - offset),
            before=before,
            until=until,
            offset=offset if asked.sort == "relevance" else 0,
            all_versions=asked.all_versions,
        )
        yield from page.lines
        until, more = page.until, page.more and bool(page.lines)
        offset += PAGE
        if asked.sort == "newest" and page.lines:
            before = page.lines[-1].seq


def file_name(asked: Asked, now: datetime) -> str:
    """Name the file: letters, digits and hyphens only."""
    words = slugify(asked.text)[:40].strip("-_")
    return f"wire-{words}-{now:%Y%m%d-%H%M}.csv" if words else f"wire-{now:%Y%m%d-%H%M}.csv"
