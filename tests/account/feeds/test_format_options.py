"""What somebody types as an option of a format."""

from __future__ import annotations

import pytest

from wireroom.account.feeds.format_options import Number
from wireroom.formats.registry import format_of


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("69", 69),
        (" -3 ", -3),
        ("", None),
        ("--5", "--5"),
        ("-", "-"),
        ("6x", "6x"),
        ("1" * 5000, "1" * 5000),
    ],
)
def test_a_number_is_read_and_anything_else_is_left_to_be_judged(typed, read):
    option = next(each for each in format_of("iptc7901").options if each.name == "width")
    assert Number(option).read(typed) == read
