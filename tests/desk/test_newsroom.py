"""Setting up a newsroom."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from wireroom.desk.models import Desk, Story
from wireroom.desk.newsroom import set_up_newsroom

pytestmark = pytest.mark.django_db


def permissions(group: Group) -> set[str]:
    return set(group.permissions.values_list("codename", flat=True))


def test_editors_write_and_release_and_only_chief_editors_kill() -> None:
    newsroom = set_up_newsroom()

    assert {"change_story", "publish_story", "hold_story"} <= permissions(newsroom.editors)
    assert "kill_story" not in permissions(newsroom.editors)
    assert "kill_story" in permissions(newsroom.chief_editors)


def test_stories_go_to_a_second_pair_of_eyes() -> None:
    newsroom = set_up_newsroom()

    assert Story.get_default_workflow() == newsroom.workflow
    assert [str(task) for task in newsroom.workflow.tasks] == ["Second pair of eyes"]


def test_setting_up_twice_makes_nothing_twice() -> None:
    first = set_up_newsroom(desks=["Economy"])
    again = set_up_newsroom(desks=["Economy"])

    assert first == again
    assert Desk.objects.count() == 1
    assert again.workflow.tasks.count() == 1
