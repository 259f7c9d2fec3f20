"""Frames read back, in whatever pieces they come."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.delivery.push import frames, sse

MESSAGES = [
    frames.Ready(b"key", "e1", 7),
    frames.Wire(8, (frames.Variant("v", b"text\xff", ("a", "b")),)),
    frames.Answers((frames.Answer(1, 1, 401), frames.Answer(2, 2, 200, "p", "c", "Reader"))),
    frames.Chunk(3, 9, b""),
    frames.Alive(),
]
LINE = b"".join(frames.encode(message) for message in MESSAGES)


@given(st.lists(st.integers(0, len(LINE)), max_size=20))
def test_messages_read_back_however_the_line_is_cut(cuts):
    reader = frames.Reader(frames.FromSource)
    places = [0, *sorted(cuts), len(LINE)]
    got = []
    for start, end in pairwise(places):
        got += reader.feed(LINE[start:end])
    assert got == MESSAGES


@pytest.mark.parametrize(
    "data",
    [
        b"\0\0\0\1\xc1",
        b"\0\0\0\4oops",
        b"\xff\xff\xff\xff",
        frames.encode(frames.Resume("e1", 1, ())),  # the other direction
    ],
)
def test_anything_else_is_refused(data):
    with pytest.raises(frames.BrokenFrame):
        list(frames.Reader(frames.FromSource).feed(data))


@pytest.mark.parametrize("data", [b"a\nb", b"a\rb", b"\n"])
def test_an_event_with_a_line_break_is_refused(data):
    with pytest.raises(sse.BrokenEvent):
        sse.item("id", data)


def test_other_line_separators_of_unicode_end_no_line_of_a_stream():
    text = "a\u2028b\u0085c".encode()
    assert sse.item("id", text) == b"id: id\ndata: " + text + b"\n\n"
