"""The place in a dateline."""

from __future__ import annotations

import re

_ENDS = re.compile(
    r"""
    ,                                   # MOSCOW, Nov. 24
    | \.\s+ (?= \w* \d )                # MOSCOW. 24 Nov
    | \.\s+ (?= [^\W\d]{3,9} \.? \s+ \d )   # MOSCOW. Nov 24
    | \s [-\u2013\u2014]                # MOSCOW - Nov 24
    | \s* [(/]                          # MOSCOW (Agency)
    | \s+ (?= \d )                      # MOSCOW 24.11.
    """,
    re.VERBOSE,
)


def place(dateline: str) -> str:
    """Give the place a dateline names: what stands before the date and the agency's name."""
    return _ENDS.split(dateline.strip(), maxsplit=1)[0].strip(" .")
