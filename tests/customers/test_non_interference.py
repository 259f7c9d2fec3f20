"""What a reader may not see changes nothing of what it sees (DESIGN §4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.factories.grants import (
    ECONOMY,
    EVERYTHING,
    HEADLINES,
    NOBODY,
    make_grant,
    make_reader,
)
from tests.factories.stories import make_canary, make_hold, make_kill, make_story
from wireroom.customers.policy import Level, judge
from wireroom.customers.rights.reading import StoryView, view_story
from wireroom.kernel.newsitem import (
    FOLLOWS_THE_READER,
    NewsItem,
    Subject,
    UpdateType,
    canonical,
)
from wireroom.wire.entries import Entry

START = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
NOW = START + timedelta(days=1)
TOPICS = (Subject(code="medtop:04000000"),)
TEXTS = [kind for kind in UpdateType if kind not in {UpdateType.HOLD, UpdateType.KILL}]

LATE = make_reader(make_grant(delay=NOW - START - timedelta(minutes=3)))
"""To whom all versions after the third are not due."""
ENDING = make_reader(make_grant(archive=NOW - START - timedelta(minutes=3)))
"""To whom the first two versions are too old."""
readers = st.sampled_from([ECONOMY, EVERYTHING, HEADLINES, NOBODY, LATE, ENDING])
makers = st.one_of(
    st.just(make_hold),
    st.just(make_kill),
    st.sampled_from(TEXTS).map(lambda kind: lambda **over: make_canary(update_type=kind, **over)),
)


def _item(version: int, make, is_economy: bool) -> NewsItem:
    return make(version=version, topics=TOPICS if is_economy else (), headline=f"Version {version}")


def _entry(item: NewsItem) -> Entry:
    released_at = START + timedelta(minutes=item.version)
    return Entry.of(seq=item.version, released_at=released_at, raw=canonical(item), hash=b"")


@st.composite
def chains(draw: st.DrawFn) -> list[Entry]:
    first = make_story(topics=TOPICS if draw(st.booleans()) else (), headline="Version 1")
    parts = draw(st.lists(st.tuples(makers, st.booleans()), max_size=6))
    items = [first, *(_item(number, *part) for number, part in enumerate(parts, 2))]
    kills = [at for at, item in enumerate(items) if item.is_killed]
    return [_entry(item) for item in items[: kills[0] + 1 if kills else None]]


def _seen(view: StoryView | None) -> object:
    return view and (view.current, view.versions, view.first_released_at)


@given(chains(), readers)
def test_hidden_developments_leave_no_trace(chain: list[Entry], reader) -> None:
    """What was received once, and is too old now, is not hidden: its correction follows."""
    levels = [
        max(
            judge(reader, chain[:end], moment).level for moment in (NOW, chain[end - 1].released_at)
        )
        for end in range(1, len(chain) + 1)
    ]
    visible = [
        entry
        for entry, level in zip(chain, levels, strict=True)
        if level or entry.item.update_type in FOLLOWS_THE_READER
    ]
    assert _seen(view_story(reader, visible, NOW)) == _seen(view_story(reader, chain, NOW))


@given(chains(), readers)
def test_a_stopped_story_shows_no_text(chain: list[Entry], reader) -> None:
    view = view_story(reader, chain, NOW)
    if view is not None and (view.is_killed or view.is_held):
        assert view.versions == (view.current,)
        assert b"CANARY" not in canonical(view.current.item)


@given(chains())
def test_after_a_kill_nobody_sees_anything_but_the_kill(chain: list[Entry]) -> None:
    for reader in (ECONOMY, EVERYTHING, HEADLINES, NOBODY):
        view = view_story(reader, chain, NOW)
        if view is not None and chain[-1].item.is_killed:
            assert view.is_killed


@given(chains(), readers)
def test_readers_of_headlines_or_nothing_see_no_text(chain: list[Entry], reader) -> None:
    view = view_story(reader, chain, NOW)
    for line in view.versions if view else ():
        assert line.level is Level.FULL or b"CANARY" not in canonical(line.item)


@given(chains())
def test_the_view_grows_only_at_its_end(chain: list[Entry]) -> None:
    numbers = [
        view.current.version
        for end in range(1, len(chain) + 1)
        if (view := view_story(EVERYTHING, chain[:end], NOW))
    ]
    assert numbers == list(range(1, len(chain) + 1))
