"""The place in a dateline."""

from __future__ import annotations

import pytest

from wireroom.formats.dateline import place


@pytest.mark.parametrize(
    ("dateline", "name"),
    [
        ("MOSCOW. Nov 24", "MOSCOW"),
        ("MOSCOW, Nov. 24", "MOSCOW"),
        ("MOSCOW. 24 November", "MOSCOW"),
        ("ПЕРМЬ. 24 ноября", "ПЕРМЬ"),
        ("St. Petersburg. Nov 24", "St. Petersburg"),
        ("NEW YORK, Nov 24, 2026", "NEW YORK"),
        ("LONDON (Agency)", "LONDON"),
        ("FRANKFURT/MAIN - Nov 24", "FRANKFURT"),
        ("STRATFORD-UPON-AVON – Nov 24", "STRATFORD-UPON-AVON"),
        ("PARIS 24 nov", "PARIS"),
        ("WASHINGTON", "WASHINGTON"),
        ("", ""),
    ],
)
def test_a_dateline_begins_with_a_place(dateline, name):
    assert place(dateline) == name
