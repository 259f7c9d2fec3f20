"""What every test of accounts starts from."""

from __future__ import annotations

import pytest

from wireroom.customers.access.failures import FailureCounts
from wireroom.customers.services import signing_in


@pytest.fixture(autouse=True)
def no_storm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the failures of other tests: a storm of them is counted, not written one by one."""
    monkeypatch.setattr(signing_in, "_FAILURES", FailureCounts())
