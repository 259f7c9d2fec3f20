"""Letters: written in the transaction that gives rise to them, sent by the deliverer after it."""

from __future__ import annotations

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from wireroom.customers.addresses import domain_of
from wireroom.customers.models import OutgoingMail
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.markup import one_line, tidy

_LONGEST_SUBJECT = 200
_LONGEST_ADDRESS = 254
"""RFC 5321 section 4.5.3.1.3, less the angle brackets."""
_NO_PART_OF_AN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029<>,;:\\\"()\[\]]")
"""What would end the address, or begin another header or a second addressee."""


class NotAnAddress(WireroomError):
    """A letter cannot go to this address."""

    code = "not_an_address"
    http_status = 422


def post(
    *,
    to: str,
    subject: str,
    text: str,
    now: datetime,
    html: str = "",
    reply_to: str = "",
) -> int:
    """Write a letter to one address and give its number; it leaves once the caller commits.

    The subject becomes one line; controls and bidi overrides are taken out of subject and text.
    `html` is the caller's, escaped.

    Raises:
        NotAnAddress: `to` or `reply_to` is none, or would end its header.
    """
    letter = OutgoingMail.objects.create(
        to=mailable(to),
        subject=_subject(subject),
        text=tidy(text),
        html=html,
        reply_to=mailable(reply_to) if reply_to else "",
        made_at=now,
        due_at=now,
    )
    return letter.pk


def _subject(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _LONGEST_SUBJECT else line[: _LONGEST_SUBJECT - 1].rstrip() + "…"


def mailable(text: str) -> str:
    """Spell an address as mail servers want it: the domain in ASCII, the rest as it is.

    Raises:
        NotAnAddress: it is none, or would end its header.
    """
    address = f"{text.rpartition('@')[0]}@{domain_of(text)}"
    try:
        validate_email(address)
    except ValidationError as error:
        raise NotAnAddress from error
    if _NO_PART_OF_AN_ADDRESS.search(text) or len(address) > _LONGEST_ADDRESS:
        raise NotAnAddress
    return address
