"""What was saved comes back; what is damaged, foreign or absent is refused with words."""

import numpy as np
import pytest

from tests.matching.index.test_matching import NOON, document, said
from wireroom.matching.index import (
    BadSnapshot,
    EngineMissing,
    MatchIndex,
    core,
    snapshot,
    stored,
)
from wireroom.matching.index.segment import CHECK
from wireroom.query.plan import All, Any, Has, Near, Not, Released, Starts


def filled(engine="numpy"):
    index = MatchIndex(engine)
    index.put(1, All((said("gas", "price"), Not(said("oil")))), 0b1)
    index.put(2, Near("text", (("gas", "oil"),), 3))
    index.put(3, Starts("headline", "gas"))
    index.put(4, Released(since=NOON))
    index.put(9, Has(("language=en",)))
    index.put(5, Has(("language=en",)))
    index.remove(9)
    return index


def test_a_loaded_index_finds_the_same_and_goes_on(tmp_path, engine):
    filled(engine).save(tmp_path / "index", {"seq": 7, "epoch": "e"})
    index, stamp = MatchIndex.load(tmp_path / "index", engine)
    assert stamp == {"seq": 7, "epoch": "e"}
    assert index.match(document("Gas prices")) == [1, 4, 5]
    assert index.match(document("Gas and oil", headline="Gasoline")) == [2, 3, 4, 5]
    index.put(6, said("gas"))
    index.remove(5)
    index.set_mask(1, 0b10)
    assert index.match(document("Gas prices"), 0b10) == [1, 4, 6]
    assert 9 not in index


def test_what_was_learnt_comes_back(tmp_path, engine):
    index = filled(engine)
    for _ in range(3):
        index.match(document("gas"))
    index.save(tmp_path / "index", {})
    again, _ = MatchIndex.load(tmp_path / "index", engine)
    catalog = again._state.catalog
    assert catalog.documents == catalog.statistics.stories == 3
    assert catalog.share(catalog.of_words("text", (("gas",),))) > catalog.share(
        catalog.of_words("text", (("oil",),))
    )


def test_an_empty_index_can_be_saved(tmp_path, engine):
    MatchIndex(engine).save(tmp_path / "index", {})
    index, _ = MatchIndex.load(tmp_path / "index", engine)
    assert (len(index), index.match(document("gas"))) == (0, [])


def test_saving_replaces_in_one_step_and_leaves_nothing_beside(tmp_path):
    (tmp_path / "index").write_bytes(b"old")
    filled().save(tmp_path / "index", {})
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_a_save_that_fails_keeps_the_old_file(tmp_path, monkeypatch):
    filled().save(tmp_path / "index", {"old": True})

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wireroom.matching.index.snapshot.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        filled().save(tmp_path / "index", {"old": False})
    assert [path.name for path in tmp_path.iterdir()] == ["index"]
    assert MatchIndex.load(tmp_path / "index")[1] == {"old": True}


def test_no_file_is_a_bad_snapshot(tmp_path):
    with pytest.raises(BadSnapshot, match="cannot be read"):
        MatchIndex.load(tmp_path / "absent")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"wireroom match index 0 little\n"])
def test_a_foreign_file_is_refused(tmp_path, content):
    (tmp_path / "index").write_bytes(content)
    with pytest.raises(BadSnapshot, match="no snapshot of this version"):
        MatchIndex.load(tmp_path / "index")


def test_every_cut_and_every_flipped_byte_is_noticed(tmp_path):
    path = tmp_path / "index"
    filled().save(path, {})
    whole = path.read_bytes()
    for at in range(0, len(whole), 7):
        for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]):
            path.write_bytes(damaged)
            with pytest.raises(BadSnapshot):
                MatchIndex.load(path)
    path.write_bytes(whole + b"\0")
    with pytest.raises(BadSnapshot):
        MatchIndex.load(path)


FAR = 1 << 20
UNFIT = {
    "0 plain to": [CHECK, FAR],
    "0 guarded to": [CHECK | FAR, FAR],
    "0 guarded guard": [FAR],
    "0 full to": [CHECK | FAR, FAR],
    "0 full guard": [FAR],
    "0 full also": [FAR],
    "0 slot": [FAR],
    "0 literal": [FAR << 3],
    "0 begins": [FAR],
    "0 full start": [FAR],
}


@pytest.mark.parametrize("name", UNFIT)
def test_numbers_that_lead_nowhere_are_refused(tmp_path, name):
    index = filled()
    index.put(6, All((said("gas"), said("oil"))))
    index.put(7, All((Any((said("a"), said("b"))), Any((said("c"), said("d"))))))
    index.save(tmp_path / "index", {})
    head, arrays = snapshot.read(tmp_path / "index")
    stored.unpack(head, arrays, None)
    for wrong in UNFIT[name]:
        for damaged in (np.full_like(arrays[name], wrong), arrays[name][:-1]):
            with pytest.raises(BadSnapshot):
                stored.unpack(head, arrays | {name: damaged}, None)


def test_without_the_core_auto_is_numpy_and_compiled_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(core, "LIBRARY", tmp_path / "absent.so")
    core.library.cache_clear()
    try:
        assert MatchIndex().engine == "numpy"
        with pytest.raises(EngineMissing, match=r"matching\.index\.compile"):
            MatchIndex("compiled")
    finally:
        core.library.cache_clear()
