"""A matcher of this test's own."""

from __future__ import annotations

import pytest

from wireroom.matching.consumer import MatchingConsumer


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    """Keep snapshots apart from those of other tests."""
    settings.WIREROOM_DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def matching(db: None) -> MatchingConsumer:
    """The consumer, as a worker has it."""
    return MatchingConsumer()
