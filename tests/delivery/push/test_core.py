"""The hub alone: no sockets, no clock."""

from __future__ import annotations

import pytest

from wireroom.delivery.push.core import Hub
from wireroom.delivery.push.frames import Retract, Text, Variant, Wire


def make_hub(**over):
    options = {
        "ring_entries": 100,
        "ring_bytes": 1 << 20,
        "lag_limit_bytes": 1000,
        "heartbeat_s": 15.0,
        "seed": 1,
    }
    return Hub(**options | over)


def entry(seq, *classes, data=None):
    text = data or b"<%d>" % seq
    return Wire(seq, (Variant("v", text, classes),) if classes else ())


def live(hub, fd, class_id):
    """Bring in a reader that takes everything."""
    hub.join(fd, len, class_id, None, b"hello")
    assert take_due(hub, fd) == b"hello"


def take_due(hub, fd):
    out = b""
    while rest := hub.due(fd):
        out += rest
        hub.settle(fd, len(rest))
    return out


def flushed(hub):
    return {fd: share.piece for fd, _, share in hub.take() if share.piece}


def piece_of(hub, fd):
    return flushed(hub)[fd]


def test_an_entry_goes_to_its_classes_and_to_nobody_else():
    hub = make_hub()
    for fd, name in enumerate(["full", "headline", "none"], 1):
        hub.open(name, 0, ())
        live(hub, fd, name)
    hub.append(
        Wire(1, (Variant("f", b"all", ("full",)), Variant("h", b"little", ("headline",)))),
    )
    assert flushed(hub) == {1: b"all", 2: b"little"}


def test_what_came_together_goes_out_as_one_piece():
    hub = make_hub()
    hub.open("a", 0, ())
    live(hub, 1, "a")
    for seq in (1, 2, 3):
        hub.append(entry(seq, "a"))
    assert flushed(hub) == {1: b"<1><2><3>"}
    assert not hub.is_dirty


def test_two_classes_with_the_same_entries_share_one_piece():
    hub = make_hub()
    for fd, name in enumerate("ab", 1):
        hub.open(name, 0, ())
        live(hub, fd, name)
    for seq in (1, 2):
        hub.append(entry(seq, "a", "b"))
    one, other = (share.piece for _, _, share in hub.take())
    assert one is other


def test_nobody_is_always_first():
    hub = make_hub()
    for name in "ab":
        hub.open(name, 0, ())
    for fd in range(10):
        live(hub, fd, "ab"[fd % 2])
    firsts = set()
    for seq in range(1, 200):
        hub.append(entry(seq, "a", "b"))
        firsts.add(hub.take()[0][0])
    assert firsts == set(range(10))


def test_readers_are_served_in_the_order_in_which_they_came_from_some_reader_on():
    hub = make_hub()
    for name in "ab":
        hub.open(name, 0, ())
    for fd in range(10):
        live(hub, fd, "ab"[fd % 2])
    hub.append(entry(1, "a", "b"))
    order = [fd for fd, _, _ in hub.take()]
    start = order.index(0)
    assert order[start:] + order[:start] == list(range(10))


def test_when_few_are_concerned_only_they_are_listed():
    hub = make_hub()
    for name in "ab":
        hub.open(name, 0, ())
    for fd in range(10):
        live(hub, fd, "ab"[fd == 0])
    hub.append(entry(1, "b"))
    assert [fd for fd, _, _ in hub.take()] == [0]
    hub.append(entry(2, "a"))
    assert flushed(hub) == dict.fromkeys(range(1, 10), b"<2>"), "nobody gets the last piece again"


def test_a_reader_joins_after_an_entry_and_gets_what_follows():
    hub = make_hub()
    hub.open("a", 0, [Text(seq, "v", b"<%d>" % seq) for seq in (2, 4, 6)])
    hub.head = 6
    for fd, after, expected in (
        (1, 0, b"<2><4><6>"),
        (2, 3, b"<4><6>"),
        (3, 4, b"<6>"),
        (4, 6, b""),
    ):
        hub.join(fd, len, "a", after, b"")
        assert take_due(hub, fd) == expected
    hub.append(entry(7, "a"))
    assert flushed(hub) == dict.fromkeys((1, 2, 3, 4), b"<7>")


def test_a_place_before_the_memory_wants_the_database_and_then_joins_the_log():
    hub = make_hub()
    hub.open("a", 5, [Text(6, "v", b"<6>")])
    hub.join(1, len, "a", 2, b"hello")
    assert hub.wants(1) is None, "the greeting goes first"
    assert take_due(hub, 1) == b"hello"
    assert hub.wants(1) == 2
    hub.feed(1, 4, b"<3><4>")
    assert take_due(hub, 1) == b"<3><4>"
    assert hub.wants(1) == 4
    hub.feed(1, 5, b"")
    assert take_due(hub, 1) == b"<6>"
    assert hub.wants(1) is None
    hub.append(entry(7, "a"))
    assert flushed(hub) == {1: b"<7>"}


def test_a_reader_that_took_half_a_piece_gets_the_rest_and_then_the_log():
    hub = make_hub()
    hub.open("a", 0, ())
    live(hub, 1, "a")
    live(hub, 2, "a")
    hub.append(entry(1, "a"))
    data = piece_of(hub, 1)
    hub.owe(1, data, 1)
    hub.append(entry(2, "a"))
    assert flushed(hub) == {2: b"<2>"}
    assert take_due(hub, 1) == b"1><2>"
    hub.append(entry(3, "a"))
    assert flushed(hub) == {1: b"<3>", 2: b"<3>"}


@pytest.mark.parametrize(("sent", "may"), [(0, True), (1, False)])
def test_nothing_may_be_said_in_the_middle_of_an_event(sent, may):
    hub = make_hub()
    hub.open("a", 0, ())
    live(hub, 1, "a")
    hub.append(entry(1, "a"))
    data = piece_of(hub, 1)
    hub.owe(1, data, sent)
    assert hub.may_speak(1) is may
    hub.settle(1, 0)
    assert hub.may_speak(1) is may
    take_due(hub, 1)
    assert hub.may_speak(1)


def test_a_reader_that_owes_too_much_is_named_and_others_are_not():
    hub = make_hub(lag_limit_bytes=10)
    hub.open("a", 0, ())
    live(hub, 1, "a")
    live(hub, 2, "a")
    hub.append(entry(1, "a", data=b"12345678"))
    data = piece_of(hub, 1)
    hub.owe(1, data, 0)
    assert hub.too_slow() == []
    hub.append(entry(2, "a", data=b"12345678"))
    assert list(flushed(hub)) == [2]
    assert hub.too_slow() == [1]
    hub.leave(1)
    assert hub.too_slow() == []


def test_catching_up_after_joining_is_not_slowness():
    hub = make_hub(lag_limit_bytes=10)
    hub.open("a", 0, [Text(seq, "v", b"x" * 50) for seq in (1, 2, 3)])
    hub.join(1, len, "a", 0, b"")
    assert hub.too_slow() == []
    hub.append(entry(4, "a", data=b"y" * 11))
    hub.take()
    assert hub.too_slow() == [1]


def test_the_head_start_of_catching_up_shrinks_with_it():
    hub = make_hub(lag_limit_bytes=10)
    hub.open("a", 0, [Text(seq, "v", b"x" * 50) for seq in (1, 2, 3)])
    hub.join(1, len, "a", 0, b"")
    hub.due(1)
    hub.settle(1, 140)
    hub.append(entry(4, "a", data=b"y" * 10))
    hub.take()
    assert hub.too_slow() == []
    hub.append(entry(5, "a", data=b"y"))
    hub.take()
    assert hub.too_slow() == [1]


def test_memory_is_bounded_by_entries_and_a_lagging_reader_goes_on_from_the_database():
    hub = make_hub(ring_entries=8, lag_limit_bytes=1 << 20)
    hub.open("a", 0, ())
    live(hub, 1, "a")
    hub.append(entry(1, "a"))
    data = piece_of(hub, 1)
    hub.owe(1, data, 0)
    for seq in range(2, 40):
        hub.append(entry(seq, "a"))
        list(hub.take())
    share = hub.shares["a"]
    assert len(share.seqs) <= 9
    assert take_due(hub, 1) == b"<1>"
    assert hub.wants(1) == 1


def test_memory_is_bounded_by_bytes_that_classes_share():
    hub = make_hub(ring_bytes=1000, ring_entries=1000)
    for name in "abc":
        hub.open(name, 0, ())
    for seq in range(1, 100):
        hub.append(entry(seq, "a", "b", data=b"x" * 100))
        list(hub.take())
        assert hub.held_bytes <= 1000
    assert len(hub.shares["a"].seqs) == len(hub.shares["b"].seqs) == hub.held_bytes // 100


def test_a_text_that_two_classes_hold_counts_once_and_leaves_with_the_last():
    hub = make_hub()
    for name in "ab":
        hub.open(name, 0, [Text(1, "v", b"12345")])
    assert hub.held_bytes == 5
    hub.shut("a")
    assert hub.held_bytes == 5
    hub.shut("b")
    assert hub.held_bytes == 0


def test_each_live_reader_gets_one_heartbeat_in_a_turn_and_they_are_spread():
    hub = make_hub(heartbeat_s=15.0)
    hub.open("a", 0, ())
    for fd in range(150):
        live(hub, fd, "a")
    hub.beats(100.0)
    most, beaten = 0, []
    for tenth in range(1001, 1151):
        due = [fd for fd, _ in hub.beats(tenth / 10)]
        most = max(most, len(due))
        beaten += due
    assert sorted(beaten) == list(range(150))
    assert most < 10
    assert len(hub.beats(200.0)) == 150, "after a pause everybody is due once"


def test_a_reader_that_lags_gets_no_heartbeat():
    hub = make_hub()
    hub.open("a", 0, ())
    hub.join(1, len, "a", None, b"hello")
    hub.beats(0.0)
    assert hub.beats(100.0) == []
    take_due(hub, 1)
    assert [fd for fd, _ in hub.beats(200.0)] == [1]


def test_a_class_without_readers_is_named_after_a_while_and_a_class_with_readers_never():
    hub = make_hub()
    for name in "ab":
        hub.open(name, 0, ())
    live(hub, 1, "a")
    assert hub.idle(0.0, 10) == []
    assert hub.idle(9.0, 10) == []
    assert hub.idle(10.0, 10) == ["b"]
    hub.leave(1)
    assert hub.idle(12.0, 10) == []
    assert hub.idle(22.0, 10) == ["a", "b"]


def retract(seq, stub=b"", variant="v"):
    return Retract(seq, b"<%d" % seq, (Text(seq, variant, stub or b"<%d:stub>" % seq),))


def test_a_retracted_text_is_replaced_in_every_class_and_for_nobody_who_has_it():
    hub = make_hub()
    for fd, name in enumerate("ab", 1):
        hub.open(name, 0, ())
        live(hub, fd, name)
    for seq in (1, 2, 3):
        hub.append(entry(seq, "a", "b"))
    hub.take()
    hub.retract(retract(2))
    assert hub.held_bytes == len(b"<1><2:stub><3>")
    for fd, name in enumerate("ab", 3):
        hub.join(fd, len, name, 0, b"")
        assert take_due(hub, fd) == b"<1><2:stub><3>"
    assert not hub.is_dirty
    hub.append(entry(4, "a", "b"))
    assert flushed(hub) == dict.fromkeys((1, 2, 3, 4), b"<4>")


def test_a_text_that_waits_for_the_flush_is_replaced_too():
    hub = make_hub()
    hub.open("a", 0, ())
    live(hub, 1, "a")
    hub.append(entry(1, "a"))
    hub.retract(retract(1))
    hub.append(entry(2, "a"))
    assert flushed(hub) == {1: b"<1:stub><2>"}


def test_other_variants_and_entries_stay_as_they_are():
    hub = make_hub()
    hub.open("a", 0, [Text(seq, "v", b"<%d>" % seq) for seq in (1, 2)])
    hub.retract(retract(1, variant="other"))
    hub.retract(retract(3))
    hub.join(1, len, "a", 0, b"")
    assert take_due(hub, 1) == b"<1><2>"


@pytest.mark.parametrize(
    ("sent", "rest"),
    [
        (0, b"<1><2:stub><3>"),
        (1, b"1><2:stub><3>"),
        (3, b"<2:stub><3>"),
        (4, b"2><3>"),
        (6, b"<3>"),
    ],
    ids=["before", "in the one before", "up to it", "in it", "after it"],
)
def test_a_reader_that_lags_gets_the_stub_unless_the_text_is_under_way(sent, rest):
    hub = make_hub()
    hub.open("a", 0, ())
    live(hub, 1, "a")
    for seq in (1, 2, 3):
        hub.append(entry(seq, "a"))
    data = piece_of(hub, 1)
    hub.owe(1, data, sent)
    hub.retract(retract(2))
    assert hub.shares["a"].lagging[1].owed == len(rest)
    assert hub.may_speak(1) is (sent in (0, 3))
    assert take_due(hub, 1) == rest
    assert data == b"<1><2><3>"
    hub.append(entry(4, "a"))
    assert flushed(hub) == {1: b"<4>"}


def test_a_reader_that_lags_owes_what_the_stub_has():
    hub = make_hub(lag_limit_bytes=30)
    hub.open("a", 0, ())
    live(hub, 1, "a")
    hub.append(entry(1, "a"))
    hub.owe(1, piece_of(hub, 1), 0)
    hub.append(entry(2, "a", data=b"<2" + b"." * 60))
    hub.take()
    assert hub.too_slow() == [1]
    hub.retract(retract(2))
    assert hub.too_slow() == []
    assert take_due(hub, 1) == b"<1><2:stub>"


@pytest.mark.parametrize("sent", [0, 1])
def test_a_replay_that_was_not_taken_yet_is_asked_for_again_from_the_retracted_entry_on(sent):
    hub = make_hub()
    hub.open("a", 9, ())
    hub.join(1, len, "a", 2, b"hello")
    take_due(hub, 1)
    hub.feed(1, 6, b"<3><5><6>")
    hub.due(1)
    hub.settle(1, sent)
    hub.retract(retract(5))
    assert take_due(hub, 1) == b"<3>"[sent:]
    assert hub.wants(1) == 4
