"""Whoever changed a text last may not release it, when the house says so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.factories.desk import chief_editor, draft, edited, editor
from wireroom.desk import releasing, services
from wireroom.desk.models import Story
from wireroom.kernel.clock import utc_now
from wireroom.wire import queries as wire

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def four_eyes(settings: Any) -> None:
    settings.WIREROOM_DESK_FOUR_EYES = True


def test_the_author_cannot_release_his_text() -> None:
    author = editor()
    story = draft(by=author)

    with pytest.raises(releasing.SecondPairOfEyesNeeded):
        story.latest_revision.publish(user=author)

    assert wire.head() == 0


def test_somebody_else_can() -> None:
    story = draft(by=editor())

    assert story.latest_revision.publish(user=editor()).version == 1


def test_without_the_rule_the_author_can(settings: Any) -> None:
    settings.WIREROOM_DESK_FOUR_EYES = False
    author = editor()
    story = draft(by=author)

    assert story.latest_revision.publish(user=author).version == 1


def test_saving_unchanged_does_not_make_the_text_ones_own() -> None:
    author, second = editor(), editor()
    story = draft(by=author)
    saved = edited(story, by=second)

    with pytest.raises(releasing.SecondPairOfEyesNeeded):
        saved.publish(user=author)
    assert saved.publish(user=second).version == 1


def test_changing_a_word_does() -> None:
    author, second = editor(), editor()
    story = draft(by=author)
    changed = edited(story, by=second, headline="My words")

    with pytest.raises(releasing.SecondPairOfEyesNeeded):
        changed.publish(user=second)
    assert changed.publish(user=author).version == 1


def test_the_author_cannot_let_an_embargo_do_it() -> None:
    author = editor()
    story = draft(by=author, go_live_at=utc_now() + timedelta(hours=1))

    with pytest.raises(releasing.SecondPairOfEyesNeeded):
        story.latest_revision.publish(user=author)

    story.latest_revision.refresh_from_db()
    assert story.latest_revision.approved_go_live_at is None


def test_a_flash_does_not_wait(now: datetime) -> None:
    services.release_flash(headline="Gas deal", editor=editor(), now=now)

    assert wire.head() == 1


def test_a_correction_by_one_person_is_refused(now: datetime) -> None:
    story = draft(by=editor())
    story.latest_revision.publish()
    before = story.latest_revision_id

    with pytest.raises(releasing.SecondPairOfEyesNeeded):
        services.correct(story=story, was="a", is_="b", where="", why="", editor=editor(), now=now)

    assert Story.objects.get(pk=story.pk).latest_revision_id == before


class TestWorkflow:
    def submitted(self, author: Any) -> Story:
        story = draft(by=author)
        story.get_workflow().start(story, author)
        return story

    def test_approval_by_a_chief_editor_releases(self) -> None:
        chief = chief_editor()
        story = self.submitted(editor())

        story.current_workflow_task.on_action(story.current_workflow_task_state, chief, "approve")

        assert wire.head() == 1
        assert Story.objects.get(pk=story.pk).live

    def test_rejection_releases_nothing(self) -> None:
        chief = chief_editor()
        story = self.submitted(editor())

        story.current_workflow_task.on_action(story.current_workflow_task_state, chief, "reject")

        assert wire.head() == 0

    def test_a_chief_editor_cannot_approve_his_own_text(self) -> None:
        chief = chief_editor()
        story = self.submitted(chief)
        task = story.current_workflow_task

        assert "approve" not in [name for name, *_ in task.get_actions(story, chief)]
        with pytest.raises(releasing.SecondPairOfEyesNeeded):
            task.on_action(story.current_workflow_task_state, chief, "approve")

        assert wire.head() == 0
        assert story.current_workflow_state.status == "in_progress"

    def test_another_chief_editor_can(self) -> None:
        story = self.submitted(chief_editor())
        task = story.current_workflow_task

        assert "approve" in [name for name, *_ in task.get_actions(story, chief_editor())]

    def test_an_editor_approves_nothing(self) -> None:
        story = self.submitted(editor())

        assert story.current_workflow_task.get_actions(story, editor()) == []
