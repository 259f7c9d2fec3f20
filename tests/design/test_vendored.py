"""Vendored scripts are the bytes that their packages published."""

from __future__ import annotations

import hashlib
from pathlib import Path

import wireroom.design

VENDOR = Path(wireroom.design.__file__).parent / "static/wireroom/vendor"


def _listed() -> dict[str, str]:
    rows = [
        [cell.strip() for cell in line.split("|")]
        for line in (VENDOR / "VENDORED.txt").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    return {row[0]: row[-1] for row in rows}


def test_each_vendored_file_has_the_hash_that_is_written_down() -> None:
    found = {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in _listed()}
    assert found == _listed()


def test_nothing_lies_beside_the_vendored_files_unlisted() -> None:
    assert {path.name for path in VENDOR.iterdir()} - {"VENDORED.txt"} == set(_listed())
