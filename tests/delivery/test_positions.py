"""Positions of this installation."""

from __future__ import annotations

from wireroom.delivery import positions


def test_a_position_reads_back():
    assert positions.unseal(positions.seal("e", 7)) == positions.Position("e", 7)


def test_a_position_made_with_another_secret_key_is_nothing(settings):
    text = positions.seal("e", 7)
    settings.SECRET_KEY = "another secret key that is long enough"
    assert positions.unseal(text) is None
