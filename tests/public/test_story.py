"""The page of a story."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.stories import (
    make_canary,
    make_correction,
    make_guid,
    make_hold,
    make_kill,
    make_story,
)
from tests.public.conftest import INTERVIEW, PRESS, Release, address
from wireroom.kernel.newsitem import Answer, EdNote, Question, Rights

STORY = address(make_guid(1))
OTHER = address(make_guid(2))


def test_a_story_in_full_has_its_text_and_its_rights(site: Client, release: Release) -> None:
    release(make_story(genre=PRESS, rights=Rights(notice="Agency 2026.", usage_terms="No AI.")))
    response = site.get(STORY)
    assert response.status_code == 200
    for text in ("holds key rate", "was expected.", "By A. Reporter", "The board met", "No AI."):
        assert text in response.text
    assert "prior written consent" in response.text


def test_a_headline_only_story_says_where_the_rest_is(site: Client, release: Release) -> None:
    release(make_canary())
    page = site.get(STORY).text
    assert "CANARY" not in page
    assert "The full text is for subscribers" in page
    assert f'href="/login/?next=/terminal{STORY}"' in page


def test_an_interview_names_its_speakers_and_other_interviews(
    site: Client, release: Release
) -> None:
    body = (Question(text="Why?", speaker="Agency"), Answer(text="So.", speaker="A. Minister"))
    release(
        make_story(
            guid=make_guid(2), genre=INTERVIEW, headline="Another talk", standfirst="Tease."
        ),
        make_story(genre=INTERVIEW, body=body),
    )
    page = site.get(STORY).text
    assert "With Agency and A. Minister" in page
    assert "Another talk" in page
    assert "Tease." in page
    assert '<a href="/interviews/" aria-current="true">' in page


def test_a_hidden_story_answers_like_one_that_never_was(
    client: Client, press_for_all: None, release: Release
) -> None:
    release(make_story(), make_story(guid=make_guid(3)), make_kill(guid=make_guid(3)))
    absent = client.get(OTHER)
    assert absent.status_code == 404
    for number in (1, 3):
        hidden = client.get(address(make_guid(number)))
        assert hidden.status_code == 404
        assert hidden.content == absent.content
        assert dict(hidden.headers) == dict(absent.headers)


@pytest.mark.parametrize("path", ["/story/1/", "/story/1/x.css", STORY + "x.css", "/story/"])
def test_other_addresses_lead_nowhere(site: Client, release: Release, path: str) -> None:
    release(make_story(genre=PRESS))
    assert site.get(path).status_code == 404


def test_notes_for_the_desk_stay_off_the_page(site: Client, release: Release) -> None:
    notes = (EdNote(text="CANARY"), EdNote(text="Adds quote.", publishable=True))
    release(make_story(genre=PRESS, ednotes=notes))
    page = site.get(STORY).text
    assert "Adds quote." in page
    assert "CANARY" not in page


def test_a_correction_says_what_was_and_what_is(site: Client, release: Release) -> None:
    release(make_story(genre=PRESS), make_correction(genre=PRESS))
    page = site.get(STORY).text
    assert "<del>15%</del>" in page
    assert "<ins>14%</ins>" in page
    assert "Misread a table." in page
    assert "First published" in page


def test_a_correction_of_a_headline_shows_no_text_of_it(site: Client, release: Release) -> None:
    release(make_canary(), make_canary(version=2, update_type="correction_fact"))
    page = site.get(STORY).text
    assert "Corrected" in page
    assert "CANARY" not in page


def test_a_killed_story_is_gone_and_says_so(site: Client, release: Release) -> None:
    release(make_canary(genre=PRESS))
    assert "CANARY" in site.get(STORY).text
    release(make_kill(genre=PRESS))
    response = site.get(STORY)
    assert response.status_code == 410
    assert "This story has been killed" in response.text
    assert "The decision was not taken." in response.text
    assert "CANARY" not in response.text
    assert "ETag" not in response.headers


def test_a_held_story_is_being_checked_and_comes_back(site: Client, release: Release) -> None:
    release(make_canary(genre=PRESS), make_hold(genre=PRESS))
    page = site.get(STORY).text
    assert "This story is being checked" in page
    assert "CANARY" not in page
    release(make_story(genre=PRESS, version=3))
    page = site.get(STORY).text
    assert "This story is being checked" not in page
    assert "The board met" in page


def test_a_text_written_from_the_right_is_set_from_the_right(
    site: Client, release: Release
) -> None:
    release(make_story(genre=PRESS, language="ar"))
    page = site.get(STORY).text
    assert '<h1 lang="ar" dir="rtl">' in page
    assert '<html lang="en" dir="ltr"' in page


def test_markup_in_a_headline_is_text(site: Client, release: Release) -> None:
    release(make_story(genre=PRESS, headline="<script>alert(1)</script>"))
    assert "<script>alert" not in site.get(STORY).text


@pytest.mark.parametrize("genre", ["genre:Current", PRESS])
def test_a_story_takes_few_queries(
    site: Client, release: Release, django_assert_max_num_queries, genre: str
) -> None:
    release(make_story(genre=genre), make_correction(genre=genre))
    with django_assert_max_num_queries(10):
        site.get(STORY)
