"""The whole corpus of real news, converted without a database."""

from __future__ import annotations

import re

import pytest

from wireroom.desk.replay.changes import block_text
from wireroom.desk.replay.records import BadRecord, read
from wireroom.desk.replay.steps import Act, steps
from wireroom.kernel.newsitem import NewsItem, canonical, parse


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_every_article_of_the_corpus_becomes_clean_versions(shared_data):
    articles = list(read(shared_data / "corpora" / "digitalgov-news"))
    assert [each for each in articles if isinstance(each, BadRecord)] == []
    assert len(articles) >= 2_077
    acts = []
    for article in articles:
        for step in steps(article).values():
            acts.append(step.act)
            if step.draft is not None:
                _check(step.draft)
    assert acts.count(Act.RELEASE) > 4_000
    assert acts.count(Act.KILL) > 10
    assert acts.count(Act.HOLD) >= 1


def _check(draft):
    item = NewsItem(guid="x", version=1, language="en", headline=draft.headline, body=draft.body)
    assert parse(canonical(item)) == item
    assert draft.headline
    for block in draft.body:
        text = block_text(block)
        assert text.strip()
        assert "{{<" not in text
        assert not re.search(r"</?(p|ul|li|div|td|strong)>", text)
