"""Whoever is outstanding for too long becomes a matter for people, each step once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.customers import CompanyFactory, PersonFactory, StaffFactory
from tests.factories.delivery import make_feed
from tests.factories.items import release
from tests.factories.recalls import boards, correct, gets, kill, letters_to
from wireroom.customers.models import OutgoingMail
from wireroom.delivery.recalls import board as shown
from wireroom.delivery.recalls import escalating
from wireroom.delivery.recalls.escalating import escalate

pytestmark = pytest.mark.django_db


def hanging_feed(company: Any, recalled: Any = kill) -> Any:
    """Give the board of a story that a feed took, and whose recall it does not take."""
    entry = release()
    gets(make_feed(company, name=f"feed of {company.name}"), entry)
    recalled(entry)
    return boards()[-1]


def customer() -> tuple[Any, Any, Any]:
    """Make a company with an administrator and an account manager."""
    manager = StaffFactory()
    company = CompanyFactory(manager=manager)
    PersonFactory(company=company)
    return company, PersonFactory(company=company, role="administrator"), manager


def test_each_step_is_taken_once_and_in_time() -> None:
    company, administrator, manager = customer()
    board = hanging_feed(company)
    steps = []
    for minute in (14, 15, 16, 59, 60, 239, 240, 600, 5000):
        escalate(board.made_at + timedelta(minutes=minute))
        steps.append(len(letters_to(administrator)))
    assert steps == [0, 1, 1, 1, 2, 2, 3, 3, 3]
    assert len(letters_to(manager)) == 3
    row = board.recipients.get()
    assert row.escalations == 3
    assert row.escalated_at == board.made_at + timedelta(minutes=240)


def test_steps_that_were_missed_are_one_letter() -> None:
    company, administrator, _ = customer()
    board = hanging_feed(company)
    escalate(board.made_at + timedelta(hours=9))
    escalate(board.made_at + timedelta(hours=10))
    assert len(letters_to(administrator)) == 1
    assert board.recipients.get().escalations == 3


def test_nobody_is_written_to_about_whoever_has_it() -> None:
    company, administrator, manager = customer()
    board = hanging_feed(company)
    board.recipients.update(state="delivered")
    assert escalate(board.made_at + timedelta(hours=9)) == 0
    assert letters_to(administrator) == letters_to(manager) == []


def test_a_company_reads_of_its_own_recipients_only() -> None:
    one, administrator, _ = customer()
    other, _, _ = customer()
    entry = release()
    gets(make_feed(one, name="ours"), entry)
    gets(make_feed(other, name="theirs"), entry)
    kill(entry)
    [board] = boards()
    escalate(board.made_at + timedelta(minutes=15))
    [letter] = letters_to(administrator)
    assert "ours" in letter.text
    assert "theirs" not in letter.text
    assert other.name not in letter.text
    assert "Ships moved" not in letter.text
    assert "/desk/" not in letter.text, "the board is not theirs to see"


def test_only_a_kill_presses_on_support_s_home() -> None:
    killed = hanging_feed(CompanyFactory())
    hanging_feed(CompanyFactory(), correct)
    assert list(shown.pressing()) == []
    escalate(killed.made_at + timedelta(hours=1))
    assert list(shown.pressing()) == [killed]


def test_a_crash_in_a_step_leaves_neither_letter_nor_count(monkeypatch: pytest.MonkeyPatch) -> None:
    company, administrator, _ = customer()
    board = hanging_feed(company)

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    at = board.made_at + timedelta(minutes=15)
    with monkeypatch.context() as broken:
        broken.setattr(escalating.Recipient.objects, "bulk_update", crash)
        with pytest.raises(RuntimeError):
            escalating._step(board.pk, [timedelta(minutes=15)], at)
    assert OutgoingMail.objects.count() == 0
    escalate(at)
    assert len(letters_to(administrator)) == 1


def test_the_steps_are_a_setting(settings: Any) -> None:
    settings.WIREROOM_RECALL_ESCALATE_MINUTES = (5,)
    company, administrator, _ = customer()
    board = hanging_feed(company)
    escalate(board.made_at + timedelta(minutes=5))
    escalate(board.made_at + timedelta(hours=9))
    assert len(letters_to(administrator)) == 1
