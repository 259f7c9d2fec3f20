"""An edit history as releases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wireroom.desk.replay.records import Article, Revision
from wireroom.desk.replay.steps import Act, NothingToSay, steps
from wireroom.kernel.newsitem import UpdateType


def put(day, body="Words enough.", **more):
    return Revision(at=datetime(2020, 1, day, tzinfo=UTC), title="Title", body_md=body, **more)


def delete(day):
    return Revision(at=datetime(2020, 1, day, tzinfo=UTC), op="delete")


def plan(*revisions):
    return steps(Article(path="news/2020-01-01-a-b.md", line=1, authors=(), revisions=revisions))


def test_a_first_version_is_new_and_a_change_is_an_update():
    found = plan(put(1), put(2, "Quite other matter altogether now."))
    assert [(s.act, s.update, s.nth) for s in found.values()] == [
        (Act.RELEASE, UpdateType.NEW, 1),
        (Act.RELEASE, UpdateType.WRITETHRU, 2),
    ]


def test_a_revision_that_changes_nothing_makes_no_version():
    assert list(plan(put(1), put(2), put(3, "Words  enough."))) == [0]


def test_a_deletion_at_the_end_kills():
    found = plan(put(1), delete(2))
    assert found[1].act is Act.KILL
    assert found[1].draft is None


def test_a_deletion_in_the_middle_holds_and_the_next_text_lifts_it_even_unchanged():
    found = plan(put(1), delete(2), put(3), delete(4))
    assert [s.act for s in found.values()] == [Act.RELEASE, Act.HOLD, Act.RELEASE, Act.KILL]
    assert found[2].update is UpdateType.DEVELOPMENT


def test_a_deletion_before_any_text_or_twice_is_nothing():
    assert [s.act for s in plan(delete(1), put(2)).values()] == [Act.RELEASE]
    assert [s.act for s in plan(put(1), delete(2), delete(3), put(4)).values()].count(Act.HOLD) == 1


def test_a_correction_carries_what_was_and_what_is():
    found = plan(
        put(1, "It opens at 9. " + "Same words here. " * 30),
        put(2, "It opens at 8. " + "Same words here. " * 30),
    )
    assert found[1].update is UpdateType.CORRECTION_FACT
    assert "opens at 8" in found[1].correction.now


def test_a_revision_without_words_is_passed_over_and_an_article_of_them_is_refused():
    empty = Revision(at=datetime(2020, 1, 1, tzinfo=UTC))
    assert list(plan(empty, put(2))) == [1]
    with pytest.raises(NothingToSay):
        plan(empty)
