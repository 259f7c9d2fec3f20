"""Positions say nothing, cannot be made up, and are read back by whoever made them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.delivery.push.seal import Position, Seal, derive

ours = Seal(derive("a secret of ours", "positions"))
theirs = Seal(derive("a secret of theirs", "positions"))
seqs = st.integers(0, 2**63)
epochs = st.text("0123456789abcdef", min_size=16, max_size=16)


@given(epochs, seqs)
def test_a_position_reads_back(epoch, seq):
    assert ours.unseal(ours.seal(epoch, seq)) == Position(epoch, seq)
    assert ours.unseal(ours.seal_place(epoch, seq)) == Position(epoch, seq)


@given(epochs, seqs)
def test_a_position_of_another_house_does_not(epoch, seq):
    assert theirs.unseal(ours.seal(epoch, seq)) is None


@given(epochs, seqs, seqs)
def test_all_positions_are_equally_long_and_fit_a_header(epoch, one, other):
    assert len(ours.seal(epoch, one)) == len(ours.seal_place(epoch, other)) < 100
    assert ours.seal(epoch, one).replace("-", "").replace("_", "").isalnum()


def test_an_entry_always_has_the_same_text_and_a_place_never():
    assert ours.seal("e", 7) == ours.seal("e", 7) != ours.seal("e", 8)
    assert len({ours.seal_place("e", 7) for _ in range(50)} | {ours.seal("e", 7)}) == 51


@given(st.text(max_size=300))
def test_anything_else_is_nothing(text):
    assert ours.unseal(text) is None


@pytest.mark.parametrize("at", [0, 10, 58])
def test_a_changed_position_is_nothing(at):
    text = ours.seal("0123456789abcdef", 7)
    other = "A" if text[at] != "A" else "B"
    assert ours.unseal(text[:at] + other + text[at + 1 :]) is None


def test_each_purpose_has_a_key_of_its_own():
    assert derive("secret", "positions") != derive("secret", "tickets")
