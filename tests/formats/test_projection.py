"""What leaves the house at which level."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given

from tests.factories.stories import make_canary, make_kill, make_story
from tests.formats.strategies import bodies
from wireroom.formats.projection import FULL, HEADLINE, NothingToProject, project
from wireroom.kernel.newsitem import (
    Block,
    EdNote,
    NewsItem,
    Paragraph,
    Profile,
    PubStatus,
    Rights,
    UpdateType,
    canonical,
)

HEADLINE_FIELDS = {
    "guid",
    "version",
    "language",
    "headline",
    "slugline",
    "urgency",
    "profile",
    "genre",
    "topics",
    "pub_status",
    "update_type",
    "links",
    "rights",
}


def test_the_headline_level_carries_the_headline_and_its_codes() -> None:
    item = make_canary(urgency=1, rights=Rights(holder="Agency"))
    seen = project(item, HEADLINE)
    assert all(getattr(seen, name) == getattr(item, name) for name in HEADLINE_FIELDS)


def test_the_headline_level_carries_no_byte_of_the_text() -> None:
    assert b"CANARY" not in canonical(project(make_canary(), HEADLINE))


def test_a_field_nobody_placed_stays_at_its_default_at_the_headline_level() -> None:
    seen, empty = (
        project(make_canary(), HEADLINE),
        NewsItem(guid="", version=1, language="", headline=""),
    )
    others = {field.name for field in msgspec.structs.fields(NewsItem)} - HEADLINE_FIELDS
    assert all(getattr(seen, name) == getattr(empty, name) for name in others)


def test_the_full_level_carries_the_text_and_publishable_notes() -> None:
    item = make_story(ednotes=(EdNote(text="more to come", role="more", publishable=True),))
    assert project(item, FULL) == item


def test_the_full_level_carries_no_note_that_is_not_publishable() -> None:
    item = make_story(ednotes=(EdNote(text="CANARY"), EdNote(text="CANARY", role="contact")))
    assert project(item, FULL).ednotes == ()


def test_a_desk_contact_stays_inside_even_when_marked_publishable() -> None:
    note = EdNote(text="CANARY +1 555", role="contact", publishable=True)
    assert b"CANARY" not in canonical(project(make_story(ednotes=(note,)), FULL))


def test_a_kill_keeps_its_reason_at_the_full_level_and_not_at_the_headline_level() -> None:
    assert project(make_kill(), FULL).ednotes[0].role == "kill"
    assert project(make_kill(), HEADLINE).ednotes == ()


@pytest.mark.parametrize("status", [PubStatus.CANCELED, PubStatus.WITHHELD])
def test_a_stopped_item_has_no_text_even_when_its_author_left_some(status: PubStatus) -> None:
    item = make_canary(pub_status=status, update_type=UpdateType.KILL)
    seen = project(item, FULL)
    assert (seen.body, seen.standfirst, seen.correction) == ((), "", None)


def test_a_test_message_says_so_at_every_level() -> None:
    item = make_story(profile=Profile.TEST)
    assert {project(item, level).profile for level in (HEADLINE, FULL)} == {Profile.TEST}


@pytest.mark.parametrize("level", [0, 3, -1])
def test_no_other_level_gives_anything(level: int) -> None:
    with pytest.raises(NothingToProject):
        project(make_story(), level)


@given(bodies)
def test_any_body_passes_whole_or_not_at_all(body: tuple[Block, ...]) -> None:
    item = make_story(body=body)
    assert project(item, FULL).body == body
    assert project(item, HEADLINE).body == ()


def test_projecting_twice_changes_nothing_more() -> None:
    item = make_canary(body=(Paragraph(text="x"),))
    for level in (HEADLINE, FULL):
        assert project(project(item, level), level) == project(item, level)
