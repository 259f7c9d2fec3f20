"""The real articles as items, as the desk would have released them; no database."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from wireroom.desk.replay.records import Article, read
from wireroom.desk.replay.steps import Act, Step, steps
from wireroom.kernel.mediatopics import subject
from wireroom.kernel.newsitem import EdNote, NewsItem, PubStatus, Rights

RIGHTS = Rights(
    holder="digital.gov",
    notice="Public domain in the United States (CC0 elsewhere); source: digital.gov",
    usage_terms="No framing or redistribution.",
    data_mining="reserved",
)


def articles(shared_data: Path) -> Iterator[Article]:
    """Give every article of the news corpus."""
    for article in read(shared_data / "corpora" / "digitalgov-news"):
        assert isinstance(article, Article)
        yield article


def versions(article: Article) -> Iterator[NewsItem]:
    """Give every version of an article, notices too, in order."""
    before: NewsItem | None = None
    for version, step in enumerate(steps(article).values(), 1):
        item = _text(article, step, version) if step.draft else _notice(step, version, before)
        before = item if step.draft else before
        yield item


def newest(shared_data: Path) -> tuple[NewsItem, ...]:
    """Give the newest version with a text of every article: the 2,077, and those deleted later."""
    return _read(shared_data)[0]


def stops(shared_data: Path) -> tuple[NewsItem, ...]:
    """Give every hold and kill of the corpus."""
    return _read(shared_data)[1]


@cache
def _read(shared_data: Path) -> tuple[tuple[NewsItem, ...], tuple[NewsItem, ...]]:
    texts, stopped = [], []
    for article in articles(shared_data):
        every = list(versions(article))
        texts.append([item for item in every if not item.is_stopped][-1])
        stopped += [item for item in every if item.is_stopped]
    return tuple(texts), tuple(stopped)


def _text(article: Article, step: Step, version: int) -> NewsItem:
    draft = step.draft
    assert draft is not None
    return NewsItem(
        guid=uuid.uuid5(uuid.NAMESPACE_URL, article.path).urn,
        version=version,
        language="en",
        headline=draft.headline,
        slugline=draft.slugline,
        standfirst=draft.standfirst,
        dateline=f"WASHINGTON, {step.at:%b} {step.at.day}, {step.at.year}",
        byline=", ".join(article.authors),
        genre=draft.genre,
        body=draft.body,
        update_type=step.update,
        correction=step.correction,
        topics=tuple(map(subject, draft.topics)),
        keywords=draft.keywords,
        rights=RIGHTS,
    )


def _notice(step: Step, version: int, of: NewsItem | None) -> NewsItem:
    assert of is not None
    killed = step.act is Act.KILL
    note = EdNote(
        role="kill" if killed else "hold", text="Deleted at the source.", publishable=True
    )
    return NewsItem(
        guid=of.guid,
        version=version,
        language=of.language,
        headline=f"KILL: {of.slugline or of.headline}" if killed else of.headline,
        slugline=of.slugline,
        pub_status=PubStatus.CANCELED if killed else PubStatus.WITHHELD,
        update_type=step.update,
        topics=of.topics,
        genre=of.genre,
        ednotes=(note,),
        rights=of.rights,
    )
