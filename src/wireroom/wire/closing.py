"""After a commit whose outcome nobody knows, the wire closes until somebody has looked.

A failed fsync may or may not have reached the disk (measured: a commit that failed with EIO was
there after reopening). Retrying and claiming success would be a lie, so nothing more is accepted.
"""

from __future__ import annotations

import logging
from threading import Event

from django.db import OperationalError

from wireroom.kernel.errors import WireroomError
from wireroom.wire.conf import wire_settings

log = logging.getLogger(__name__)

_MARKER = "wire-closed"
_ROLLED_BACK = ("disk is full", "is locked", "busy", "constraint")
"""What SQLite says of commits that certainly did not happen."""
_closed_here = Event()
"""Closed in this process until it ends: the disk that failed may not take the marker either."""


class WireClosed(WireroomError):
    """The wire is closed: the outcome of a commit is unknown. Run `wireroom verify --reopen`."""

    code = "wire_closed"
    http_status = 503


class OutcomeUnknown(WireroomError, OperationalError):
    """The disk failed: the release may or may not have happened. Look before you repeat it."""

    code = "outcome_unknown"
    http_status = 503


def refuse_when_closed() -> None:
    """Let releases pass only while the wire is open.

    Raises:
        WireClosed: it is not.
    """
    if is_closed():
        raise WireClosed


def is_closed() -> bool:
    """Whether releases are being refused."""
    return _closed_here.is_set() or (wire_settings().run_dir / _MARKER).exists()


def close(why: str) -> None:
    """Refuse releases from now on, in every process of this data directory and after restarts."""
    run_dir = wire_settings().run_dir
    try:
        run_dir.mkdir(parents=True, exist_ok=True)
        (run_dir / _MARKER).write_text(why + "\n", encoding="utf-8")
    except OSError:
        _closed_here.set()
        log.exception("wire:closed:here")


def reopen() -> None:
    """Accept releases again; for somebody who has verified the log."""
    (wire_settings().run_dir / _MARKER).unlink(missing_ok=True)
    _closed_here.clear()


def judge_failed_commit(error: OperationalError) -> OperationalError:
    """Tell what a failed COMMIT means: the error itself if it surely rolled back, else unknown."""
    if any(words in str(error) for words in _ROLLED_BACK):
        return error
    close(str(error))
    return OutcomeUnknown()
