"""`wireroom topics import`: the whole vocabulary, in one step or not at all."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from wireroom.config import topics
from wireroom.config.cli import main
from wireroom.kernel import mediatopics
from wireroom.kernel.mediatopics_file import NotMediaTopics

URI = "http://cv.iptc.org/newscodes/mediatopic/"


def dump(path, day, labels, *, retired=False):
    concept = {"qcode": "medtop:04000000", "prefLabel": labels}
    concept |= {"retired": f"{day}T00:00:00Z"} if retired else {}
    whole = {"uri": URI, "dateReleased": f"{day}T00:00:00Z", "conceptSet": [concept]}
    path.write_text(json.dumps(whole))
    return path


@pytest.fixture(autouse=True)
def _builtin_afterwards():
    yield
    mediatopics.use(None)


@pytest.fixture
def file(tmp_path):
    return dump(tmp_path / "dump.json", "2024-01-01", {"en-GB": "money", "de": "Geld"})


@pytest.fixture
def house(tmp_path):
    (tmp_path / "house").mkdir()
    return tmp_path / "house"


def test_what_is_imported_is_used_from_the_next_start_on(file, house):
    topics.import_dump(file, house)
    topics.take_into_use(house, "de")
    assert mediatopics.LABELS == {"medtop:04000000": "Geld"}


def test_a_house_that_imported_nothing_has_the_selection(house):
    topics.take_into_use(house, "en")
    assert len(mediatopics.LABELS) > 50


def test_importing_the_same_again_changes_nothing(file, house):
    assert topics.import_dump(file, house).is_news
    before = (house / topics.NAME).stat()
    assert not topics.import_dump(file, house).is_news
    assert (house / topics.NAME).stat().st_ino == before.st_ino


def test_an_older_release_does_not_bring_the_past_back(file, house, tmp_path):
    topics.import_dump(file, house)
    older = dump(
        tmp_path / "o.json", "2019-01-01", {"en-GB": "money", "sv": "Pengar"}, retired=True
    )
    kept = topics.import_dump(older, house).vocabulary.topics["medtop:04000000"]
    assert not kept.retired
    assert kept.labels == {"en-GB": "money", "de": "Geld", "sv": "Pengar"}


def test_afresh_forgets(file, house, tmp_path):
    topics.import_dump(file, house)
    other = dump(tmp_path / "other.json", "2019-01-01", {"en-GB": "money"})
    kept = topics.import_dump(other, house, afresh=True).vocabulary.topics["medtop:04000000"]
    assert kept.labels == {"en-GB": "money"}


def test_a_wrong_file_leaves_everything_as_it_was(file, house, tmp_path):
    topics.import_dump(file, house)
    before = (house / topics.NAME).read_bytes()
    (tmp_path / "wrong.json").write_text("{}")
    with pytest.raises(NotMediaTopics):
        topics.import_dump(tmp_path / "wrong.json", house)
    assert [path.name for path in house.iterdir()] == [topics.NAME]
    assert (house / topics.NAME).read_bytes() == before


def test_a_write_that_fails_leaves_everything_as_it_was(file, house, tmp_path, monkeypatch):
    topics.import_dump(file, house)
    before = (house / topics.NAME).read_bytes()

    def full(_path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(topics, "sync", full)
    newer = dump(tmp_path / "newer.json", "2025-01-01", {"en-GB": "cash"})
    with pytest.raises(OSError, match="No space"):
        topics.import_dump(newer, house)
    assert [path.name for path in house.iterdir()] == [topics.NAME]
    assert (house / topics.NAME).read_bytes() == before


def test_a_damaged_file_refuses_to_start_and_says_which(file, house):
    topics.import_dump(file, house)
    (house / topics.NAME).write_text("{")
    with pytest.raises(ImproperlyConfigured, match=r"mediatopics\.json.*import FILE"):
        topics.take_into_use(house, "en")
    with pytest.raises(NotMediaTopics):
        topics.import_dump(file, house)
    assert topics.import_dump(file, house, afresh=True).is_news


def test_the_command_says_what_it_did_and_what_is_next(file, house, monkeypatch, capsys):
    monkeypatch.setenv("WIREROOM_DATA_DIR", str(house))
    assert main(["topics", "import", str(file)]) == 0
    said = capsys.readouterr().err
    assert "1 in use, 0 retired; names in de, en-GB" in said
    assert "Restart" in said
    assert main(["topics", "import", str(file)]) == 0
    assert "Nothing was new" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["{}", "", "[]"])
def test_the_command_fails_in_one_line_for_a_wrong_file(
    house, tmp_path, monkeypatch, capsys, content
):
    monkeypatch.setenv("WIREROOM_DATA_DIR", str(house))
    wrong = tmp_path / "wrong.json"
    wrong.write_text(content)
    assert main(["topics", "import", str(wrong)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["topics", "import", str(tmp_path / "nowhere.json")]) == 1
    assert "nowhere.json" in capsys.readouterr().err


@pytest.mark.slow
def test_a_new_process_uses_what_was_imported(file, house, shared_data):
    real = shared_data / "standards/newscodes/mediatopics-2023-03-31.cptall-en-US.json"
    topics.import_dump(real, house)
    shown = subprocess.run(
        [sys.executable, "-m", "wireroom.config.cli", "topics", "show"],
        env={"WIREROOM_DATA_DIR": str(house), "PATH": ""},
        capture_output=True,
        check=True,
    )
    lines = {line["code"]: line for line in json.loads(shown.stdout)}
    assert len(lines) == 1370
    assert lines["medtop:20000030"]["retired"]
    assert lines["medtop:20000350"]["label"] == "central bank"
