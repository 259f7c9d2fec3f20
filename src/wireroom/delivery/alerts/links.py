"""Whole addresses of pages that a mail points to."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings

from wireroom.kernel.ids import short


def story(guid: str) -> str:
    """Give the address of a story in the terminal; there it can be muted, too."""
    return _site(f"terminal/story/{quote(short(guid), safe='')}/")


def topic(topic_id: int) -> str:
    """Give the address where a topic is muted or changed."""
    return _site(f"terminal/topics/{topic_id}/")


def preferences() -> str:
    """Give the address of a person's clock, digest hours and webhook."""
    return _site("terminal/preferences/")


def unsubscribe(token: str) -> str:
    """Give the address that ends mail about some topics by one click."""
    return _site(f"alerts/unsubscribe/{token}/")


def _site(path: str) -> str:
    return f"{settings.WIREROOM_SITE_URL}/{path}"
