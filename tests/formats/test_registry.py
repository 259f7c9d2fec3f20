"""All formats, and what every one of them keeps to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given

from tests.factories.stories import make_canary, make_kill, make_story
from tests.formats.house import HOUSE, RELEASED, outgoing
from tests.formats.strategies import items
from wireroom.formats.projection import FULL, HEADLINE
from wireroom.formats.registry import UnknownFormat, format_of, formats
from wireroom.kernel.newsitem import EdNote, Rights

CODES = ["newsml-g2", "ninjs", "nitf", "nitf-plain", "iptc7901", "item", "html", "text"]
every = pytest.mark.parametrize("form", formats(), ids=lambda form: form.code)


def test_the_formats_are_these():
    assert sorted(form.code for form in formats()) == sorted(CODES)
    assert [format_of(form.code) for form in formats()] == list(formats())


def test_another_format_is_unknown():
    with pytest.raises(UnknownFormat, match="pdf") as refused:
        format_of("pdf")
    assert refused.value.fields == {"format": "pdf"}


@every
def test_options_nobody_knows_are_refused_by_name(form):
    assert set(form.check({"no_such_option": 1})) == {"no_such_option"}
    assert form.check({}) == {}


@every
def test_the_usual_value_of_an_option_is_a_right_one(form):
    for option in form.options:
        if option.name != "words":
            assert form.check({option.name: option.usual}) == {}, option.name
        assert option.about.endswith(".")


@every
@given(items)
def test_any_item_can_be_written_at_any_level_in_its_character_set(form, item):
    for level in (HEADLINE, FULL):
        body = form.render(outgoing(item, level), HOUSE, {})
        assert body.decode(form.charset({}) or "utf-8")


@every
def test_the_headline_level_has_no_byte_of_the_text(form):
    assert b"CANARY" not in form.render(outgoing(make_canary(), HEADLINE), HOUSE, {})
    assert b"CANARY" in form.render(outgoing(make_canary(), FULL), HOUSE, {})


@every
@pytest.mark.parametrize("level", [HEADLINE, FULL])
def test_notes_for_the_desk_go_out_nowhere(form, level):
    notes = (EdNote(text="CANARY"), EdNote(text="CANARY", role="contact", publishable=True))
    leaving = outgoing(make_story(ednotes=notes), level)
    assert b"CANARY" not in form.render(leaving, HOUSE, {})


@every
def test_a_kill_says_that_it_is_one(form):
    body = form.render(outgoing(make_kill()), HOUSE, {}).decode()
    assert "do not publish" in body or "canceled" in body


@every
def test_the_rights_are_in_it(form):
    item = make_story(rights=Rights(notice="© RIGHTS", usage_terms="TERMS"))
    for level in (HEADLINE, FULL):
        body = form.render(outgoing(item, level), HOUSE, {}).decode()
        assert "© RIGHTS" in body
        assert "TERMS" in body


@every
def test_only_formats_with_a_message_of_their_own_know_when_it_was_sent(form):
    now, later = outgoing(make_story()), outgoing(make_story(), sent_at=RELEASED + timedelta(1))
    same = form.render(now, HOUSE, {}) == form.render(later, HOUSE, {})
    assert same == (form.code != "newsml-g2")


def test_a_content_type_names_the_character_set_where_it_matters():
    assert format_of("ninjs").content_type({}) == "application/json"
    assert format_of("text").content_type({}) == "text/plain; charset=utf-8"
    assert (
        format_of("iptc7901").content_type({"encoding": "cp1251"})
        == "text/plain; charset=windows-1251"
    )
