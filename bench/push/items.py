"""The item that is published over and over: a story as it looks, of a wanted size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from wireroom.formats import stream
from wireroom.kernel.newsitem import (
    Company,
    Entity,
    Instrument,
    NewsItem,
    Paragraph,
    Subject,
    canonical,
)

MARK = "BENCH-" + "0" * 10
"""Stands in the guid; the load client puts the item's number in place of the zeros."""

_TEXT = (
    "Storage sites across the region held 87 percent of capacity on Monday, two points more than a "
    "year ago, the operators' daily figures showed. Traders said mild weather had cut demand for "
    "heating while cargoes of liquefied gas went on arriving at the usual pace. "
)
_FULL = 2
_RELEASED_AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class _Release:
    item: NewsItem
    released_at: datetime = _RELEASED_AT


def story(text_len: int) -> NewsItem:
    """Write a story with `text_len` characters of text."""
    text = (_TEXT * (1 + text_len // len(_TEXT)))[:text_len]
    return NewsItem(
        guid=MARK,
        version=1,
        language="en",
        headline="Gas storage fuller than a year ago as mild weather cuts demand",
        slugline="EUROPE-GAS",
        urgency=3,
        dateline="VIENNA, Nov 2",
        topics=(
            Subject(code="medtop:20000256", label="energy market", broader=("medtop:04000000",)),
        ),
        places=(Entity(name="Vienna", code="geo:2761369"),),
        companies=(
            Company(name="Example Gas", instruments=(Instrument(ticker="EXG", mic="XWBO"),)),
        ),
        body=(Paragraph(text=text),),
    )


def stream_item(size_bytes: int) -> bytes:
    """Give the JSON a stream carries for a story, `size_bytes` long."""
    return _on_stream(_sized(size_bytes))


def wire_item(size_bytes: int) -> bytes:
    """Give the canonical JSON of the story whose `stream_item` is `size_bytes` long."""
    return canonical(_sized(size_bytes))


def _on_stream(item: NewsItem) -> bytes:
    return stream.event(_Release(item), _FULL, "item")


def _sized(size_bytes: int) -> NewsItem:
    return story(max(1, size_bytes - len(_on_stream(story(0)))))
