"""Codes as URIs and as words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rfc3986_validator import validate_rfc3986

from tests.factories.stories import make_story
from tests.formats.house import HOUSE, outgoing
from wireroom.formats.codes import SCHEMES, genre_label, label, uri
from wireroom.kernel.newsitem import Subject

_ALIAS = re.compile(r'alias="([^"]+)"\s+uri="([^"]+)"')


@pytest.mark.parametrize(
    ("code", "full"),
    [
        ("medtop:04000000", "http://cv.iptc.org/newscodes/mediatopic/04000000"),
        ("genre:Press_Release", "http://cv.iptc.org/newscodes/genre/Press_Release"),
        ("wd:Q42", "http://www.wikidata.org/entity/Q42"),
        ("house:газ/1", "https://example.com/codes/house/%D0%B3%D0%B0%D0%B7%2F1"),
        ("https://example.org/a é?b=c#d", ""),
        (
            "https://example.org/%C3%A9/é?b=c#d",
            "https://example.org/%C3%A9/%C3%A9?b=c#d",
        ),
        ("urn:uuid:11111111-1111-4111-8111-111111111111",) * 2,
        ("http://[bad", ""),
        ("17", ""),
        ("", ""),
        (":x", ""),
        ("a:", ""),
    ],
)
def test_a_code_has_a_uri_or_none(code, full):
    assert uri(code, HOUSE) == full


@given(st.text(max_size=20) | st.from_regex(r"(https?://|urn:|a:).{0,20}", fullmatch=True))
def test_whatever_comes_out_is_a_uri(code):
    full = uri(code, HOUSE)
    assert not full or validate_rfc3986(full)


def test_the_schemes_are_those_of_the_iptc_catalog(shared_data):
    folder = shared_data / "standards" / "newscodes" / "catalogs"
    text = (folder / "catalog.IPTC-G2-Standards_41.xml").read_text(encoding="utf-8")
    catalog = dict(_ALIAS.findall(text))
    assert {alias for alias in SCHEMES if alias not in catalog} == {"wd"}
    assert {alias: SCHEMES[alias] for alias in SCHEMES if alias in catalog} == {
        alias: catalog[alias] for alias in SCHEMES if alias in catalog
    }


def test_a_topic_is_named_by_itself_then_by_the_receiver_then_by_media_topics():
    leaving = outgoing(make_story(), topic_labels={"medtop:04000000": "Wirtschaft"})
    assert label(Subject(code="medtop:04000000", label="own"), leaving) == "own"
    assert label(Subject(code="medtop:04000000"), leaving) == "Wirtschaft"
    assert label(Subject(code="medtop:15000000"), leaving) == "sport"
    assert label(Subject(code="medtop:99999999"), leaving) == ""


def test_a_genre_is_named_by_its_code():
    assert genre_label("genre:Press_Release") == "Press Release"
