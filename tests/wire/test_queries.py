"""Questions to the wire."""

from __future__ import annotations

import pytest

from tests.factories.items import make_item, make_kill, release
from wireroom.kernel.newsitem import Paragraph, PubStatus, UpdateType
from wireroom.wire import queries

pytestmark = pytest.mark.django_db


def hold(story):
    return make_item(
        guid=story.guid, version=2, pub_status=PubStatus.WITHHELD, update_type=UpdateType.HOLD
    )


def test_killed_stories_are_named_and_no_others(django_assert_num_queries) -> None:
    killed, other_killed, held, alive = (make_item() for _ in range(4))
    for story in (killed, other_killed, held, alive):
        release(story)
    for notice in (make_kill(killed), make_kill(other_killed), hold(held)):
        release(notice)
    asked = {killed.guid, held.guid, alive.guid, "urn:uuid:unknown"}
    with django_assert_num_queries(1):
        assert queries.killed_among(asked) == {killed.guid}


def test_a_story_that_quotes_the_words_of_a_kill_is_alive() -> None:
    words = '{"pub_status":"canceled"}'
    story = make_item(headline=words, body=(Paragraph(text=words),))
    release(story)
    assert queries.killed_among([story.guid]) == set()


def test_of_no_stories_none_is_killed() -> None:
    release(make_kill(release().item))
    assert queries.killed_among([]) == set()
