"""What the formats themselves say beside a story, in the story's language."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Labels and sentences of one language.

    `embargo` and `embargo_notice` have a place for `{until}`, `was_now` for `{was}` and `{now}`.
    The `_notice` sentences are orders to the receiver and end every doubt about a message.
    """

    flash: str
    alert: str
    correction: str
    update: str
    writethru: str
    add: str
    repeat: str
    hold: str
    kill: str
    embargo: str
    test: str
    advisory: str
    data: str
    more: str
    was_now: str
    note: str
    not_for_publication: str
    hold_notice: str
    kill_notice: str
    superseded_notice: str
    embargo_notice: str
    test_notice: str
    advisory_notice: str
    data_notice: str


USUAL = "en"


@cache
def _languages() -> dict[str, Words]:
    text = files("wireroom.formats").joinpath("words.json").read_bytes()
    return msgspec.json.decode(text, type=dict[str, Words])


def languages() -> tuple[str, ...]:
    """Name the languages that have words of their own."""
    return tuple(_languages())


def words(tag: str) -> Words:
    """Give the words for a BCP 47 tag; English when the language has none of its own."""
    table = _languages()
    return table.get(tag.replace("_", "-").partition("-")[0].lower(), table[USUAL])
