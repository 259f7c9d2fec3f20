"""Reading events, and counting them."""

from __future__ import annotations

import json

import pytest

from wireroom.config.sseclient import Event, EventReader
from wireroom.config.tally import Tally

STREAM = (
    b'retry: 1000\n:hi\n\nevent: hello\ndata: {"a":1}\n\n'
    b"id: x\ndata: one\ndata: two\r\n\n\ndata\n\n"
)


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_events_come_out_the_same_however_the_bytes_arrive(size):
    reader = EventReader()
    pieces = (STREAM[i : i + size] for i in range(0, len(STREAM), size))
    found = [event for piece in pieces for event in reader.feed(piece)]
    assert found == [
        Event("hello", '{"a":1}', ""),
        Event("message", "one\ntwo", "x"),
        Event("message", "", "x"),
    ]


def item(version, at="2026-11-24T12:00:00.000Z"):
    return Event("message", json.dumps({"guid": "g", "version": version, "released_at": at}), "")


def test_doubles_and_steps_back_are_faults_and_a_gapless_climb_is_none():
    tally, seen = Tally(), {}
    for version in (1, 2, 5):
        tally.take(item(version), seen, 0.0)
    assert tally.faults == 0
    tally.take(item(5), seen, 0.0)
    tally.take(item(3), seen, 0.0)
    tally.take(Event("message", "no json", ""), seen, 0.0)
    assert (tally.items, tally.doubled, tally.reordered, tally.broken) == (5, 1, 1, 1)


def test_a_reset_begins_anew():
    tally, seen = Tally(), {}
    tally.take(item(1), seen, 0.0)
    tally.take(Event("reset", "{}", ""), seen, 0.0)
    tally.take(item(1), seen, 0.0)
    assert tally.faults == 0


def test_only_what_was_released_while_we_read_counts_for_the_delay():
    noon_s = 1795521600.0
    tally = Tally(since_s=noon_s)
    tally.take(item(1, "2026-11-24T11:59:00.000Z"), {}, noon_s)
    tally.take(item(1), {}, noon_s + 0.25)
    assert (tally.backlog, tally.delays_ms) == (1, [250.0])
    assert "1 live items: p50 250.0" in tally.lines()[1]
