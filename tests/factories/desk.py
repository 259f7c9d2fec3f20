"""Newsroom people and stories for tests."""

from __future__ import annotations

from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory
from wagtail.rich_text import RichText

from wireroom.desk.models import Story
from wireroom.desk.newsroom import CHIEF_EDITORS, EDITORS, set_up_newsroom

TEXT = "<p>The talks ended at noon.</p>"


class StaffFactory(DjangoModelFactory[Any]):
    """A member of the agency who is in no group."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"desk{n}@agency.example")
    is_staff = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, group: str = "", **kwargs: Any) -> Any:
        person = model_class.objects.create_user(*args, **kwargs)
        if group:
            set_up_newsroom()
            person.groups.add(Group.objects.get(name=group))
        return person


def editor(**fields: Any) -> Any:
    """Make an editor."""
    return StaffFactory(group=EDITORS, **fields)


def chief_editor(**fields: Any) -> Any:
    """Make a chief editor."""
    return StaffFactory(group=CHIEF_EDITORS, **fields)


class StoryFactory(DjangoModelFactory[Story]):
    """A draft with a headline and one paragraph, never released, without a revision."""

    class Meta:
        model = Story

    headline = factory.Sequence(lambda n: f"Ministers agree on gas price, round {n}")
    slugline = "RUSSIA-GAS/TALKS"
    body = factory.LazyFunction(lambda: [("paragraph", RichText(TEXT))])


def draft(*, by: Any = None, **fields: Any) -> Story:
    """Make a story with its first revision, written by `by`."""
    story = StoryFactory(**fields)
    story.save_revision(user=by, clean=False)
    return story


def edited(story: Story, *, by: Any = None, **changes: Any) -> Any:
    """Change the newest text of `story` and give the new revision."""
    story.refresh_from_db()
    text = story.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(text, name, value)
    revision = text.save_revision(user=by, clean=False)
    story.refresh_from_db()
    return revision
