"""What every test may ask for."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

_SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture
def now() -> datetime:
    """Some moment; rules are given it and never read a clock."""
    return datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of standards and corpora; fails when it is broken, skips when there is none."""
    named = os.environ.get("WIREROOM_SHARED_DATA")
    folder = Path(named) if named else _SHARED
    if (folder / "corpora").is_dir():
        return folder
    if named:
        pytest.fail(f"WIREROOM_SHARED_DATA={named} has no folder 'corpora'.")
    pytest.skip("No shared data here: set WIREROOM_SHARED_DATA to run the tests on real news.")
