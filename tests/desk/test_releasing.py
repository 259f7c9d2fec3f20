"""The seam: every route to a live text puts it on the wire, in one transaction, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Revision

from tests.factories.desk import draft, edited, editor
from wireroom.desk import releasing
from wireroom.desk.models import CannotBeTakenBack, Story
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import UpdateType
from wireroom.wire import queries as wire

pytestmark = pytest.mark.django_db


def test_code_that_publishes_a_revision_releases_it() -> None:
    story = draft()

    entry = story.latest_revision.publish()

    assert (entry.version, entry.item.update_type) == (1, UpdateType.NEW)
    assert wire.latest(story.guid) == entry
    story.refresh_from_db()
    assert story.live
    assert not story.has_unpublished_changes


def test_saving_a_draft_puts_nothing_on_the_wire() -> None:
    story = draft()
    edited(story, headline="Another")

    assert wire.head() == 0


def test_the_next_revision_is_the_next_version() -> None:
    story = draft()
    story.latest_revision.publish()

    entry = edited(story, headline="Gas price agreed").publish()

    assert (entry.version, entry.item.headline) == (2, "Gas price agreed")
    assert entry.item.update_type is UpdateType.DEVELOPMENT


def test_publishing_the_same_revision_again_releases_once() -> None:
    story = draft()
    revision = story.latest_revision
    first = revision.publish()

    again = Revision.objects.get(pk=revision.pk).publish()

    assert again == first
    assert wire.head() == 1


def test_a_revision_that_says_nothing_new_is_not_sent_again() -> None:
    story = draft()
    story.latest_revision.publish()

    edited(story).publish()

    assert wire.head() == 1


def test_a_repeat_is_sent_again_on_purpose() -> None:
    story = draft()
    story.latest_revision.publish()

    entry = edited(story, update_type="repeat").publish()

    assert (entry.seq, entry.item.update_type) == (2, UpdateType.REPEAT)


def test_an_embargoed_revision_goes_live_nowhere() -> None:
    story = draft(go_live_at=utc_now() + timedelta(hours=1))

    assert story.latest_revision.publish() is None

    assert wire.head() == 0
    story.refresh_from_db()
    assert not story.live


def test_an_embargoed_version_of_a_released_story_goes_nowhere() -> None:
    story = draft()
    story.latest_revision.publish()

    later = edited(story, headline="Later", go_live_at=utc_now() + timedelta(hours=1))

    assert later.publish() is None
    assert wire.head() == 1
    story.refresh_from_db()
    assert story.live


def test_a_crash_after_the_append_rolls_back_both(monkeypatch: pytest.MonkeyPatch) -> None:
    story = draft()
    append = releasing.append

    def crash(*args: Any, **kwargs: Any) -> None:
        append(*args, **kwargs)
        message = "the machine stopped"
        raise OSError(message)

    monkeypatch.setattr(releasing, "append", crash)

    with pytest.raises(OSError, match="stopped"):
        story.latest_revision.publish()

    assert wire.head() == 0
    story.refresh_from_db()
    assert not story.live
    assert story.live_revision_id is None


def test_a_text_without_a_headline_is_refused_and_stays_a_draft() -> None:
    story = draft(headline=" ")

    with pytest.raises(releasing.NoHeadline):
        story.latest_revision.publish()

    story.refresh_from_db()
    assert not story.live


def test_unpublishing_is_refused_and_the_wire_keeps_the_story() -> None:
    story = draft()
    story.latest_revision.publish()
    story.refresh_from_db()

    with pytest.raises(CannotBeTakenBack):
        story.unpublish()

    assert wire.head() == 1
    assert Story.objects.get(pk=story.pk).live


@pytest.mark.parametrize("delete", [lambda s: s.delete(), lambda s: Story.objects.all().delete()])
def test_a_released_story_cannot_be_deleted(delete: Any) -> None:
    story = draft()
    story.latest_revision.publish()

    with pytest.raises(CannotBeTakenBack), transaction.atomic():
        delete(story)

    assert Story.objects.filter(pk=story.pk).exists()


def test_a_draft_that_never_went_out_can_be_deleted() -> None:
    draft().delete()

    assert not Story.objects.exists()


def test_autosave_does_not_overwrite_what_is_on_the_wire() -> None:
    author = editor()
    story = draft(by=author)
    released = story.latest_revision
    released.publish()
    story.refresh_from_db()

    saved = story.save_revision(user=author, overwrite_revision=released, clean=False)

    assert saved.pk != released.pk


def test_autosave_overwrites_a_draft() -> None:
    author = editor()
    story = draft(by=author)

    saved = story.save_revision(user=author, overwrite_revision=story.latest_revision, clean=False)

    assert saved.pk == story.latest_revision_id


def test_publishing_takes_few_queries(django_assert_max_num_queries: Any) -> None:
    story = draft()
    story.latest_revision.publish()
    revision = Revision.objects.get(pk=edited(story, headline="Second").pk)

    with django_assert_max_num_queries(32):
        revision.publish()
