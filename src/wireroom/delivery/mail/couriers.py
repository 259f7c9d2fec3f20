"""Handing mail over to the server that Django's mail settings name."""

from __future__ import annotations

import contextlib
import smtplib
import threading
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from msgspec import Struct

from wireroom.delivery.mail.dkim import Signer
from wireroom.delivery.mail.letters import Letter, message

_PERMANENT = 500
_LONGEST_DETAIL = 200


class Outcome(StrEnum):
    """How handing over ended."""

    SENT = "sent"
    """The server took it; whether it arrives, only a bounce would say."""
    REFUSED = "refused"
    """The server will never take this mail."""
    LATER = "later"
    """The server does not take this mail now."""
    NO_SERVER = "no_server"
    """The server takes nothing now: away, overloaded, or it does not know us."""


class Handing(Struct, frozen=True):
    """The end of one attempt, with the server's words."""

    outcome: Outcome
    detail: str = ""


class Courier:
    """Hands letters over, one connection a thread; it is kept while there is more to send."""

    def __init__(self, sender: str, signer: Signer | None = None) -> None:
        """Send as `sender`, as it stands in the header; `signer` signs all of it."""
        self._sender, self._signer = sender, signer
        self._of_thread = threading.local()

    def send(self, letter: Letter) -> Handing:
        """Hand one letter over. A connection that the server has given up meanwhile is made anew.

        Never raises for what a server can do.
        """
        reused = self._line is not None
        handing = self._try(letter)
        if reused and handing.outcome is Outcome.NO_SERVER:
            handing = self._try(letter)
        return handing

    def rest(self) -> None:
        """Close this thread's connection; the next letter opens another."""
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                line.close()

    @property
    def _line(self) -> Any:
        return getattr(self._of_thread, "line", None)

    @_line.setter
    def _line(self, line: Any) -> None:
        self._of_thread.line = line

    def _try(self, letter: Letter) -> Handing:
        try:
            made = message(letter, self._sender, self._signer)
            if self._line is None:
                line = get_connection()
                line.open()
                self._line = line
            self._line.send_messages([made])
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            return _refused(code, words)
        except smtplib.SMTPDataError as error:
            return _refused(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:  # OSError: sockets, TLS, a full disk
            self.rest()
            return Handing(Outcome.NO_SERVER, _in_words(error))
        except (ValueError, UnicodeError) as error:  # an address that no header can hold
            return Handing(Outcome.REFUSED, type(error).__name__)
        return Handing(Outcome.SENT)


def house_courier() -> Courier:
    """Make the courier of the house: its sender, and its signature where there is a key."""
    signer = Signer(**settings.WIREROOM_DKIM) if settings.WIREROOM_DKIM else None
    return Courier(settings.WIREROOM_MAIL_FROM, signer)


def _refused(code: int, words: bytes | str) -> Handing:
    outcome = Outcome.REFUSED if code >= _PERMANENT else Outcome.LATER
    return Handing(outcome, f"{code} {_text(words)}"[:_LONGEST_DETAIL])


def _in_words(error: Exception) -> str:
    """Spell the trouble; the server's words on a login may repeat our name, so they stay out."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"{error.smtp_code} the mail server does not accept our login"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"[:_LONGEST_DETAIL]
    return f"{type(error).__name__}: {error}"[:_LONGEST_DETAIL]


def _text(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(text.split())
