"""Formats write what they wrote: a change of a byte is a change for every receiver."""

from __future__ import annotations

import pytest

from tests.formats.samples import FOLDER, files

FILES = dict(files())


@pytest.mark.parametrize("name", FILES)
def test_a_format_writes_what_it_wrote(name):
    assert FILES[name] == (FOLDER / name).read_bytes()


def test_every_golden_file_is_written_by_somebody():
    assert {each.name for each in FOLDER.iterdir()} == set(FILES)
