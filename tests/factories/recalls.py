"""Stories, who has them, and their recalls, for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.factories.customers import CompanyFactory, PersonFactory
from tests.factories.delivery import make_delivery
from tests.factories.items import make_item, make_kill, release
from wireroom.customers.access.tokens import digest
from wireroom.customers.models import OutgoingMail
from wireroom.delivery.models import Delivery, Recall, Recipient
from wireroom.delivery.recalls.certificate import certificate_of, digest_of
from wireroom.delivery.recalls.consumer import RecallConsumer
from wireroom.delivery.services import receipts
from wireroom.kernel.clock import utc_now
from wireroom.kernel.ids import new_guid
from wireroom.kernel.newsitem import Correction, EdNote, PubStatus, UpdateType
from wireroom.wire.consumers import run_once
from wireroom.wire.entries import Entry


def correct(entry: Entry, update_type: str = "correction_fact") -> Entry:
    """Release a correction of a story."""
    item = make_item(
        guid=entry.guid,
        version=entry.version + 1,
        headline=entry.item.headline,
        slugline=entry.item.slugline,
        update_type=UpdateType(update_type),
        correction=Correction(was="Monday", now="Tuesday"),
    )
    return release(item)


def hold(entry: Entry) -> Entry:
    """Put a story on hold."""
    return release(
        make_item(
            guid=entry.guid,
            version=entry.version + 1,
            headline=f"HOLD: {entry.item.slugline}",
            slugline=entry.item.slugline,
            body=(),
            update_type=UpdateType.HOLD,
            pub_status=PubStatus.WITHHELD,
            ednotes=(EdNote(role="hold", text="We are checking it.", publishable=True),),
        )
    )


def kill(entry: Entry) -> Entry:
    """Kill a story."""
    return release(make_kill(entry.item))


def reads(
    person: Any, entry: Entry, channel: str = "terminal", at: datetime | None = None, **who: int
) -> None:
    """Let a person have a version by itself, and have it written down."""
    receipts.note_received(
        stories=[(entry.guid, entry.version)],
        channel=channel,
        company_id=person.company_id,
        person_id=person.pk,
        now=at or utc_now(),
        **who,
    )
    receipts.flush()


def gets(feed: Any, entry: Entry, state: str = "taken", **facts: Any) -> Delivery:
    """Give a feed its next number for a version, taken by the destination unless said otherwise."""
    taken = {"state": "taken", "sends": 1, "taken_at": utc_now()} if state == "taken" else {}
    usual = {
        "seq": entry.seq,
        "guid": entry.guid,
        "version": entry.version,
        "update_type": entry.item.update_type,
        "released_at": entry.released_at,
        "state": state,
    }
    return make_delivery(feed, **usual | taken | facts)


def boards() -> list[Recall]:
    """Let recalls follow the wire, and give the boards, the oldest first."""
    while run_once(RecallConsumer()):
        pass
    return list(Recall.objects.order_by("pk"))


def states(recall: Recall) -> dict[str, str]:
    """Give the state of each recipient by name."""
    return {row.name: row.state for row in Recipient.objects.filter(recall=recall)}


def killed_with_reader(company: Any = None) -> tuple[Recall, Any]:
    """Give the board of a killed story, and the one person who had read it."""
    person = PersonFactory(company=company or CompanyFactory())
    entry = release()
    reads(person, entry)
    kill(entry)
    return boards()[-1], person


def make_recall(now: datetime, *, secret: str, reader: Any) -> Recipient:
    """Save a closed board without more ado, with one reader who is outstanding."""
    recall = Recall.objects.create(
        guid=new_guid(),
        version=2,
        seq=2,
        update_type="kill",
        headline="HARBOUR-STORM",
        released_at=now,
        made_at=now,
        closed_at=now,
    )
    recall.certificate = certificate_of(recall, closed_at=now, by="a@agency.example", note="")
    recall.digest = digest_of(recall.certificate)
    recall.save()
    return Recipient.objects.create(
        recall=recall,
        person_id=reader.pk,
        company_id=reader.company_id,
        name=reader.name,
        company=reader.company.name,
        channel="terminal",
        had_version=1,
        secret_hash=digest(secret),
    )


def letters_to(person: Any) -> list[OutgoingMail]:
    """Give the letters to a person, the oldest first."""
    return list(OutgoingMail.objects.filter(to=person.email).order_by("pk"))
