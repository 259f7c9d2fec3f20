"""The topics that an editor is offered, and those that a story keeps."""

from __future__ import annotations

import pytest

from wireroom.desk.fields import TopicsField
from wireroom.kernel import mediatopics
from wireroom.kernel.mediatopics import Topic, Vocabulary


@pytest.fixture(autouse=True)
def _vocabulary():
    mediatopics.use(
        Vocabulary(
            released="2024-01-01",
            topics={
                "medtop:04000000": Topic({"en": "economy"}),
                "medtop:20000001": Topic({"en": "barter"}, "medtop:04000000", retired=True),
            },
        )
    )
    yield
    mediatopics.use(None)


def boxes(chosen):
    return TopicsField(verbose_name="topics").formfield().widget.render("topics", chosen)


def test_a_new_story_is_offered_what_is_in_use():
    assert "economy" in boxes([])
    assert "barter" not in boxes([])


def test_a_story_keeps_a_retired_topic_and_says_that_it_is_retired():
    page = boxes(["medtop:20000001"])
    assert "barter (retired)" in page
    assert 'value="medtop:20000001"' in page
    assert "checked" in page


def test_a_story_keeps_a_topic_that_the_house_does_not_know():
    assert "medtop:29999999" in boxes(["medtop:29999999"])
    assert "medtop:29999999" not in boxes(["medtop:04000000"])
