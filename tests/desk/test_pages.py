"""What editors see and press."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.factories.desk import StaffFactory, chief_editor, draft, edited, editor
from wireroom.desk import releaser, services
from wireroom.desk.audience import Audience, Coming
from wireroom.desk.models import Story
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Paragraph, UpdateType
from wireroom.wire import queries as wire
from wireroom.wire.closing import OutcomeUnknown

pytestmark = pytest.mark.django_db


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def edit_url(story: Story) -> str:
    return reverse("wagtailsnippets_desk_story:edit", args=[story.pk])


def form_data(**changes: Any) -> dict[str, Any]:
    """Give what the editor's form posts."""
    return nested_form_data(
        {
            "headline": "From the form",
            "language": "en",
            "urgency": "4",
            "genre": "genre:Current",
            "profile": "news",
            "update_type": "development",
            "body": streamfield([("paragraph", rich_text("<p>Text of the form.</p>"))]),
            "about": streamfield([]),
            "ednotes": streamfield([]),
            **changes,
        }
    )


def released(by: Any = None, **fields: Any) -> Story:
    story = draft(by=by, **fields)
    story.latest_revision.publish()
    story.refresh_from_db()
    return story


class TestEditor:
    def test_the_form_shows_the_story(self) -> None:
        story = draft()

        page = signed_in(editor()).get(edit_url(story))

        assert page.status_code == 200
        text = page.content.decode()
        assert story.headline in text
        assert "Release to the wire" in text
        assert "Embargo until" in text
        assert 'data-desk-count="76"' in text
        assert "Unpublish" not in text
        assert "expire_at" not in text

    def test_reading_a_draft_leaves_an_audit_row(self) -> None:
        story, reader = draft(), editor()

        signed_in(reader).get(edit_url(story))

        row = ModelLogEntry.objects.get(action="story.draft.read")
        assert (row.object_id, row.user) == (str(story.pk), reader)

    def test_the_release_button_releases(self) -> None:
        story = draft()

        answer = signed_in(editor()).post(
            edit_url(story), form_data(**{"action-publish": "1"}), follow=True
        )

        entry = wire.latest(story.guid)
        assert entry is not None
        assert entry.item.headline == "From the form"
        assert entry.item.body == (Paragraph(text="Text of the form."),)
        assert "Released: version 1, number 1 on the wire." in answer.content.decode()

    def test_saving_does_not_release(self) -> None:
        story = draft()

        signed_in(editor()).post(edit_url(story), form_data())

        assert wire.head() == 0

    def test_a_new_story_can_be_released_at_once(self) -> None:
        url = reverse("wagtailsnippets_desk_story:add")

        signed_in(editor()).post(url, form_data(**{"action-publish": "1"}))

        assert wire.head() == 1

    def test_a_double_click_releases_once(self) -> None:
        client, story = signed_in(editor()), draft()
        loaded = {
            "loaded_revision_id": story.latest_revision_id,
            "loaded_revision_created_at": story.latest_revision.created_at.isoformat(),
            "action-publish": "1",
            "update_type": "repeat",
        }
        client.post(edit_url(story), form_data(**loaded))

        answer = client.post(edit_url(story), form_data(**loaded), follow=True)

        assert wire.head() == 1
        assert not Story.objects.get(pk=story.pk).has_unpublished_changes
        assert answer.status_code == 200

    def test_releasing_unchanged_says_that_nothing_was_sent(self) -> None:
        client, story = signed_in(editor()), draft()
        data = form_data(**{"action-publish": "1"})
        client.post(edit_url(story), data)

        answer = client.post(edit_url(story), data, follow=True)

        assert wire.head() == 1
        assert "Nothing has changed since version 1" in answer.content.decode()

    def test_an_embargoed_story_waits(self) -> None:
        story = draft()
        until = utc_now() + timedelta(hours=1)
        data = form_data(**{"action-publish": "1", "go_live_at": f"{until:%Y-%m-%d %H:%M}"})

        signed_in(editor()).post(edit_url(story), data)

        assert wire.head() == 0
        assert Story.objects.get(pk=story.pk).scheduled_revision is not None

    def test_the_author_is_told_to_find_somebody(self, settings: Any) -> None:
        settings.WIREROOM_DESK_FOUR_EYES = True
        story = draft()

        answer = signed_in(editor()).post(
            edit_url(story), form_data(**{"action-publish": "1"}), follow=True
        )

        assert wire.head() == 0
        text = answer.content.decode()
        assert "somebody else has to release it" in text
        assert "From the form" in text
        assert "Release to the wire" not in text

    def test_a_second_person_releases_from_the_editor_without_changing_it(
        self, settings: Any
    ) -> None:
        story, author, second = draft(), editor(), editor()
        signed_in(author).post(edit_url(story), form_data())
        settings.WIREROOM_DESK_FOUR_EYES = True

        signed_in(second).post(edit_url(story), form_data(**{"action-publish": "1"}))

        assert wire.head() == 1

    def test_a_chief_editor_approves_in_the_editor(self) -> None:
        author, chief = editor(), chief_editor()
        story = draft(by=author)
        signed_in(author).post(edit_url(story), form_data(**{"action-submit": "1"}))
        assert wire.head() == 0

        signed_in(chief).post(
            edit_url(story),
            form_data(**{"action-workflow-action": "1", "workflow-action-name": "approve"}),
        )

        assert wire.head() == 1

    def test_approval_from_the_list_of_tasks_releases_too(self) -> None:
        author, chief = editor(), chief_editor()
        story = draft(by=author)
        story.get_workflow().start(story, author)
        url = reverse(
            "wagtailsnippets_desk_story:workflow_action",
            args=[story.pk, "approve", story.current_workflow_task_state.pk],
        )

        signed_in(chief).post(url)

        assert wire.head() == 1

    def test_unpublishing_by_address_is_refused(self) -> None:
        story = released()

        signed_in(chief_editor()).post(
            reverse("wagtailsnippets_desk_story:unpublish", args=[story.pk])
        )

        assert Story.objects.get(pk=story.pk).live

    def test_deleting_by_address_is_refused_once_it_was_released(self) -> None:
        story, drafted = released(), draft()
        client = signed_in(chief_editor())

        for each in (story, drafted):
            client.post(reverse("wagtailsnippets_desk_story:delete", args=[each.pk]))

        assert list(Story.objects.all()) == [story]

    def test_staff_outside_the_newsroom_see_nothing(self) -> None:
        story = draft()

        page = signed_in(StaffFactory()).get(edit_url(story))

        assert page.status_code == 302
        assert "/login/" in page["Location"]

    def test_the_preview_shows_what_receivers_get(self) -> None:
        story = draft(headline="Preview <me>")

        answer = story.make_preview_request(None, story.default_preview_mode)

        assert "Preview &lt;me&gt;" in answer.content.decode()
        assert "The talks ended at noon." in answer.content.decode()

    def test_the_preview_may_be_framed_by_the_desk_and_nobody_else(self) -> None:
        client, story = signed_in(editor()), draft()
        url = reverse("wagtailsnippets_desk_story:preview_on_edit", args=[story.pk])

        saved = client.post(url, form_data(headline="As I write"))
        page = client.get(url)

        assert saved.json()["is_valid"]
        assert "As I write" in page.content.decode()
        assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
        assert page["X-Frame-Options"] == "SAMEORIGIN"

    def test_revisions_can_be_compared(self) -> None:
        story = draft(headline="Before")
        edited(story, headline="After")
        url = reverse(
            "wagtailsnippets_desk_story:revisions_compare", args=[story.pk, "earliest", "latest"]
        )

        page = signed_in(editor()).get(url)

        assert page.status_code == 200
        assert "After" in page.content.decode()

    def test_an_old_revision_can_be_released_again(self) -> None:
        story = released(headline="Before")
        old = story.live_revision_id
        edited(story, headline="After").publish()
        client = signed_in(editor())
        url = reverse("wagtailsnippets_desk_story:revisions_revert", args=[story.pk, old])

        page = client.get(url)
        client.post(url, form_data(headline="Before", **{"action-publish": "1"}))

        assert page.status_code == 200
        assert [e.item.headline for e in wire.versions(story.guid)] == ["Before", "After", "Before"]

    def test_topics_from_elsewhere_stay(self) -> None:
        story = draft(topics=["medtop:20000763", "medtop:20000370"])
        client = signed_in(editor())

        text = client.get(edit_url(story)).content.decode()
        client.post(edit_url(story), form_data() | {"topics": ["medtop:20000763"]})

        assert re.search(r'value="medtop:20000763"[^>]*checked', text)
        assert Story.objects.get(pk=story.pk).topics == ["medtop:20000763"]

    def test_topics_that_are_no_codes_are_refused(self) -> None:
        story = draft()

        signed_in(editor()).post(edit_url(story), form_data() | {"topics": ["<script>"]})

        assert Story.objects.get(pk=story.pk).topics == []

    def test_a_killed_story_is_shown_closed(self) -> None:
        story, chief = released(), chief_editor()
        client = signed_in(chief)
        client.post(reverse("desk:kill", args=[story.pk]), {"reason": "Wrong", "sure": "on"})

        page = client.get(edit_url(story)).content.decode()
        client.post(edit_url(story), form_data(**{"action-publish": "1"}))

        assert "This story was killed" in page
        assert "Release to the wire" not in page
        assert wire.head() == 2
        assert Story.objects.get(pk=story.pk).latest_revision_id == story.latest_revision_id

    def test_the_list_of_stories_opens(self) -> None:
        story = draft()

        page = signed_in(editor()).get(reverse("wagtailsnippets_desk_story:list"))

        assert story.headline in page.content.decode()


class TestHome:
    def test_it_shows_the_flash_line_and_the_board(self) -> None:
        story, written = released(headline="On the wire now"), draft(headline="In work now")
        story.publish(edited(story, headline="Alert now", urgency=2), now=utc_now())

        page = signed_in(editor()).get(reverse("wagtailadmin_home"))

        text = page.content.decode()
        assert page.status_code == 200
        assert "data-desk-flash" in text
        assert "Alert now" in text
        assert re.search(r"<strong[^>]*>Alert</strong>", text)
        assert "Development, version 2" in text
        assert written.headline in text

    def test_the_board_shows_embargoes_and_waiting_stories(self) -> None:
        author = editor()
        held_back = draft(headline="Budget", go_live_at=utc_now() + timedelta(minutes=5))
        held_back.latest_revision.publish()
        waiting = draft(headline="For approval", by=author)
        waiting.get_workflow().start(waiting, author)

        text = signed_in(author).get(reverse("desk:board")).content.decode()

        assert "Budget" in text
        assert re.search(r"in 4:5\d|in 5:00", text)
        assert text.count(">For approval<") == 1
        assert text.count(">Budget<") == 1

    def test_the_menu_leaves_out_what_editors_do_not_need(self) -> None:
        text = signed_in(editor()).get(reverse("wagtailadmin_home")).content.decode()

        assert "Stories" in text
        assert '"name": "explorer"' not in text
        assert '"name": "images"' not in text

    def test_the_search_box_finds_stories(self) -> None:
        client, found, other = signed_in(editor()), draft(headline="Needle"), draft()
        home = client.get(reverse("wagtailadmin_home")).content.decode()
        url = reverse("wagtailsnippets_desk_story:list")

        text = client.get(url, {"q": "needle"}).content.decode()

        assert f'SearchModule", "_args": ["{url}"]' in home
        assert found.headline in text
        assert other.headline not in text

    def test_the_board_takes_few_queries(self, django_assert_max_num_queries: Any) -> None:
        client = signed_in(editor())
        for _ in range(5):
            released()
            draft(by=editor())
        client.get(reverse("desk:board"))

        with django_assert_max_num_queries(14):
            client.get(reverse("desk:board"))

    def test_strangers_do_not_see_it(self) -> None:
        assert Client().get(reverse("desk:board")).status_code == 302
        assert signed_in(StaffFactory()).get(reverse("desk:board")).status_code == 302


class TestFlashLine:
    def send(self, client: Client, headline: str, key: str = "k") -> Any:
        data = {"headline": headline, "language": "en", "key": key}
        return client.post(reverse("desk:flash"), data, follow=True)

    def test_enter_releases_and_opens_the_story(self) -> None:
        answer = self.send(signed_in(editor()), "Gas deal signed")

        story = Story.objects.get()
        assert answer.redirect_chain[-1][0] == edit_url(story)
        assert re.search(
            r"Flash released: number 1 on the wire, in \d+ ms", answer.content.decode()
        )

    def test_sending_the_page_twice_is_one_flash(self) -> None:
        client = signed_in(editor())
        self.send(client, "Gas deal signed")
        self.send(client, "Gas deal signed")

        assert wire.head() == 1

    def test_a_failed_disk_is_not_called_unsent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(**_: Any) -> None:
            raise OutcomeUnknown

        monkeypatch.setattr(services, "release_flash", fail)

        text = self.send(signed_in(editor()), "Gas deal signed").content.decode()

        assert "may or may not have happened" in text
        assert "Not sent" not in text

    def test_an_empty_line_is_not_sent(self) -> None:
        answer = self.send(signed_in(editor()), "  ")

        assert wire.head() == 0
        assert "Not sent" in answer.content.decode()

    def test_staff_without_the_right_cannot_send(self) -> None:
        self.send(signed_in(StaffFactory()), "Gas deal signed")

        assert wire.head() == 0

    def test_looking_at_the_address_sends_nothing(self) -> None:
        assert signed_in(editor()).get(reverse("desk:flash")).status_code == 405


def count_readers(versions: Any, now: Any) -> Any:
    """Stand in for the counter that the composition root plugs in: it sees what is coming, too."""
    assert isinstance(versions[-1], Coming)
    return Audience(products=("World news",), companies=len(versions) - 1, public=True)


class TestVerbs:
    def test_the_buttons_are_there_once_it_was_released(self) -> None:
        client, story, drafted = signed_in(editor()), released(), draft()

        text = client.get(edit_url(story)).content.decode()

        assert reverse("desk:correct", args=[story.pk]) in text
        assert reverse("desk:hold", args=[story.pk]) in text
        assert reverse("desk:kill", args=[story.pk]) not in text
        drafted_text = client.get(edit_url(drafted)).content.decode()
        assert reverse("desk:hold", args=[drafted.pk]) not in drafted_text

    def test_only_chief_editors_are_offered_the_kill(self) -> None:
        story = released()
        url = reverse("desk:kill", args=[story.pk])

        assert url in signed_in(chief_editor()).get(edit_url(story)).content.decode()
        assert signed_in(editor()).get(url).status_code in {302, 403}

    @pytest.mark.parametrize("verb", ["hold", "correct", "kill", "lift", "embargo"])
    def test_the_pages_say_who_will_get_it(self, verb: str, settings: Any) -> None:
        settings.WIREROOM_DESK_AUDIENCE = "tests.desk.test_pages.count_readers"
        story = released()

        page = signed_in(chief_editor()).get(reverse(f"desk:{verb}", args=[story.pk]))

        assert "one company through World news, and the public" in page.content.decode()

    def test_without_a_counter_the_page_still_says_it(self, settings: Any) -> None:
        settings.WIREROOM_DESK_AUDIENCE = ""

        page = signed_in(editor()).get(reverse("desk:hold", args=[released().pk]))

        assert "everybody who received an earlier version" in page.content.decode()

    def test_hold_and_lift(self) -> None:
        client, story = signed_in(editor()), released()

        client.post(reverse("desk:hold", args=[story.pk]), {"reason": "Check"})
        text = client.get(edit_url(story)).content.decode()
        client.post(reverse("desk:lift", args=[story.pk]))

        assert "Release and lift the hold" in text
        assert [e.item.update_type for e in wire.versions(story.guid)] == [
            UpdateType.NEW,
            UpdateType.HOLD,
            UpdateType.REPEAT,
        ]

    def test_a_hold_without_a_reason_stays_on_the_page(self) -> None:
        story = released()

        page = signed_in(editor()).post(reverse("desk:hold", args=[story.pk]), {"reason": " "})

        assert page.status_code == 422
        assert wire.head() == 1

    @pytest.mark.parametrize("verb", ["hold", "correct", "kill", "lift"])
    def test_a_draft_that_never_went_out_has_no_verbs(self, verb: str) -> None:
        story = draft()

        answer = signed_in(chief_editor()).get(reverse(f"desk:{verb}", args=[story.pk]))

        assert (answer.status_code, answer["Location"]) == (302, edit_url(story))

    def test_a_kill_has_a_safety_catch(self) -> None:
        story, client = released(), signed_in(chief_editor())
        url = reverse("desk:kill", args=[story.pk])

        assert client.post(url, {"reason": "Wrong"}).status_code == 422
        assert wire.head() == 1

        client.post(url, {"reason": "Wrong", "sure": "on"})
        assert wire.head() == 2

    def test_an_embargo_is_moved(self) -> None:
        until = utc_now() + timedelta(hours=1)
        story = draft(go_live_at=until)
        story.latest_revision.publish()
        later = until + timedelta(days=1)
        data = {"until_0": f"{later:%Y-%m-%d}", "until_1": "12:30:15"}

        signed_in(editor()).post(reverse("desk:embargo", args=[story.pk]), data)

        assert f"{releaser.next_due(utc_now()):%Y-%m-%d %H:%M:%S}" == f"{later:%Y-%m-%d} 12:30:15"

    def test_an_embargo_is_called_off_from_wagtails_page(self) -> None:
        story = draft(go_live_at=utc_now() + timedelta(hours=1))
        story.latest_revision.publish()
        url = reverse(
            "wagtailsnippets_desk_story:revisions_unschedule",
            args=[story.pk, story.latest_revision_id],
        )

        signed_in(editor()).post(url)

        assert releaser.next_due(utc_now()) is None


class TestCorrect:
    facts: ClassVar = {
        "kind": "correction_fact",
        "was": "noon",
        "now": "one o'clock",
        "where": "1st paragraph",
        "why": "Misheard",
    }

    def post(self, story: Story, who: Any, **changes: Any) -> Any:
        data = {**self.facts, "headline": story.headline, "standfirst": "", **changes}
        return signed_in(who).post(reverse("desk:correct", args=[story.pk]), data, follow=True)

    def test_the_words_are_replaced_in_the_body(self) -> None:
        story = released()

        self.post(story, editor(), release="1")

        entry = wire.latest(story.guid)
        assert entry is not None
        assert entry.item.update_type is UpdateType.CORRECTION_FACT
        assert entry.item.body == (Paragraph(text="The talks ended at one o'clock."),)
        assert entry.item.correction is not None
        assert entry.item.correction.why == "Misheard"

    def test_it_shows_what_changes_before_anything_leaves(self) -> None:
        story = released()

        page = self.post(story, editor(), check="1").content.decode()

        assert "The talks ended at one o&#x27;clock." in page
        assert "Release the correction" in page
        assert wire.head() == 1

    def test_words_that_are_not_there_have_to_be_edited_first(self) -> None:
        story = released()

        page = self.post(story, editor(), was="midnight", release="1")

        assert page.status_code == 422
        assert "does not stand in the text word for word" in page.content.decode()
        assert wire.head() == 1

    def test_the_headline_can_be_set_right_in_the_form(self) -> None:
        story = released(headline="Wrong headline")

        self.post(story, editor(), was="midnight", headline="Right headline", release="1")

        entry = wire.latest(story.guid)
        assert entry is not None
        assert entry.item.headline == "Right headline"

    def test_a_draft_that_was_edited_before_goes_out_as_the_correction(self) -> None:
        story = released()
        edited(story, standfirst="Edited before")

        self.post(story, editor(), was="midnight", standfirst="Edited before", release="1")

        entry = wire.latest(story.guid)
        assert entry is not None
        assert (entry.item.standfirst, entry.item.update_type) == (
            "Edited before",
            UpdateType.CORRECTION_FACT,
        )

    def test_with_four_eyes_it_waits_and_is_released_as_a_correction(self, settings: Any) -> None:
        settings.WIREROOM_DESK_FOUR_EYES = True
        author, chief = editor(), chief_editor()
        story = released(by=author)

        self.post(story, author, release="1")

        assert wire.head() == 1
        story = Story.objects.get(pk=story.pk)
        story.current_workflow_task.on_action(story.current_workflow_task_state, chief, "approve")
        entry = wire.latest(story.guid)
        assert entry is not None
        assert entry.item.update_type is UpdateType.CORRECTION_FACT

    def test_staff_without_the_right_cannot_correct(self) -> None:
        story = released()

        self.post(story, StaffFactory(), release="1")

        assert wire.head() == 1
