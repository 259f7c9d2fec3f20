"""One letter a person and recall: what to do, and a link that says it is done."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories.customers import AccessTokenFactory, PersonFactory
from tests.factories.items import release
from tests.factories.recalls import (
    boards,
    correct,
    hold,
    kill,
    killed_with_reader,
    letters_to,
    reads,
)
from wireroom.customers.models import OutgoingMail
from wireroom.customers.services.outgoing import record_letter_failed, record_letter_sent
from wireroom.delivery.recalls import letters
from wireroom.delivery.recalls.tending import tend_fresh
from wireroom.kernel.clock import utc_now

pytestmark = pytest.mark.django_db


def link_in(letter: OutgoingMail) -> str:
    found = re.search(r"/recalls/acknowledge/[^/\s]+/", letter.text)
    assert found
    return found[0]


def test_a_reader_gets_one_letter_however_often_the_board_is_tended() -> None:
    _, person = killed_with_reader()
    for _ in range(3):
        tend_fresh(utc_now())
    [letter] = letters_to(person)
    assert letter.subject == "KILL: HARBOUR-STORM"
    assert "Delete every version" in letter.text
    assert "Acknowledge" in letter.html


def test_a_reader_by_many_channels_and_machines_gets_one_letter() -> None:
    person = PersonFactory()
    token = AccessTokenFactory(company=None, person=person)
    entry = release()
    reads(person, entry)
    reads(person, entry, "export")
    reads(person, entry, "api", token_id=token.pk)
    kill(entry)
    [board] = boards()
    tend_fresh(utc_now())
    [letter] = letters_to(person)
    assert set(board.recipients.values_list("mail_id", flat=True)) == {letter.pk}
    assert board.recipients.count() == 3


def test_whoever_comes_to_light_by_another_channel_later_gets_no_second_letter() -> None:
    person, entry = PersonFactory(), release()
    reads(person, entry)
    kill(entry)
    [board] = boards()
    tend_fresh(utc_now())
    reads(person, entry, "export")
    tend_fresh(utc_now())
    assert board.recipients.count() == 2
    assert len(letters_to(person)) == 1


def test_no_letter_holds_a_word_of_the_story() -> None:
    people = [PersonFactory() for _ in range(3)]
    for person, recall in zip(people, (correct, hold, kill), strict=True):
        entry = release(headline="Minister resigns", slugline="POLITICS")
        reads(person, entry)
        recall(entry)
    boards()
    tend_fresh(utc_now())
    found = list(OutgoingMail.objects.all())
    assert len(found) == 3
    for letter in found:
        whole = letter.subject + letter.text + letter.html
        assert "POLITICS" in whole
        assert "Minister" not in whole
        assert "Ships moved" not in whole
        assert "Tuesday" not in whole


def test_a_person_of_a_lapsed_company_gets_a_letter_and_an_inactive_person_none() -> None:
    lapsed, gone = PersonFactory(), PersonFactory()
    entry = release()
    reads(lapsed, entry)
    reads(gone, entry)
    lapsed.company.active = False
    lapsed.company.save()
    gone.is_active = False
    gone.save()
    kill(entry)
    [board] = boards()
    tend_fresh(utc_now())
    assert len(letters_to(lapsed)) == 1
    assert letters_to(gone) == []
    row = board.recipients.get(person_id=gone.pk)
    assert (row.state, row.mail_id) == ("outstanding", letters.NO_LETTER)
    assert "may not sign in" in row.note


def test_whoever_has_opened_the_notice_gets_no_letter() -> None:
    person = PersonFactory()
    entry = release()
    reads(person, entry)
    reads(person, kill(entry))
    [board] = boards()
    tend_fresh(utc_now())
    assert board.recipients.get().state == "acknowledged"
    assert letters_to(person) == []


def test_a_crash_between_letters_and_rows_doubles_none(monkeypatch: pytest.MonkeyPatch) -> None:
    _, person = killed_with_reader()

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(letters, "digest", crash)  # after the letter, before the row
        with pytest.raises(RuntimeError):
            tend_fresh(utc_now())
    assert letters_to(person) == []
    tend_fresh(utc_now())
    assert len(letters_to(person)) == 1


def test_a_letter_that_was_sent_is_delivered_and_one_that_waits_or_failed_is_not() -> None:
    people = [PersonFactory() for _ in range(3)]
    entry = release()
    for person in people:
        reads(person, entry)
    kill(entry)
    [board] = boards()
    tend_fresh(utc_now())
    now = utc_now()
    sent, failed, _waits = (letters_to(person)[0].pk for person in people)
    record_letter_sent(letter_id=sent, now=now)
    record_letter_failed(letter_id=failed, trouble="550 no such box", again_at=None, now=now)
    tend_fresh(utc_now())
    rows = [board.recipients.get(person_id=person.pk) for person in people]
    assert [row.state for row in rows] == ["delivered", "outstanding", "outstanding"]
    assert rows[0].delivered_at == now
    assert "550 no such box" in rows[1].note


def test_the_link_asks_and_a_press_acknowledges(client: Client) -> None:
    board, person = killed_with_reader()
    tend_fresh(utc_now())
    link = link_in(letters_to(person)[0])
    assert b"We have done so" in client.get(link).content
    assert board.recipients.get().state == "outstanding"
    assert b"Thank you" in client.post(link).content
    row = board.recipients.get()
    assert (row.state, row.acknowledged_by) == ("acknowledged", f"{person.name}, {person.email}")
    first = row.acknowledged_at
    client.post(link)
    assert board.recipients.get().acknowledged_at == first


def test_a_press_acknowledges_nobody_else(client: Client) -> None:
    one, other = PersonFactory(), PersonFactory()
    entry = release()
    reads(one, entry)
    reads(other, entry)
    kill(entry)
    [board] = boards()
    tend_fresh(utc_now())
    client.post(link_in(letters_to(one)[0]))
    assert board.recipients.get(person_id=other.pk).state == "outstanding"


def test_an_unknown_link_is_nothing(client: Client) -> None:
    killed_with_reader()
    assert client.get("/recalls/acknowledge/made-up/").status_code == 404
    assert client.post("/recalls/acknowledge/made-up/").status_code == 404
