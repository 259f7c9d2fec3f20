"""A name is one plain ASCII name, whatever an editor wrote."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from wireroom.delivery.destinations.file_names import (
    DEFAULT,
    Named,
    file_name,
    spell_number,
    trouble,
)

ALL = "{number}_{slugline}_{guid}_{version}_{date}_{update_type}.{suffix}"


def named(**over):
    facts = {
        "number": spell_number(7),
        "slugline": "RUSSIA-GAS/EXPORTS",
        "guid": "urn:uuid:0b1f",
        "version": 2,
        "released_at": datetime(2026, 11, 24, 12, 0, 5, tzinfo=UTC),
        "suffix": "xml",
        "update_type": "correction_fact",
    }
    return Named(**facts | over)


def test_every_field_is_filled_in():
    assert file_name(ALL, named()) == (
        "00000007_RUSSIA-GAS-EXPORTS_0b1f_2_20261124T120005Z_correction-fact.xml"
    )
    assert file_name(DEFAULT, named(slugline="")) == "00000007-untitled.xml"


@given(st.text(max_size=300), st.text(max_size=100))
def test_no_slugline_leaves_its_directory_or_grows_too_long(slugline, guid):
    assert trouble(ALL) == ""
    made = file_name(ALL, named(slugline=slugline, guid=guid))
    assert re.fullmatch(r"[A-Za-z0-9._-]+", made)
    assert ".." not in made
    assert len(made) < 255


def test_names_sort_as_they_were_sent():
    names = [file_name(DEFAULT, named(number=spell_number(n))) for n in (2, 10, 99, 100)]
    assert names == sorted(names)
