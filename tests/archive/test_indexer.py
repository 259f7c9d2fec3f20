"""The writer of the index: it follows, rebuilds, survives, and gives way."""

from __future__ import annotations

import os
import shutil
import time

import pytest

from tests.archive.conftest import NOW
from tests.factories.grants import EVERYTHING
from tests.factories.items import make_item, make_kill
from wireroom.archive import indexer as indexers
from wireroom.archive import search
from wireroom.archive.conf import index_dir
from wireroom.archive.engine.store import SERVING, STOPPED, Store
from wireroom.archive.indexer import IndexBusy, Indexer, ask_for_rebuild
from wireroom.query.analysis import variants
from wireroom.query.plan import EVERYTHING as ALL
from wireroom.query.plan import Says
from wireroom.wire import queries as wire
from wireroom.wire import services


def run(indexer) -> int:
    done = 0
    while more := indexer.run_once():
        done += more
    return done


def serving() -> str:
    label = Store(index_dir()).label(SERVING)
    return label.folder if label else ""


def folders() -> set[str]:
    return {entry.name for entry in index_dir().iterdir() if entry.is_dir()}


def answers() -> object:
    plans = (ALL, Says("text", variants("ships")), Says("headline", variants("harbour")))
    return [
        (
            search.search(EVERYTHING, plan, NOW),
            search.search(EVERYTHING, plan, NOW, all_versions=True),
            {*search.search(EVERYTHING, plan, NOW, order="relevance").lines},
            search.facets(EVERYTHING, plan, NOW),
            search.complete_words(EVERYTHING, "ha", NOW),
        )
        for plan in plans
    ]


@pytest.fixture
def lived(release, indexer) -> None:
    """A wire with kills and new versions, indexed step by step."""
    run(indexer)
    stories = [make_item(headline=f"Harbour {number}") for number in range(6)]
    for story in stories:
        release(story)
        run(indexer)
    release(make_kill(stories[0]))
    run(indexer)
    release(*(make_item(guid=stories[1].guid, version=version) for version in (2, 3)))
    run(indexer)


def test_wipe_and_replay_give_the_same_answers(lived, indexer) -> None:
    before, folder = answers(), serving()
    indexer.rebuild()
    assert serving() != folder
    assert folders() == {serving()}
    assert answers() == before


def test_taking_in_again_changes_nothing(lived, indexer) -> None:
    before = answers()
    assert run(indexer) == 0
    indexer.close()
    successor = Indexer()
    assert run(successor) == 0
    assert answers() == before
    successor.close()


def test_the_old_index_serves_and_follows_while_a_new_one_is_built(
    lived, indexer, release, monkeypatch
) -> None:
    monkeypatch.setattr(indexers, "_BUILD_BATCH", 2)
    folder = serving()
    ask_for_rebuild()
    indexer.run_once()
    release(make_item(headline="Harbour new"))
    indexer.run_once()
    assert serving() == folder
    assert len(folders()) == 2
    assert search.indexed_to() == 10
    assert not search.search(EVERYTHING, ALL, NOW).is_building
    before = answers()
    run(indexer)
    assert folders() == {serving()} != {folder}
    assert answers() == before


def test_a_build_goes_on_where_the_last_commit_was(lived, indexer, monkeypatch) -> None:
    monkeypatch.setattr(indexers, "_BUILD_BATCH", 2)
    monkeypatch.setattr(indexers, "_COMMIT_EVERY", 4)
    before = answers()
    ask_for_rebuild()
    for _ in range(3):
        indexer.run_once()
    indexer.close()
    successor = Indexer()
    assert run(successor) <= 6
    assert folders() == {serving()}
    assert answers() == before
    successor.close()


def test_a_new_life_of_the_wire_gets_a_new_index(lived, indexer) -> None:
    folder = serving()
    services.begin_epoch(now=NOW, reason="test")
    assert search.search(EVERYTHING, ALL, NOW).is_building
    run(indexer)
    assert serving() != folder
    assert not search.search(EVERYTHING, ALL, NOW).is_building


def test_a_new_life_gets_a_new_index_although_nobody_has_searched(lived, indexer) -> None:
    folder = serving()
    indexer.close()
    services.begin_epoch(now=NOW, reason="test")
    successor = Indexer()
    run(successor)
    assert serving() != folder
    successor.close()


def _lose(folder) -> None:
    for entry in folder.iterdir():
        entry.unlink()


def _scramble(folder) -> None:
    for entry in folder.iterdir():
        if entry.suffix:
            with entry.open("r+b") as file:  # in place: who has a file mapped dies when it is cut
                file.write(b"\0" * entry.stat().st_size)


def _cut(folder) -> None:
    for entry in folder.iterdir():
        if entry.suffix in {".term", ".idx", ".fast"}:
            os.truncate(entry, entry.stat().st_size // 2)


def _foreign(folder) -> None:
    (folder / "meta.json").write_text("{}")


@pytest.mark.parametrize(
    ("damage", "is_restarted"),
    [
        *((damage, again) for damage in (_lose, _scramble, _foreign) for again in (True, False)),
        (_cut, True),  # tests/config/test_index_cut.py cuts them under running processes
    ],
)
def test_a_damaged_index_is_built_anew_and_answers_go_on(
    lived, indexer, release, damage, is_restarted
) -> None:
    before = search.search(EVERYTHING, ALL, NOW)
    if is_restarted:
        indexer.close()
        indexer = Indexer()
    damage(index_dir() / serving())
    search.window_on.cache_clear()
    during = search.search(EVERYTHING, ALL, NOW)
    assert [line.seq for line in during.lines] == [line.seq for line in before.lines]
    for _ in range(20):
        try:
            indexer.run_once()
        except ValueError:
            continue
    after = search.search(EVERYTHING, ALL, NOW)
    assert after == before
    release(make_item(headline="Harbour after"))
    run(indexer)
    assert search.search(EVERYTHING, ALL, NOW).total == before.total + 1
    indexer.close()


def test_without_an_index_answers_say_so(lived, indexer) -> None:
    before = search.search(EVERYTHING, ALL, NOW)
    (index_dir() / "serving.json").write_text("nonsense")
    found = search.search(EVERYTHING, ALL, NOW)
    assert (found.lines, found.total, found.is_building) == (before.lines, before.total, True)
    assert search.count(EVERYTHING, Says("text", variants("ships")), NOW) == 5
    assert search.facets(EVERYTHING, ALL, NOW) == {}
    assert search.complete_words(EVERYTHING, "ha", NOW) == ()


def test_one_process_writes_and_the_next_takes_over(lived, indexer, release) -> None:
    other = Indexer()
    assert other.run_once() == 0
    with pytest.raises(IndexBusy):
        other.rebuild()
    release(make_item())
    assert other.run_once() == 0
    assert indexer.run_once() == 1
    indexer.close()
    release(make_item())
    assert other.run_once() == 1
    other.close()


def test_words_of_a_stopped_story_leave_the_disk(release, indexer, monkeypatch) -> None:
    story = make_item(headline="Zyzzyva found")
    release(make_item())
    run(indexer)
    release(story)
    run(indexer)
    folder = index_dir() / serving()
    assert not (folder / STOPPED).exists()
    release(make_kill(story))
    run(indexer)
    assert (folder / STOPPED).exists()
    monkeypatch.setattr(indexers, "_SOONEST_S", 1_000)
    run(indexer)
    assert serving() == folder.name
    past = time.time() - 900_000
    os.utime(folder / STOPPED, (past, past))
    run(indexer)
    assert serving() != folder.name
    texts = b"".join(file.read_bytes() for file in index_dir().rglob("*") if file.is_file())
    assert b"zyzzyva" not in texts
    assert not (index_dir() / serving() / STOPPED).exists()


def test_a_folder_that_was_taken_away_is_made_anew_without_a_restart(lived, indexer) -> None:
    before = answers()
    shutil.rmtree(index_dir())
    assert run(indexer)
    assert answers() == before
    other = Indexer()
    assert other.run_once() == 0, "the new folder has a writer"
    other.close()


def test_after_a_full_disk_the_index_comes_back_without_a_restart(
    lived, indexer, release, monkeypatch
) -> None:
    def full(_volume) -> None:
        raise ValueError("No space left on device")

    release(make_item(headline="Harbour closes"))
    _, volume = indexer._volumes[SERVING]
    monkeypatch.setattr(volume, "commit", lambda: full(volume))  # for good: its writer is dead
    with pytest.raises(ValueError, match="No space"):
        indexer.run_once()
    run(indexer)
    assert search.indexed_to() == wire.head()
    assert search.search(EVERYTHING, Says("headline", variants("closes")), NOW).total == 1
