"""A board is closed when nobody is outstanding; its certificate says what the rows say."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest

from tests.factories.customers import AccessTokenFactory, CompanyFactory, PersonFactory
from tests.factories.delivery import make_feed
from tests.factories.items import release
from tests.factories.recalls import boards, gets, kill, killed_with_reader, reads
from wireroom.customers.models import AccessEvent
from wireroom.customers.services import NotFound
from wireroom.delivery.models import Recall, Recipient
from wireroom.delivery.recalls import pdf as printing
from wireroom.delivery.recalls.certificate import canonical, check
from wireroom.delivery.recalls.closing import (
    NoteMissing,
    RecallClosed,
    StillOutstanding,
    close,
    note_told,
    press,
)
from wireroom.delivery.recalls.pdf import NoPdf, pdf
from wireroom.delivery.recalls.tending import tend_fresh
from wireroom.kernel.clock import utc_now
from wireroom.wire import queries as wire

pytestmark = pytest.mark.django_db
BY = "support@agency.example"


def closed(recall: Recall, note: str = "All told.") -> Recall:
    close(recall_id=recall.pk, note=note, now=utc_now(), by=BY)
    return Recall.objects.get(pk=recall.pk)


def board_of_everybody() -> Recall:
    """Give a board with a recipient of every kind in every state but outstanding."""
    company = CompanyFactory(name="Quay Bank <b>& Co</b>")
    reader, away = PersonFactory(company=company), PersonFactory(company=company)
    entry = release()
    feed = make_feed(company, name="trading floor")
    gets(feed, entry)
    reads(reader, entry)
    reads(away, entry)
    reads(away, entry, "api", token_id=AccessTokenFactory(company=None, person=away).pk)
    newest = kill(entry)
    gets(feed, newest)
    [board] = boards()
    reads(reader, newest)
    tend_fresh(utc_now())
    for row in board.recipients.filter(state="outstanding"):
        note_told(recipient_id=row.pk, note="Spoke to Ms Day.", now=utc_now(), by=BY)
    return board


def test_a_board_with_somebody_outstanding_stays_open() -> None:
    board, _ = killed_with_reader()
    with pytest.raises(StillOutstanding):
        close(recall_id=board.pk, note="", now=utc_now(), by=BY)
    assert Recall.objects.get().closed_at is None
    assert not AccessEvent.objects.filter(what="recall:closed").exists()


def test_whoever_is_told_by_telephone_is_noted_with_who_told_and_audited() -> None:
    board, _ = killed_with_reader()
    row = board.recipients.get()
    assert note_told(recipient_id=row.pk, note="Spoke to the desk.", now=utc_now(), by=BY)
    row.refresh_from_db()
    assert (row.state, row.note, row.acknowledged_by) == ("waived", "Spoke to the desk.", BY)
    event = AccessEvent.objects.get(what="recall:told")
    assert (event.actor, event.detail["note"]) == (BY, "Spoke to the desk.")
    assert not note_told(recipient_id=row.pk, note="Again.", now=utc_now(), by=BY)
    assert AccessEvent.objects.filter(what="recall:told").count() == 1


def test_a_telephone_call_without_a_note_is_none() -> None:
    board, _ = killed_with_reader()
    with pytest.raises(NoteMissing):
        note_told(recipient_id=board.recipients.get().pk, note="  ", now=utc_now(), by=BY)
    with pytest.raises(NotFound):
        note_told(recipient_id=0, note="Who?", now=utc_now(), by=BY)
    assert board.recipients.get().state == "outstanding"


def test_a_closed_board_stays_as_it_is() -> None:
    board = closed(board_of_everybody())
    row = board.recipients.first()
    assert row
    for act in (
        lambda: close(recall_id=board.pk, note="Again.", now=utc_now(), by=BY),
        lambda: press(recall_id=board.pk, now=utc_now(), by=BY),
        lambda: note_told(recipient_id=row.pk, note="Late.", now=utc_now(), by=BY),
    ):
        with pytest.raises(RecallClosed):
            act()
    assert Recall.objects.get().certificate == board.certificate


def instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def test_the_certificate_is_true() -> None:
    """Derived anew from the tables and the wire, by another way than the product's."""
    board = closed(board_of_everybody())
    said = board.certificate
    entry = wire.versions(board.guid)[-1]
    assert said["wire"] == {"seq": entry.seq, "hash": entry.hash.hex()}
    assert said["story"]["notice"] == ["The story is wrong."]
    assert instant(said["story"]["released_at"]) == entry.released_at
    assert instant(said["board"]["closed_at"]) == board.closed_at
    facts = sorted(
        (row["name"], row["channel"], row["state"], instant(row["delivered_at"]),
         instant(row["acknowledged_at"]), row["acknowledged_by"] + row["told_by"], row["note"],
         row["had_version"])
        for row in said["recipients"]
    )  # fmt: skip
    assert facts == sorted(
        Recipient.objects.filter(recall=board).values_list(
            "name", "channel", "state", "delivered_at", "acknowledged_at", "acknowledged_by",
            "note", "had_version",
        )
    )  # fmt: skip
    assert said["numbers"] == {
        "recipients": 4, "delivered": 2, "acknowledged": 1, "told_otherwise": 2, "outstanding": 0,
    }  # fmt: skip
    spelled = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert board.digest == hashlib.sha256(spelled.encode()).hexdigest()


def test_the_check_tells_a_certificate_that_was_changed_and_a_wire_that_was() -> None:
    board = closed(board_of_everybody())
    assert check(board) == (True, True)
    board.certificate["recipients"].pop()
    assert check(board).is_unchanged is False
    board.certificate["wire"]["hash"] = "0" * 64
    assert check(board).is_on_the_wire is False


def text_of(document: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(document)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_the_printed_certificate_names_everybody_and_carries_its_data() -> None:
    board = closed(board_of_everybody())
    document = pdf(board.certificate, board.digest)
    text = text_of(document).replace(" ", "")
    for row in board.recipients.all():
        assert row.name.replace(" ", "") in text
    for part in (board.guid, board.entry_hash, board.digest, "QuayBank<b>&Co</b>", "SpoketoMsDay."):
        assert part in text, part
    attached = pypdf.PdfReader(io.BytesIO(document)).attachments["certificate.json"][0]
    assert attached == canonical(board.certificate)
    assert hashlib.sha256(attached).hexdigest() == board.digest


def test_a_certificate_of_nobody_says_so() -> None:
    kill(release())
    board = closed(boards()[0])
    assert "Nobody had an earlier version" in text_of(pdf(board.certificate, board.digest))


def test_missing_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    kill(release())
    board = closed(boards()[0])
    real = __import__

    def missing(name: str, *args: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args)

    monkeypatch.setattr("builtins.__import__", missing)
    with pytest.raises(NoPdf, match=r"libpangoft2-1\.0-0 libharfbuzz-subset0"):
        pdf(board.certificate, board.digest)


def test_a_printed_page_fetches_nothing() -> None:
    with pytest.raises(ValueError, match="example"):
        printing._nothing("https://example.org/")


def test_times_are_spelled_in_utc() -> None:
    moment = datetime(2026, 11, 24, 9, 5, 7, tzinfo=UTC)
    assert printing.spell(moment.isoformat()) == "24 Nov 2026 09:05:07 UTC"
    assert printing.spell("") == ""
