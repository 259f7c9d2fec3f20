"""Letters leave: once, again after trouble, and never after a refusal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from wireroom.customers.models import OutgoingMail
from wireroom.customers.services import outgoing, post
from wireroom.delivery import letters
from wireroom.delivery.letters import LetterRun
from wireroom.delivery.mail.couriers import Courier, Handing, Outcome

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


class Answers(Courier):
    """Hands nothing over, and answers as it is told."""

    def __init__(self, *outcomes):
        super().__init__("Wireroom <alerts@agency.example>")
        self.outcomes, self.sent = list(outcomes), []

    def send(self, letter):
        self.sent.append(letter)
        outcome = self.outcomes.pop(0) if self.outcomes else Outcome.SENT
        if isinstance(outcome, Exception):
            raise outcome
        return Handing(outcome, "550 words" if outcome is Outcome.REFUSED else "trouble")


def write(now, to="ada@bank.example"):
    return post(to=to, subject="Hello", text="A secret link.", now=now)


def settle(run, now):
    """Let the run do what it can at this moment, to the end."""
    while run.turn(now) or run._hands.busy:
        run._endings.wait(0.05)


def the_letter():
    return OutgoingMail.objects.get()


def test_a_letter_is_sent_once_and_its_text_is_not_kept(now):
    write(now)
    courier = Answers()
    run = LetterRun(courier)
    settle(run, now)
    settle(run, now + timedelta(days=1))
    assert [letter.text for letter in courier.sent] == ["A secret link."]
    found = the_letter()
    assert (found.sent_at, found.attempts, found.text) == (now, 1, "")


def test_a_letter_whose_change_is_undone_is_not_sent(now):
    with transaction.atomic():
        write(now)
        transaction.set_rollback(True)
    courier = Answers()
    settle(LetterRun(courier), now)
    assert courier.sent == []


@pytest.mark.parametrize("trouble", [Outcome.LATER, Outcome.NO_SERVER, OSError("gone")])
def test_trouble_that_may_pass_is_tried_again_under_the_same_message_id(now, trouble):
    write(now)
    courier = Answers(trouble)
    run = LetterRun(courier)
    settle(run, now)
    assert the_letter().sent_at is None
    assert the_letter().trouble
    settle(run, now + timedelta(seconds=5))
    assert len(courier.sent) == 1
    settle(run, now + 2 * MINUTE)
    first, second = courier.sent
    assert first.message_id == second.message_id
    found = the_letter()
    assert (found.sent_at, found.trouble) == (now + 2 * MINUTE, "")


def test_two_letters_have_two_message_ids(now):
    write(now)
    write(now)
    courier = Answers()
    settle(LetterRun(courier), now)
    assert len({letter.message_id for letter in courier.sent}) == 2


def test_a_refusal_is_final_and_said(now):
    write(now)
    courier = Answers(Outcome.REFUSED)
    run = LetterRun(courier)
    settle(run, now)
    settle(run, now + timedelta(days=1))
    assert len(courier.sent) == 1
    found = the_letter()
    assert (found.failed_at, found.trouble, found.text) == (now, "550 words", "")


def test_after_a_day_of_trouble_a_letter_is_given_up(now):
    write(now)
    run = LetterRun(Answers(*[Outcome.LATER] * 50))
    moment = now
    for _ in range(30):
        moment += timedelta(hours=1)
        settle(run, moment)
    found = the_letter()
    assert found.sent_at is None
    assert found.failed_at is not None
    assert found.failed_at >= now + timedelta(days=1)


def test_while_the_server_is_away_nothing_else_is_tried(now):
    for _ in range(5):
        write(now)
    courier = Answers(*[Outcome.NO_SERVER] * 2)
    run = LetterRun(courier)
    settle(run, now)
    assert len(courier.sent) == 2
    settle(run, now + MINUTE)
    assert OutgoingMail.objects.exclude(sent_at=None).count() == 5


def test_what_is_taken_is_nobody_else_s_until_the_lease_ends(now):
    write(now)
    (taken,) = outgoing.take_letters(limit=5, now=now)
    assert outgoing.take_letters(limit=5, now=now + outgoing.LEASE - MINUTE) == []
    (again,) = outgoing.take_letters(limit=5, now=now + outgoing.LEASE)
    assert (again.id, again.attempts) == (taken.id, 2)


def test_what_was_sent_and_could_not_be_recorded_is_recorded_later_not_sent_again(now, monkeypatch):
    write(now)
    courier = Answers()
    run = LetterRun(courier)

    record, down = outgoing.record_letter_sent, [True]

    def flaky(**facts):
        if down:
            raise DatabaseError
        record(**facts)

    monkeypatch.setattr(outgoing, "record_letter_sent", flaky)
    run.turn(now)
    while run._hands.busy:
        run._endings.wait(0.05)
        run._endings.tell(now)
    down.clear()
    settle(run, now + 2 * outgoing.LEASE)
    assert len(courier.sent) == 1
    assert the_letter().sent_at == now


def test_the_job_sends_through_django_s_mail_with_text_alone(now, settings):
    letters.the_run.cache_clear()
    write(now)
    post(
        to="b@bank.example",
        subject="Hi",
        text="x",
        html="<p>x</p>",
        reply_to="c@x.example",
        now=now,
    )
    settle(letters.the_run(), now)
    plain, rich = sorted(mail.outbox, key=lambda made: len(made.alternatives))
    assert (plain.to, plain.alternatives, plain.reply_to) == (["ada@bank.example"], [], [])
    assert rich.reply_to == ["c@x.example"]
    assert rich.alternatives[0].mimetype == "text/html"
    letters.the_run.cache_clear()
