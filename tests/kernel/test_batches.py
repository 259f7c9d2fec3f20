"""Long lists of keys in pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wireroom.kernel.batches import batches


@given(st.lists(st.integers()), st.integers(1, 5))
def test_batches_hold_each_key_once_and_are_never_too_long(keys, size):
    pieces = list(batches(keys, size))
    assert [key for piece in pieces for key in piece] == list(dict.fromkeys(keys))
    assert all(0 < len(piece) <= size for piece in pieces)
