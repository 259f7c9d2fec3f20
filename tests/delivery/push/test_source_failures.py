"""The source dies, hangs or talks nonsense: streams stay open, nothing is lost or doubled."""

from __future__ import annotations

import time

from tests.support.push_source import SEAL


def wait_until(condition):
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until, "never came"
        time.sleep(0.02)


def test_streams_survive_a_source_that_is_killed(server, control):
    readers = [server.get() for _ in range(10)]
    for reader in readers:
        reader.named("hello")
    for round_ in range(5):
        control.release("public", count=3)
        control.kill()
        control.log += [[["public"], 0]] * 2  # released while no source runs
        control.start()
        for reader in readers:
            assert reader.numbers(5) == list(range(round_ * 5 + 1, round_ * 5 + 6))
    assert server.health()["streams"] == 10


def test_a_replay_goes_on_with_the_next_source(start, control):
    control.log = [[["public"], 50_000]] * 100
    control.keep = 0
    server = start()
    control.start()
    reader = server.get("/stream?last-event-id=earliest")
    reader.numbers(3)
    control.kill()
    control.start()
    assert reader.numbers(97) == list(range(4, 101))


def test_a_new_connection_waits_for_the_source(start, control):
    server = start()
    control.accept()
    reader = server.get()
    control.begin()
    reader.named("hello")


def test_a_connection_that_waits_too_long_is_refused(start, control):
    server = start(source_wait_s=0.2)
    control.accept()
    reader = server.get()
    text = reader.rest().decode()
    assert reader.status == 503
    assert "\r\nRetry-After: " in text
    assert server.get("/healthz").status == 503
    control.begin()
    server.get().named("hello")


def test_the_source_is_slow_and_its_answer_comes_too_late(start, control):
    server = start(source_wait_s=0.2)
    control.start()
    control.tell("hold")
    reader = server.get()
    assert reader.rest()
    assert reader.status == 503
    control.tell("answer")
    server.get().named("hello")


def test_a_reader_that_hangs_up_while_it_waits_is_forgotten(server, control):
    control.tell("hold")
    with server.get():
        pass
    wait_until(lambda: server.figure("connections") == 1)
    control.tell("answer")
    wait_until(lambda: server.health()["streams"] == 0)


def test_heartbeats_go_on_without_a_source(start, control):
    server = start(heartbeat_s=0.3)
    control.start()
    reader = server.get()
    reader.named("hello")
    control.kill()
    before, until = len(reader.raw), time.monotonic() + 30
    while len(reader.raw) < before + 6 and reader._more(until):
        pass


def test_a_source_that_talks_nonsense_is_replaced(server, control):
    reader = server.get()
    reader.named("hello")
    control.release("public")
    control.say("garbage")
    control.start()
    control.release("public")
    assert reader.numbers(2) == [1, 2]
    server.stop()
    assert b"the source makes no sense" in server.log


def test_another_life_of_the_log_resets_everybody(server, control):
    reader = server.get()
    reader.named("hello")
    control.release("public", count=5)
    reader.numbers(5)
    control.kill()
    control.epoch, control.log = "e2", [[["public"], 0]] * 2
    control.start()
    assert reader.named("reset") == {"reason": "epoch", "snapshot": "/"}
    place = reader.last_id
    assert reader.event() is None
    control.release("public")
    resumed = server.get(Last_Event_ID=place)
    assert resumed.named("hello")["epoch"] == "e2"
    assert resumed.numbers(1) == [3]
    assert server.get(Last_Event_ID=SEAL.seal("e1", 5)).named("reset")["reason"] == "epoch"


def test_the_source_leaves_when_the_server_is_killed(server, control):
    server.process.kill()
    assert control.line.recv(1) == b"", "its end of the line closes"


def test_a_source_that_hangs_is_replaced(start, control):
    server = start(silence_s=0.5)
    control.start()
    reader = server.get()
    reader.named("hello")
    control.tell("alive")
    control.stop()
    control.start()
    control.release("public")
    assert reader.numbers(1) == [1]


def test_a_source_that_never_promised_to_speak_may_be_silent(start, control):
    server = start(silence_s=0.1)
    control.start()
    reader = server.get()
    reader.named("hello")
    time.sleep(0.5)
    control.release("public")
    assert reader.numbers(1) == [1]
    assert server.figure("source_starts_total") == 1


def test_a_reader_whose_replay_waits_for_a_source_gets_it_once(start, control):
    control.log = [[["public"], 100_000]] * 30
    control.keep = 0
    server = start()
    control.start()
    reader = server.get("/stream?last-event-id=earliest")
    reader.numbers(1)
    control.kill()
    control.accept()
    reader.numbers(3)  # makes room, so that the next piece is wanted while nobody can answer
    time.sleep(0.3)
    control.begin()
    assert reader.numbers(26) == list(range(5, 31))
    control.release("public")
    assert reader.numbers(1) == [31]
