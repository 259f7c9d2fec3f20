"""A mail to one person, and the message that it becomes. No text can become a header."""

from __future__ import annotations

import hashlib
import hmac
from email.charset import QP, Charset
from email.utils import formataddr, parseaddr
from typing import Any

from django.core.mail import EmailMultiAlternatives
from msgspec import Struct

from wireroom.delivery.mail.dkim import Signer
from wireroom.delivery.push.seal import derive
from wireroom.kernel.markup import one_line, tidy

_LONGEST_SUBJECT = 200
_SEVEN_BITS = Charset("utf-8")
_SEVEN_BITS.body_encoding = QP
"""A server on the way that takes seven bits alone would rewrite eight, and break the signature
(RFC 6376 §5.3)."""


class Attachment(Struct, frozen=True, kw_only=True):
    """A document that goes along; its name is plain ASCII."""

    name: str
    content_type: str
    body: bytes


class Letter(Struct, frozen=True, kw_only=True):
    """A mail to one person, as text and as HTML (empty: text alone).

    `message_id` stays the same when it is resent.
    """

    to: str
    name: str
    subject: str
    text: str
    html: str
    message_id: str
    unsubscribe_url: str = ""
    """Where one click, a POST, ends this kind of mail (RFC 8058)."""
    reply_to: str = ""
    """Where answers go; empty: to the sender."""
    attachments: tuple[Attachment, ...] = ()


def message_id(secret: str, what: str, sender: str) -> str:
    """Name a mail for good: whoever gets it twice can tell. It discloses no number of ours."""
    code = hmac.new(derive(secret, "message ids"), what.encode(), hashlib.sha256).hexdigest()
    return f"<{code[:40]}@{parseaddr(sender)[1].rpartition('@')[2]}>"


class Message(EmailMultiAlternatives):
    """A message whose signature, when somebody signs, is made last: of what really leaves."""

    signer: Signer | None = None

    def message(self, **options: Any) -> Any:
        """Build the MIME message, and sign it."""
        built: Any = super().message(**options)
        if self.signer is not None:
            built["DKIM-Signature"] = self.signer.signature(built.as_bytes(linesep="\r\n"))
        return built


def message(letter: Letter, sender: str, signer: Signer | None = None) -> Message:
    """Build the message. Subject and names lose line breaks, controls and bidi overrides.

    `Auto-Submitted` keeps holiday answers away (RFC 3834 §5).
    """
    headers = {
        "Message-ID": letter.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if letter.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made = Message(
        subject=_subject(letter.subject),
        body=tidy(letter.text) + "\n",
        from_email=sender,
        to=[formataddr((one_line(letter.name), letter.to))],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers=headers,
    )
    if letter.html:
        made.attach_alternative(tidy(letter.html) + "\n", "text/html")
    for each in letter.attachments:
        made.attach(each.name, each.body, each.content_type.partition(";")[0])
    made.encoding, made.signer = _SEVEN_BITS, signer
    return made


def _subject(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _LONGEST_SUBJECT else line[: _LONGEST_SUBJECT - 1].rstrip() + "…"
