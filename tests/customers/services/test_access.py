"""Acts on what other rooms keep are audited, in their transaction."""

from __future__ import annotations

import pytest

from wireroom.customers.models import AccessEvent
from wireroom.customers.services import note_act

pytestmark = pytest.mark.django_db


def test_an_act_is_recorded_with_who_what_and_when(now) -> None:
    note_act(
        what="feed:paused",
        actor="ada@quay.example",
        subject="company:7",
        now=now,
        address="192.0.2.7",
        why="a\0b",
        number=3,
    )
    event = AccessEvent.objects.get()
    assert (event.what, event.actor, event.subject) == (
        "feed:paused",
        "ada@quay.example",
        "company:7",
    )
    assert (event.at, event.address) == (now, "192.0.2.7")
    assert event.detail == {"why": "ab", "number": 3}


def test_what_is_no_address_is_left_out(now) -> None:
    note_act(what="feed:paused", actor="", subject="", now=now, address="nowhere")
    assert AccessEvent.objects.get().address is None
