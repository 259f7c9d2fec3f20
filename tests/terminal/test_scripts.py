"""The parts of the script that need no page, run by node."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import wireroom.terminal

JS = Path(wireroom.terminal.__file__).parent / "static/wireroom/terminal/js"
needs_node = pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
pytestmark = needs_node

READ = """
import { readEvents } from "%s/event_reader.js";
const pieces = JSON.parse(process.argv[1]);
const bytes = new TextEncoder();
globalThis.fetch = async () => ({ status: 200, body: new ReadableStream({
  start(stream) { pieces.forEach((piece) => stream.enqueue(bytes.encode(piece))); stream.close(); },
}) });
const events = [];
let heard = 0;
await readEvents("x", { onBytes: () => heard++, onEvent: (event) => events.push(event) });
console.log(JSON.stringify({ events, heard }));
"""
WAIT = """
import { Patience } from "%s/patience.js";
const patience = new Patience();
console.log(JSON.stringify([1, 2, 3, 4, 5, 6, 7].map(() => patience.next())));
"""
NEWEST = """
import { newestOfEach } from "%s/line.js";
console.log(JSON.stringify(newestOfEach(JSON.parse(process.argv[1]))));
"""
STREAM = (
    'event: hello\ndata: {"reader":"x"}\n\n: beat\n\nid: a1\ndata: {"headline":"Öl & Gas"}\n\n'
    'retry: 1000\nid:a2\r\ndata:{"headline":\r\ndata: "two"}\r\n\r\ndata: {"cut off'
)


def _node(program: str, *arguments: str) -> object:
    command = ["node", "--input-type=module", "-e", program % JS, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    return json.loads(done.stdout)


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_events_are_read_whatever_the_pieces_they_come_in(size: int) -> None:
    pieces = [STREAM[at : at + size] for at in range(0, len(STREAM), size)]
    answer = _node(READ, json.dumps(pieces))
    assert answer == {
        "events": [
            {"type": "hello", "id": "", "data": {"reader": "x"}},
            {"type": "message", "id": "a1", "data": {"headline": "Öl & Gas"}},
            {"type": "message", "id": "a2", "data": {"headline": "two"}},
        ],
        "heard": len(pieces),
    }


def test_waiting_grows_to_fifteen_seconds_and_no_two_wait_alike() -> None:
    first, second = _node(WAIT), _node(WAIT)
    assert isinstance(first, list)
    assert first != second
    for wait_ms, base_s in zip(first, [1, 2, 4, 8, 15, 15, 15], strict=True):
        assert base_s * 500 <= wait_ms <= min(base_s * 1500, 15_000)


def test_only_the_newest_version_of_a_story_is_drawn_and_none_that_was_killed_since() -> None:
    first = {"guid": "a", "version": 1, "pub_status": "usable", "update_type": "new"}
    second = first | {"version": 2, "update_type": "development"}
    other = first | {"guid": "b"}
    killed_since = first | {"guid": "c", "pub_status": "canceled"}
    kill = first | {"guid": "d", "pub_status": "canceled", "update_type": "kill"}
    drawn = _node(NEWEST, json.dumps([first, other, killed_since, second, kill]))
    assert drawn == [other, second, kill]
