"""Where a story stands, as its editor reads it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.desk import chief_editor, draft, edited, editor
from wireroom.desk import services, standing
from wireroom.desk.models import Story
from wireroom.kernel.clock import utc_now
from wireroom.wire import queries as wire

pytestmark = pytest.mark.django_db


def words(story: Story) -> list[str]:
    story.refresh_from_db()
    return [fact.word for fact in standing.read(story, utc_now())]


def released() -> Story:
    story = draft()
    story.latest_revision.publish()
    story.refresh_from_db()
    return story


def test_a_draft_was_not_released() -> None:
    story = draft()
    assert words(story) == ["Not released"]
    assert standing.word(story) == "Draft"


def test_a_released_story_is_on_the_wire_and_says_when_its_text_has_moved_on() -> None:
    story = released()
    assert words(story) == ["On the wire"]
    edited(story, headline="Another headline")
    assert words(story) == ["On the wire", "Changes not out"]
    assert standing.word(story) == "On the wire, with changes"


def test_an_embargo_says_when_it_ends() -> None:
    until = utc_now() + timedelta(minutes=5)
    story = draft(go_live_at=until)
    story.latest_revision.publish()
    assert words(story) == ["Not released", "Under embargo"]
    assert standing.read(story, utc_now())[1].at == until


def test_a_hold_and_a_kill_say_so() -> None:
    story, chief = released(), chief_editor()
    act: dict[str, Any] = {"story": story, "editor": chief, "reason": "In doubt.", "now": utc_now()}
    services.hold(**act)
    assert (words(story), standing.word(story)) == (["On hold"], "On hold")
    services.kill(**act)
    assert (words(story), standing.word(story)) == (["Killed"], "Killed")


def test_a_kill_of_a_story_without_a_slugline_names_it_by_its_time_and_not_by_its_words() -> None:
    story, chief = draft(slugline="", headline="Secret headline"), chief_editor()
    story.latest_revision.publish()
    services.kill(story=story, editor=chief, reason="Wrong.", now=utc_now())
    first, notice = wire.versions(story.guid)
    assert notice.item.headline == f"KILL: story of {first.released_at:%m/%d %H:%M} UTC"


def test_a_lifted_hold_says_that_it_was_lifted() -> None:
    story, person = released(), editor()
    services.hold(story=story, editor=person, reason="In doubt.", now=utc_now())
    entry = services.lift_hold(story=story, editor=person, now=utc_now())
    assert entry.item.ednotes[-1].text == "The hold on this story has been lifted."
    assert entry.item.ednotes[-1].publishable


def test_the_editor_reads_it_above_the_text_and_is_asked_why_only_at_a_second_version() -> None:
    client = Client()
    client.force_login(editor())
    for story, word, asks in ((draft(), "Not released", False), (released(), "On the wire", True)):
        address = reverse("wagtailsnippets_desk_story:edit", args=[story.pk])
        page = client.get(address).content.decode()
        assert f">{word}</strong>" in page
        assert ('name="update_type"' in page) == asks


def test_the_board_marks_what_must_not_be_overlooked_and_nothing_else() -> None:
    client, chief = Client(), chief_editor()
    client.force_login(chief)
    services.kill(story=released(), editor=chief, reason="Wrong.", now=utc_now())
    page = client.get(reverse("desk:board")).content.decode()
    assert '<strong class="desk-line__mark">Killed</strong>' in page
    assert ">Normal</strong>" not in page


def test_the_desk_bears_the_name_of_the_agency() -> None:
    client = Client()
    client.force_login(editor())
    page = client.get("/desk/").content.decode()
    assert "<title>Desk - Wireroom</title>" in page
    assert "Wagtail</title>" not in client.get(reverse("desk:kill", args=[1])).content.decode()
