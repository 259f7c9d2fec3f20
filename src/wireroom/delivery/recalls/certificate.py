"""The closing certificate: what is signed off when a board is closed, and how it is checked."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, NamedTuple

from wireroom.delivery.models import Recall, Recipient, RecipientState
from wireroom.delivery.recalls.naming import notices, word_of
from wireroom.design.brand import agency
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry

FORM = "wireroom recall certificate 1"
"""Changes when the fields below do."""


class Check(NamedTuple):
    """Whether a certificate still says what was signed, and the wire what it says."""

    is_unchanged: bool
    is_on_the_wire: bool


def certificate_of(recall: Recall, *, closed_at: datetime, by: str, note: str) -> dict[str, Any]:
    """Put together what the rows of a board say now; times in UTC to the microsecond."""
    entry = _entry(recall)
    rows = list(recall.recipients.order_by("company", "channel", "name", "pk"))
    return {
        "form": FORM,
        "agency": agency().name,
        "story": {
            "guid": recall.guid,
            "version": recall.version,
            "name": recall.headline,
            "kind": recall.update_type,
            "word": word_of(recall.update_type),
            "released_at": _time(recall.released_at),
            "notice": list(notices(entry)) if entry else [],
        },
        "wire": {"seq": recall.seq, "hash": recall.entry_hash},
        "board": {
            "opened_at": _time(recall.made_at),
            "closed_at": _time(closed_at),
            "closed_by": by,
            "note": note,
        },
        "numbers": _numbers(rows),
        "recipients": [_recipient(row) for row in rows],
    }


def canonical(certificate: dict[str, Any]) -> bytes:
    """Give the one spelling of a certificate: JSON in UTF-8, sorted keys, no spaces."""
    text = json.dumps(certificate, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def digest_of(certificate: dict[str, Any]) -> str:
    """Give the SHA-256 of a certificate's spelling, in hexadecimal digits."""
    return hashlib.sha256(canonical(certificate)).hexdigest()


def check(recall: Recall) -> Check:
    """Compute the digest of a certificate anew, and look its entry up on the wire."""
    entry, wired = _entry(recall), recall.certificate.get("wire", {})
    return Check(
        is_unchanged=bool(recall.digest) and digest_of(recall.certificate) == recall.digest,
        is_on_the_wire=entry is not None and entry.hash.hex() == wired.get("hash"),
    )


def _entry(recall: Recall) -> Entry | None:
    chain = wire.versions(recall.guid)
    return next((each for each in chain if each.version == recall.version), None)


def _numbers(rows: list[Recipient]) -> dict[str, int]:
    states = [row.state for row in rows]
    return {
        "recipients": len(rows),
        "delivered": sum(state in {"delivered", "acknowledged"} for state in states),
        "acknowledged": states.count("acknowledged"),
        "told_otherwise": states.count("waived"),
        "outstanding": states.count("outstanding"),
    }


def _recipient(row: Recipient) -> dict[str, Any]:
    is_waived = row.state == RecipientState.WAIVED
    return {
        "company": row.company,
        "name": row.name,
        "kind": "feed" if row.feed_id else "machine" if row.token_id else "person",
        "channel": row.channel,
        "had_version": row.had_version,
        "state": row.state,
        "delivered_at": _time(row.delivered_at),
        "acknowledged_at": _time(row.acknowledged_at),
        "acknowledged_by": "" if is_waived else row.acknowledged_by,
        "told_by": row.acknowledged_by if is_waived else "",
        "escalations": row.escalations,
        "escalated_at": _time(row.escalated_at),
        "note": row.note,
    }


def _time(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else ""
