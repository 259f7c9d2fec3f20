"""Streams over real sockets: what readers get, from where, and how it ends."""

from __future__ import annotations

import json
import signal
import time

import pytest

from tests.support.push_source import FORBIDDEN, NOTHING, SEAL
from wireroom.delivery.push.seal import Seal, derive


def test_everybody_gets_everything_in_order(server, control):
    readers = [server.get() for _ in range(20)]
    for reader in readers:
        assert reader.named("hello") == {"reader": "Public", "format": "item", "epoch": "e1"}
    for count in (1, 5, 50):
        control.release("public", count=count)
    for reader in readers:
        assert reader.numbers(56) == list(range(1, 57))


def test_a_class_gets_its_own_entries_and_not_a_byte_of_others(server, control):
    rich = server.get(Authorization="Bearer rich")
    poor = server.get(Authorization="Bearer poor")
    for reader in (rich, poor):
        reader.named("hello")
    control.release("rich", count=3)
    control.release("poor", "rich")
    assert poor.numbers(1) == [4]
    assert rich.numbers(4) == [1, 2, 3, 4]
    assert all(SEAL.seal("e1", n) not in poor.raw.decode() for n in (1, 2, 3))


def test_the_stream_says_what_it_is(server):
    reader = server.get()
    assert reader.status == 200
    for line in (
        "Content-Type: text/event-stream",
        "Cache-Control: no-store",
        "X-Accel-Buffering: no",
        "X-Content-Type-Options: nosniff",
    ):
        assert line in reader.head
    reader.event()
    retry = int(reader.raw.partition(b"retry: ")[2].split(b"\n")[0])
    assert 1000 <= retry <= 3000


def test_readers_are_told_to_come_back_at_different_times(server):
    retries = set()
    for _ in range(10):
        with server.get() as reader:
            reader.event()
            retries.add(reader.raw.partition(b"retry: ")[2].split(b"\n")[0])
    assert len(retries) > 5


@pytest.mark.parametrize("keep", [0, 3, 1000], ids=["database", "both", "memory"])
@pytest.mark.parametrize("after", [0, 1, 17, 29, 30])
def test_a_reader_resumes_after_any_entry(start, control, keep, after):
    control.log = [[["public"] if n % 3 else ["rich"], 0] for n in range(1, 31)]
    control.keep = keep
    server = start()
    control.start()
    header = {"Last_Event_ID": SEAL.seal("e1", after)}
    reader = server.get(**header)
    reader.named("hello")
    expected = [n for n in range(after + 1, 31) if n % 3]
    assert reader.numbers(len(expected)) == expected
    control.release("public")
    assert reader.numbers(1) == [31]


def test_the_place_may_stand_in_the_address_and_a_header_wins(start, control):
    control.log = [[["public"], 0]] * 5
    server = start()
    control.start()
    reader = server.get(f"/stream?last-event-id={SEAL.seal('e1', 3)}")
    assert reader.numbers(2) == [4, 5]
    reader = server.get(
        f"/stream?last-event-id={SEAL.seal('e1', 1)}", Last_Event_ID=SEAL.seal("e1", 4)
    )
    assert reader.numbers(1) == [5]


def test_earliest_begins_at_the_beginning(start, control):
    control.log = [[["public"], 0]] * 30
    control.keep = 5
    server = start()
    control.start()
    reader = server.get("/stream?last-event-id=earliest")
    assert reader.numbers(30) == list(range(1, 31))


def test_a_reader_that_never_got_an_entry_resumes_from_where_it_came_in(server, control):
    with server.get() as reader:
        reader.named("hello")
        place = reader.last_id
    control.release("public", count=2)
    reader = server.get(Last_Event_ID=place)
    assert reader.numbers(2) == [1, 2]


RESETS = [
    ("", None),
    (SEAL.seal("e1", 2), None),
    ("nonsense", "unknown_id"),
    ("2", "unknown_id"),
    ("Earliest", "unknown_id"),
    ("%00", "unknown_id"),
    ("%0d%0adata:%20x", "unknown_id"),
    ("%E2%80%A8", "unknown_id"),
    ("A" * 5000, "unknown_id"),
    (Seal(derive("another key", "positions")).seal("e1", 2), "unknown_id"),
    (SEAL.seal("e0", 2), "epoch"),
    (SEAL.seal("e1", 4), "future"),
    (SEAL.seal("e1", 2**63), "future"),
]


@pytest.mark.parametrize(("place", "reason"), RESETS, ids=[str(n) for n in range(len(RESETS))])
def test_a_place_that_cannot_be_continued_is_answered_by_a_reset_and_then_live(
    start, control, place, reason
):
    control.log = [[["public"], 0]] * 3
    server = start()
    control.start()
    reader = server.get(f"/stream?last-event-id={place}")
    reader.named("hello")
    if reason:
        assert reader.event() == (
            "reset",
            json.dumps({"reason": reason, "snapshot": "/"}, separators=(",", ":")),
        )
    elif place:
        assert reader.numbers(1) == [3]
    control.release("public")
    assert reader.numbers(1) == [4]


def test_after_a_reset_the_reader_has_a_place_to_resume_from(server, control):
    control.release("public", count=3)
    with server.get(Last_Event_ID="nonsense") as reader:
        reader.named("reset")
        place = reader.last_id
    control.release("public")
    assert server.get(Last_Event_ID=place).numbers(1) == [4]


@pytest.mark.parametrize(("token", "status"), [(FORBIDDEN, 401), (NOTHING, 204)])
def test_who_may_not_read_is_told_so(server, token, status):
    reader = server.get(Authorization=f"Bearer {token}")
    text = reader.rest().decode()
    assert reader.status == status
    if status == 401:
        assert "application/problem+json" in text
        assert json.loads(text.partition("\r\n\r\n")[2])["status"] == 401
        assert "WWW-Authenticate: Bearer" in text
    else:
        assert text.endswith("\r\n\r\n")


def test_revoked_principals_end_and_others_stay(server, control):
    rich = server.get(Authorization="Bearer rich")
    poor = server.get(Authorization="Bearer poor")
    for reader in (rich, poor):
        reader.named("hello")
    control.tell("revoke", "p-rich", "rights_changed")
    assert rich.named("bye") == {"reason": "rights_changed"}
    assert rich.event() is None
    control.release("rich", "poor")
    assert poor.numbers(1) == [1]


def test_a_stopping_server_says_bye_to_everybody_and_ends_soon(server, control):
    readers = [server.get() for _ in range(50)]
    for reader in readers:
        reader.named("hello")
    control.release("public", count=10)
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    for reader in readers:
        assert reader.numbers(10) == list(range(1, 11))
        assert reader.named("bye") == {"reason": "server_stopping"}
        assert reader.event() is None
    assert server.process.wait(10) == 0
    assert time.monotonic() - began < 10


def test_a_silent_stream_has_a_heartbeat_that_says_nothing(start, control):
    server = start(heartbeat_s=0.3)
    control.start()
    reader = server.get()
    reader.named("hello")
    control.release("rich")
    before = len(reader.raw)
    until = time.monotonic() + 30
    while len(reader.raw) < before + 9 and reader._more(until):
        pass
    assert reader.raw[before:].replace(b":\n\n", b"") == b""


def test_a_reader_that_does_not_read_is_cut_and_nobody_else_notices(start, control):
    server = start(lag_limit_bytes=500_000)
    control.start()
    stalled = server.get()
    stalled.named("hello")
    good = server.get()
    good.named("hello")
    for round_ in range(60):
        control.release("public", count=5, size=20_000)
        assert good.numbers(5) == list(range(round_ * 5 + 1, round_ * 5 + 6))
    until = time.monotonic() + 30
    while not server.health()["cuts"] and time.monotonic() < until:
        time.sleep(0.05)
    assert server.health()["cuts"] == {"too_slow": 1}
    got = stalled.all_numbers()
    assert got == list(range(1, len(got) + 1))
    assert len(got) < 300
    resumed = server.get(Last_Event_ID=stalled.last_id)
    assert resumed.numbers(300 - len(got)) == list(range(len(got) + 1, 301))


def test_a_slow_reader_that_catches_up_misses_nothing(server, control):
    slow = server.get()
    slow.named("hello")
    for _ in range(30):
        control.release("public", count=5, size=20_000)
    control.release("public")
    assert slow.numbers(151) == list(range(1, 152))
    control.release("public")
    assert slow.numbers(1) == [152]


def test_replays_wait_for_their_reader(start, control):
    control.log = [[["public"], 50_000]] * 200
    control.keep = 0
    server = start()
    control.start()
    reader = server.get("/stream?last-event-id=earliest")
    reader.named("hello")
    other = server.get()
    other.named("hello")
    control.release("public")
    assert other.numbers(1) == [201], "a long replay holds nobody up"
    assert reader.numbers(201) == list(range(1, 202))


def test_health_and_metrics_tell_the_operator(server, control):
    reader = server.get()
    reader.named("hello")
    control.release("public", count=2)
    reader.numbers(2)
    health = server.health()
    assert health == {
        "status": "ok",
        "streams": 1,
        "classes": 1,
        "head_seq": 2,
        "source_ready": True,
        "cuts": {},
    }
    text = server.get("/metrics").rest().decode()
    assert "wireroom_push_streams 1\n" in text
    assert "wireroom_push_head_seq 2\n" in text


def test_nobody_else_is_told_figures(server):
    assert server.get("/healthz", X_Forwarded_For="192.0.2.1").rest().endswith(b"\r\n\r\n{}")
    assert server.get("/metrics", X_Forwarded_For="192.0.2.1").status == 404
