"""The only place that reads the wall clock. Everything below views and consumers is given `now`."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Tell the time, aware and in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the clock itself: everybody else imports this


def iso(moment: datetime) -> str:
    """Spell `moment` as RFC 3339 in UTC with milliseconds: `2026-11-24T06:30:00.125Z`."""
    return (
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
    )


def from_iso(text: str) -> datetime:
    """Read what `iso` wrote."""
    return datetime.fromisoformat(text)
