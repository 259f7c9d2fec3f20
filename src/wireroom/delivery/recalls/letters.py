"""Letters to people who have an earlier version: what to do, and a link that says it is done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from wireroom.customers.access.tokens import digest
from wireroom.customers.queries import PersonFacts, person_facts
from wireroom.customers.services.mail import NotAnAddress, mailable, post
from wireroom.delivery.alerts import links
from wireroom.delivery.models import Recall, Recipient, RecipientState
from wireroom.delivery.recalls import states
from wireroom.delivery.recalls.naming import word_of
from wireroom.design.brand import agency
from wireroom.kernel.ids import new_secret

NO_LETTER = 0
"""In place of a letter's number: none can be written. The company's administrators are told."""
_AT_ONCE = 200
_TO_TELL = (RecipientState.OUTSTANDING, RecipientState.DELIVERED)


def post_letters(recall: Recall, now: datetime) -> int:
    """Write to people who have had no letter of this recall; give how many letters, 200 at most.

    One a person, however many channels and machines of theirs have it; letter and row are saved
    together, so that none is lost or doubled by a crash. Nothing is written when a newer recall of
    the story has overtaken this one.
    """
    if not _unwritten(recall).exists():
        return 0
    with transaction.atomic():
        locked = Recall.objects.select_for_update().get(pk=recall.pk)  # one poster at a time
        newer = Recall.objects.filter(guid=locked.guid, version__gt=locked.version)
        if newer.exists():
            return 0
        rows = _unwritten(locked).order_by("person_id", "pk")
        theirs: dict[int, list[Recipient]] = defaultdict(list)
        for row in rows:
            if row.person_id in theirs or len(theirs) < _AT_ONCE:
                theirs[row.person_id].append(row)
        facts = person_facts(theirs)
        return sum(_write(locked, facts.get(person), rows, now) for person, rows in theirs.items())


def _unwritten(recall: Recall) -> states.Rows:
    return recall.recipients.filter(person_id__gt=0, mail_id=None, state__in=_TO_TELL)


def _write(
    recall: Recall, person: PersonFacts | None, rows: Sequence[Recipient], now: datetime
) -> int:
    """Write one person's letter, unless they have one; say how many were written."""
    of_person = recall.recipients.filter(person_id=rows[0].person_id)
    written = of_person.filter(mail_id__gt=0).values_list("mail_id", "secret_hash").first()
    note, count = "", 0
    if written is None:
        written, note = _posted(recall, person, now)
        count = 1 if written[0] else 0
    mail_id, secret_hash = written
    facts = {"mail_id": mail_id, "secret_hash": secret_hash} | ({"note": note} if note else {})
    Recipient.objects.filter(pk__in=[row.pk for row in rows]).update(**facts)
    return count


def _posted(
    recall: Recall, person: PersonFacts | None, now: datetime
) -> tuple[tuple[int, bytes | None], str]:
    if person is None or not person.is_active:
        return (NO_LETTER, None), "No letter: may not sign in any more."
    secret = new_secret()
    try:
        mail_id = _post(recall, person, secret, now)
    except NotAnAddress:
        return (NO_LETTER, None), "No letter: the address cannot be written to."
    return (mail_id, digest(secret)), ""


def _post(recall: Recall, person: PersonFacts, secret: str, now: datetime) -> int:
    page = reverse("recall-acknowledge", args=[secret])
    facts = letter_facts(recall) | {"acknowledge": f"{settings.WIREROOM_SITE_URL}{page}"}
    return post(
        to=person.email,
        subject=f"{word_of(recall.update_type).upper()}: {recall.headline}",
        text=render_to_string("delivery/recalls/letter.txt", facts),
        html=render_to_string("delivery/recalls/letter.html", facts),
        reply_to=_reply_to(),
        now=now,
    )


def _reply_to() -> str:
    """Give the newsroom's address; one that cannot be used must not keep letters back."""
    try:
        return mailable(agency().newsroom_email) if agency().newsroom_email else ""
    except NotAnAddress:
        return ""


def letter_facts(recall: Recall) -> dict[str, object]:
    """Give what every letter about a recall says: nothing of the story's text."""
    return {
        "agency": agency(),
        "recall": recall,
        "word": word_of(recall.update_type),
        "story": links.story(recall.guid),
    }
