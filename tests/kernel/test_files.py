"""Files that must survive a power cut."""

from __future__ import annotations

import os

import pytest

from wireroom.kernel.files import sync


def test_files_and_folders_are_put_on_disk(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_text("text")
    synced = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    sync(file)
    sync(tmp_path)
    assert synced == [file.stat().st_ino, tmp_path.stat().st_ino]


def test_what_is_not_there_is_not_put_on_disk(tmp_path):
    with pytest.raises(FileNotFoundError):
        sync(tmp_path / "none")
