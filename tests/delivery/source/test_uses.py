"""Tokens in use are noted beside the loop, never in its way."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError

from wireroom.delivery.source import uses


@pytest.fixture
def noted(monkeypatch):
    """What was written, each with the thread that wrote it; `gate` holds the writer up."""
    writes, gate = [], threading.Event()

    def note(*, token_ids, now):
        assert gate.wait(20)
        writes.append((set(token_ids), threading.current_thread()))

    monkeypatch.setattr(uses.services, "note_tokens_used", note)
    writes_and_gate = (writes, gate)
    yield writes_and_gate
    gate.set()


def finish(noter):
    noter._writer.join(20)


def test_what_comes_while_one_is_being_written_goes_with_the_next(noted):
    writes, gate = noted
    noter = uses.Uses()
    noter.note({1, 2})
    noter.note({3})
    noter.note({4, 3})
    assert writes == [], "and nobody waited"
    gate.set()
    finish(noter)
    noter.note(())
    finish(noter)
    assert [ids for ids, _ in writes] == [{1, 2}, {3, 4}]
    assert threading.current_thread() not in [thread for _, thread in writes]


def test_nothing_in_use_starts_nothing(noted):
    noter = uses.Uses()
    noter.note(())
    assert noter._writer is None


def test_tokens_of_open_streams_are_due_once_a_minute():
    noter = uses.Uses()
    assert [noter.is_due(at_s) for at_s in (1000.0, 1001.0, 1059.9, 1060.0, 1061.0)] == [
        True, False, False, True, False,
    ]  # fmt: skip


def test_a_database_that_refuses_ends_nothing(monkeypatch):
    def refuse(**_):
        raise DatabaseError("locked")

    monkeypatch.setattr(uses.services, "note_tokens_used", refuse)
    noter = uses.Uses()
    noter.note({1})
    finish(noter)
    noter.note({2})
    finish(noter)
