"""Where a page stands in the wire."""

from __future__ import annotations

import pytest

from tests.factories.items import release
from wireroom.delivery import positions
from wireroom.delivery.places import present_place
from wireroom.wire import queries as wire

pytestmark = pytest.mark.django_db


def test_the_present_place_is_after_the_newest_entry() -> None:
    assert positions.unseal(present_place()) == (wire.current_epoch(), 0)
    entry = release()
    assert positions.unseal(present_place()) == (wire.current_epoch(), entry.seq)


def test_two_readers_cannot_tell_whether_they_stand_at_the_same_place() -> None:
    release()
    assert present_place() != present_place()
