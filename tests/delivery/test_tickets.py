"""Tickets: a minute, one person, one session, and nothing to read in them."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.delivery import tickets

KEY = "k3ysoflongsessions"


def test_a_ticket_names_its_person_and_session(now):
    assert tickets.redeem(tickets.issue(7, KEY, now), now) == (7, KEY)


@pytest.mark.parametrize(
    ("age_s", "good"), [(-6, False), (-4, True), (0, True), (60, True), (61, False)]
)
def test_a_ticket_lasts_a_minute(now, age_s, good):
    ticket = tickets.issue(7, KEY, now)
    assert (tickets.redeem(ticket, now + timedelta(seconds=age_s)) is not None) is good


def test_a_ticket_shows_neither_person_nor_session(now):
    ticket = tickets.issue(7, KEY, now)
    assert KEY.encode() not in base64.urlsafe_b64decode(ticket + "=" * (-len(ticket) % 4))


def test_a_ticket_of_another_house_is_nothing(now, settings):
    ticket = tickets.issue(7, KEY, now)
    settings.SECRET_KEY = "another secret key that is long enough"
    assert tickets.redeem(ticket, now) is None
    settings.SECRET_KEY_FALLBACKS = ["a former secret key, long enough too"]
    assert tickets.redeem(ticket, now) is None


def test_a_ticket_made_before_the_key_was_changed_is_good(now, settings):
    former = settings.SECRET_KEY
    ticket = tickets.issue(7, KEY, now)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key that is long enough", [former]
    assert tickets.redeem(ticket, now) == (7, KEY)


@given(text=st.text(max_size=600))
def test_anything_else_is_nothing(text):
    from datetime import UTC, datetime  # noqa: PLC0415 - fixtures are not for Hypothesis

    assert tickets.redeem(text, datetime(2026, 11, 24, tzinfo=UTC)) is None
