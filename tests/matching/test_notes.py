"""What one person is told, by which channels."""

from __future__ import annotations

from datetime import timedelta

from tests.factories.stories import make_correction, make_kill, make_story
from wireroom.matching.notes import Note, Told, Wish, in_time, notes, over_budget

SCREEN = frozenset({"screen"})
BOTH = frozenset({"screen", "email"})
BEFORE = Told(topics=[9], sound=True, desktop=False, state="sent")


def test_each_channel_names_the_topics_that_asked_for_it() -> None:
    found = notes(make_story(), [Wish(1, SCREEN), Wish(2, BOTH, sound=True)], (), {})
    assert [(note.channel, note.topics) for note in found] == [("email", [2]), ("screen", [1, 2])]
    assert found[1].sound


def test_nobody_who_asked_for_nothing_is_told() -> None:
    assert notes(make_story(), [], (), {}) == []


def test_a_spent_budget_holds_back_what_no_other_topic_lets_through() -> None:
    wishes = [Wish(1, BOTH, sound=True, budget=1), Wish(2, SCREEN)]
    email, screen = notes(make_story(), wishes, {1}, {})
    assert (email.state, screen.state) == ("held_back", "pending")
    assert not screen.sound


def test_a_budget_is_spent_when_that_many_were_told_and_not_before() -> None:
    wish = Wish(1, SCREEN, budget=2)
    assert over_budget(make_story(), [wish], {1: 2}) == {1}
    assert over_budget(make_story(), [wish], {1: 1, 2: 5}) == set()
    assert over_budget(make_story(), [Wish(1, SCREEN)], {1: 999}) == set()
    assert over_budget(make_kill(), [wish], {1: 2}) == set()


def test_a_correction_goes_by_the_channels_of_the_alert_and_those_that_ask_now() -> None:
    email, screen = notes(make_correction(), [Wish(1, SCREEN)], {1}, {"email": BEFORE})
    assert (email.kind, email.topics, email.follows) == ("correction", [9], True)
    assert (screen.kind, screen.state) == ("correction", "held_back")
    (first,) = notes(make_correction(), [Wish(1, SCREEN)], (), {})
    assert first.kind == "match"


def test_only_a_stop_of_what_was_sent_waits_for_no_digest() -> None:
    waiting = BEFORE._replace(state="pending")
    assert notes(make_kill(), [], (), {"digest": BEFORE})[0].at_once
    assert not notes(make_kill(), [], (), {"digest": waiting})[0].at_once
    assert not notes(make_correction(), [], (), {"digest": BEFORE})[0].at_once


def note(channel: str, **over) -> Note:
    return Note(channel=channel, kind="match", topics=[1], **over)


ALL = [note("digest"), note("email"), note("screen", sound=True), note("webhook")]


def channels(found: list[Note]) -> list[str]:
    return [note.channel for note in found]


def test_what_is_new_goes_by_every_channel() -> None:
    assert in_time(ALL, timedelta(minutes=60)) == ALL


def test_what_is_late_is_mailed_in_the_digest_once() -> None:
    assert channels(in_time(ALL, timedelta(hours=2))) == ["digest", "screen", "webhook"]
    assert channels(in_time([note("email")], timedelta(hours=2))) == ["digest"]


def test_what_is_stale_is_a_silent_line_and_wakes_nobody() -> None:
    (line,) = in_time(ALL, timedelta(hours=25))
    assert (line.channel, line.state, line.sound) == ("screen", "seen", False)


def test_what_follows_an_alert_is_never_too_late() -> None:
    kill = [note("email", follows=True), note("webhook", follows=True)]
    assert sorted(channels(in_time(kill, timedelta(days=30)))) == ["email", "webhook"]
