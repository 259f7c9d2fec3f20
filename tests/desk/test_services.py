"""The verbs: what each puts on the wire, who may use it, and that it happens once."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from wagtail.models import ModelLogEntry, WorkflowContentType

from tests.factories.desk import StaffFactory, chief_editor, draft, edited, editor
from wireroom.desk import queries, services
from wireroom.desk.models import Story
from wireroom.desk.services import stopping
from wireroom.kernel.newsitem import (
    FLASH,
    URGENT,
    Correction,
    PubStatus,
    UpdateType,
    canonical,
)
from wireroom.wire import queries as wire
from wireroom.wire.services import StoryKilled

pytestmark = pytest.mark.django_db


def released(now: datetime, **fields: Any) -> Story:
    story = draft(**fields)
    story.publish(story.latest_revision, now=now)
    return story


def actions(story: Story) -> list[str]:
    rows = ModelLogEntry.objects.filter(object_id=str(story.pk)).order_by("pk")
    return [
        action for action in rows.values_list("action", flat=True) if action.startswith("story.")
    ]


class TestFlash:
    def test_a_flash_is_one_line_of_urgency_one_on_the_wire(self, now: datetime) -> None:
        story = services.release_flash(headline="  Gas  deal signed ", editor=editor(), now=now)

        entry = wire.latest(story.guid)
        assert entry is not None
        assert (entry.item.headline, entry.item.urgency) == ("Gas deal signed", FLASH)
        assert (entry.item.body, entry.released_at) == ((), now)
        assert "story.flash.released" in actions(story)

    def test_the_rest_of_the_story_is_not_a_flash_any_more(self, now: datetime) -> None:
        story = services.release_flash(headline="Gas deal signed", editor=editor(), now=now)

        entry = edited(story, standfirst="More").publish()

        assert (entry.version, entry.item.urgency) == (2, URGENT)

    def test_the_same_key_releases_once(self, now: datetime) -> None:
        author = editor()
        first = services.release_flash(headline="Gas", editor=author, now=now, key="a")
        again = services.release_flash(headline="Gas", editor=author, now=now, key="a")

        assert first == again
        assert wire.head() == 1

    def test_another_key_releases_again(self, now: datetime) -> None:
        author = editor()
        services.release_flash(headline="Gas", editor=author, now=now, key="a")
        services.release_flash(headline="Gas", editor=author, now=now, key="b")

        assert wire.head() == 2

    def test_a_used_key_never_swallows_other_words(self, now: datetime) -> None:
        author = editor()
        services.release_flash(headline="Gas", editor=author, now=now, key="a")

        with pytest.raises(services.FlashKeyReused):
            services.release_flash(headline="Oil", editor=author, now=now, key="a")

    def test_an_empty_flash_is_refused(self, now: datetime) -> None:
        with pytest.raises(services.EmptyFlash):
            services.release_flash(headline=" \n ", editor=editor(), now=now)

        assert not Story.objects.exists()

    def test_whoever_may_not_release_cannot_flash(self, now: datetime) -> None:
        with pytest.raises(services.NotAllowed):
            services.release_flash(headline="Gas", editor=StaffFactory(), now=now)

        assert wire.head() == 0

    def test_a_flash_takes_few_queries(
        self, now: datetime, django_assert_max_num_queries: Any
    ) -> None:
        author = editor()
        services.release_flash(headline="Warm up", editor=author, now=now)

        with django_assert_max_num_queries(40):
            services.release_flash(headline="Gas", editor=author, now=now, key="k")


class TestUpdate:
    def test_an_update_says_why(self, now: datetime) -> None:
        story = released(now)

        entry = services.update(
            story=story,
            editor=editor(),
            now=now,
            reason=UpdateType.WRITETHRU,
            changes={"headline": "All new"},
        )

        assert entry is not None
        assert (entry.version, entry.item.update_type) == (2, UpdateType.WRITETHRU)

    def test_the_reason_is_used_up(self, now: datetime) -> None:
        story = released(now)
        services.update(
            story=story,
            editor=editor(),
            now=now,
            reason=UpdateType.ADD,
            changes={"headline": "Two"},
        )

        assert edited(story, headline="Three").publish().item.update_type is UpdateType.DEVELOPMENT

    def test_whoever_may_not_release_cannot_update(self, now: datetime) -> None:
        story = released(now)

        with pytest.raises(services.NotAllowed):
            services.update(story=story, editor=StaffFactory(), now=now, changes={"headline": "X"})

        assert wire.head() == 1


class TestCorrect:
    FACTS: ClassVar = {"was": "noon", "is_": "one", "where": "1st paragraph", "why": "Misheard"}

    def test_a_correction_carries_the_whole_text_and_what_was_wrong(self, now: datetime) -> None:
        story = released(now)

        entry = services.correct(
            story=story, editor=editor(), now=now, changes={"headline": "Right"}, **self.FACTS
        )

        assert entry is not None
        assert entry.item.update_type is UpdateType.CORRECTION_FACT
        assert entry.item.headline == "Right"
        assert entry.item.body
        assert entry.item.correction == Correction(
            was="noon", now="one", where="1st paragraph", why="Misheard"
        )
        assert actions(story)[-1] == "story.correction.issued"

    def test_the_version_after_a_correction_is_none(self, now: datetime) -> None:
        story = released(now)
        services.correct(
            story=story, editor=editor(), now=now, changes={"headline": "Right"}, **self.FACTS
        )

        entry = edited(story, headline="Later").publish()

        assert entry.item.update_type is UpdateType.DEVELOPMENT
        assert entry.item.correction is None

    def test_a_draft_begun_before_does_not_issue_the_correction_again(self, now: datetime) -> None:
        story = released(now)
        facts = {**self.FACTS, "kind": UpdateType.CORRECTION_MINOR}
        first = services.save_correction(
            story=story, editor=editor(), changes={"headline": "Right"}, **facts
        )
        later = edited(story, headline="Right and more")
        story.publish(first, now=now)

        entry = story.publish(later, now=now)

        assert entry is not None
        assert entry.item.update_type is UpdateType.DEVELOPMENT
        assert entry.item.correction is None

    def test_what_was_never_released_cannot_be_corrected(self, now: datetime) -> None:
        with pytest.raises(services.NothingReleased):
            services.correct(story=draft(), editor=editor(), now=now, **self.FACTS)

    def test_a_correction_has_to_say_what_was_wrong(self, now: datetime) -> None:
        story = released(now)

        with pytest.raises(services.ReasonMissing):
            services.correct(story=story, editor=editor(), now=now, **{**self.FACTS, "was": " "})


class TestHold:
    def test_a_hold_withholds_the_story_and_says_why(self, now: datetime) -> None:
        story = released(now)

        entry = services.hold(story=story, reason="Under review", editor=editor(), now=now)

        item = entry.item
        assert (item.pub_status, item.update_type) == (PubStatus.WITHHELD, UpdateType.HOLD)
        assert item.body == ()
        assert [(n.role, n.text, n.publishable) for n in item.ednotes] == [
            ("hold", "Under review", True)
        ]
        assert "story.hold.issued" in actions(story)

    def test_holding_twice_tells_once(self, now: datetime) -> None:
        story = released(now)
        services.hold(story=story, reason="Why", editor=editor(), now=now)
        services.hold(story=story, reason="Why", editor=editor(), now=now)

        assert wire.head() == 2

    def test_lifting_sends_the_last_usable_text_again(self, now: datetime) -> None:
        story = released(now)
        services.hold(story=story, reason="Why", editor=editor(), now=now)

        entry = services.lift_hold(story=story, editor=editor(), now=now)

        assert (entry.version, entry.item.pub_status) == (3, PubStatus.USABLE)
        assert entry.item.body == wire.versions(story.guid)[0].item.body
        assert Story.objects.get(pk=story.pk).held_at is None

    def test_a_new_version_lifts_the_hold_too(self, now: datetime) -> None:
        story = released(now)
        services.hold(story=story, reason="Why", editor=editor(), now=now)

        entry = edited(story, headline="Checked").publish()

        assert entry.item.pub_status is PubStatus.USABLE
        assert Story.objects.get(pk=story.pk).held_at is None

    def test_there_is_nothing_to_lift_without_a_hold(self, now: datetime) -> None:
        with pytest.raises(services.NotOnHold):
            services.lift_hold(story=released(now), editor=editor(), now=now)

    def test_a_hold_calls_off_the_embargoed_next_version(self, now: datetime) -> None:
        story = released(now)
        later = edited(story, headline="Later", go_live_at=now + timedelta(days=3650))
        later.publish()

        services.hold(story=story, reason="Why", editor=editor(), now=now)

        later.refresh_from_db()
        assert later.approved_go_live_at is None

    def test_a_draft_cannot_be_held(self, now: datetime) -> None:
        with pytest.raises(services.NothingReleased):
            services.hold(story=draft(), reason="Why", editor=editor(), now=now)

    def test_a_hold_needs_a_reason(self, now: datetime) -> None:
        with pytest.raises(services.ReasonMissing):
            services.hold(story=released(now), reason=" ", editor=editor(), now=now)

    def test_staff_outside_the_newsroom_cannot_hold(self, now: datetime) -> None:
        with pytest.raises(services.NotAllowed):
            services.hold(story=released(now), reason="Why", editor=StaffFactory(), now=now)


class TestKill:
    def test_a_kill_leaves_no_text(self, now: datetime) -> None:
        story = released(
            now,
            headline="Slanderous headline",
            standfirst="Slanderous standfirst",
            byline="Slanderous byline",
            keywords="slanderous",
            about=json.dumps([{"type": "person", "value": {"name": "Slandered", "code": ""}}]),
        )

        entry = services.kill(story=story, reason="Wrong", editor=chief_editor(), now=now)

        item = entry.item
        assert (item.pub_status, item.update_type) == (PubStatus.CANCELED, UpdateType.KILL)
        assert item.headline == "KILL: RUSSIA-GAS/TALKS"
        text = canonical(item).decode().lower()
        assert "slander" not in text
        assert "talks ended" not in text
        assert "story.kill.issued" in actions(story)

    def test_a_killed_story_is_closed(self, now: datetime) -> None:
        story = released(now)
        chief = chief_editor()
        services.kill(story=story, reason="Wrong", editor=chief, now=now)
        story.refresh_from_db()

        lock = story.get_lock()
        assert lock is not None
        assert lock.for_user(chief)
        revision = edited(story, headline="Back again")
        with pytest.raises(StoryKilled):
            revision.publish()
        assert wire.head() == 2

    def test_killing_twice_tells_once(self, now: datetime) -> None:
        story = released(now)
        chief = chief_editor()
        first = services.kill(story=story, reason="Wrong", editor=chief, now=now)
        again = services.kill(story=story, reason="Wrong", editor=chief, now=now)

        assert first == again

    def test_a_held_story_can_be_killed(self, now: datetime) -> None:
        story = released(now)
        services.hold(story=story, reason="Why", editor=editor(), now=now)

        assert services.kill(story=story, reason="W", editor=chief_editor(), now=now).version == 3

    def test_an_editor_cannot_kill(self, now: datetime) -> None:
        story = released(now)

        with pytest.raises(services.NotAllowed):
            services.kill(story=story, reason="Wrong", editor=editor(), now=now)

        assert wire.head() == 1

    def test_a_kill_that_fails_leaves_the_story_open(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        story = released(now)

        def fail(*_: Any, **__: Any) -> None:
            raise OSError("disk")

        monkeypatch.setattr(stopping.wire, "append", fail)
        with pytest.raises(OSError, match="disk"):
            services.kill(story=story, reason="Wrong", editor=chief_editor(), now=now)

        assert Story.objects.get(pk=story.pk).killed_at is None
        assert "story.kill.issued" not in actions(story)

    def test_a_killed_story_takes_no_correction(self, now: datetime) -> None:
        story = released(now)
        chief = chief_editor()
        services.kill(story=story, reason="Wrong", editor=chief, now=now)

        with pytest.raises(StoryKilled):
            services.save_correction(story=story, was="a", is_="b", where="", why="", editor=chief)


class TestWriting:
    def test_a_story_begins_as_a_draft_of_its_author(self) -> None:
        author = editor()

        story = services.write(editor=author, desk="Economy", headline="Budget")

        assert (str(story.desk), story.latest_revision.user) == ("Economy", author)
        assert not story.live
        assert wire.head() == 0

    def test_handing_in_asks_for_a_second_pair_of_eyes_once(self) -> None:
        author = editor()
        story = services.write(editor=author, headline="Budget")

        services.hand_in(story=story, editor=author)
        services.hand_in(story=story, editor=author)

        assert [s.pk for s in queries.waiting()] == [story.pk]

    def test_without_a_workflow_it_says_so(self) -> None:
        author = editor()
        WorkflowContentType.objects.all().delete()

        with pytest.raises(services.NoWorkflow):
            services.hand_in(story=services.write(editor=author, headline="B"), editor=author)

    def test_staff_outside_the_newsroom_write_nothing(self) -> None:
        with pytest.raises(services.NotAllowed):
            services.write(editor=StaffFactory(), headline="Budget")
