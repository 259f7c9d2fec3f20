"""Every real article of the corpora, in every XML format."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.formats.xml_items import HOUSE, NOW, complaints, g2_schema, nitf_schema, outgoing
from wireroom.desk.replay.records import read
from wireroom.desk.replay.steps import Act, steps
from wireroom.formats import newsml, nitf
from wireroom.formats.newsml.profile import faults
from wireroom.kernel import mediatopics
from wireroom.kernel.newsitem import NewsItem, Paragraph, PubStatus, Subject, UpdateType


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_version_of_every_article_is_valid(shared_data):
    articles, versions = 0, 0
    for article in read(shared_data / "corpora" / "digitalgov-news"):
        articles += 1
        for at, step in enumerate(steps(article).values(), 1):
            if item := _item(article, at, step):
                versions += 1
                _check(item, shared_data)
    assert articles >= 2_077
    assert versions > 4_000


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_minutes_of_the_central_bank_are_valid(shared_data):
    path = shared_data / "corpora" / "fomc-minutes" / "fomc_minutes.jsonl.gz"
    with gzip.open(path, "rt") as lines:
        minutes = [json.loads(line) for line in lines]
    assert minutes
    for each in minutes:
        lines = each["text"].split("\n")
        body = tuple(Paragraph(text=line) for line in lines if line.strip())
        _check(
            NewsItem(guid="urn:uuid:a", version=1, language="en", headline="Minutes", body=body),
            shared_data,
        )


def _item(article, at, step):
    status, update = PubStatus.USABLE, UpdateType.NEW if at == 1 else UpdateType.DEVELOPMENT
    if step.act is Act.KILL:
        status, update = PubStatus.CANCELED, UpdateType.KILL
    if step.act is Act.HOLD:
        status, update = PubStatus.WITHHELD, UpdateType.HOLD
    if step.draft is None:
        return None
    draft = step.draft
    return NewsItem(
        guid="urn:uuid:0b1c5e7e-5b1f-4f7a-9d3e-5f3b7a1c2d3e",
        version=at,
        language="en",
        headline=draft.headline,
        slugline=draft.slugline,
        standfirst=draft.standfirst,
        genre=draft.genre,
        keywords=tuple(draft.keywords),
        topics=tuple(_topic(code) for code in draft.topics),
        body=draft.body,
        pub_status=status,
        update_type=update,
    )


def _topic(code: str) -> Subject:
    return mediatopics.subject(code)


def _check(item, shared_data):
    leaving = outgoing(item, sent_at=NOW)
    for body in ("nitf", "xhtml"):
        data = newsml.render(leaving, HOUSE, {"body": body})
        assert complaints(g2_schema(shared_data), data) == []
        assert faults(data) == []
    assert complaints(nitf_schema(shared_data), nitf.render(leaving, HOUSE, {})) == []
    plain = nitf.render_plain(leaving, HOUSE, {})
    named = plain.replace(b"<nitf ", b'<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/" ', 1)
    assert complaints(nitf_schema(shared_data), named) == []
