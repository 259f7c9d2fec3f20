"""What the room is told by the settings."""

from __future__ import annotations

from django.conf import settings


def staff_need_a_device() -> bool:
    """Whether the agency's own people must have a second factor (`WIREROOM_STAFF_MFA`)."""
    return bool(getattr(settings, "WIREROOM_STAFF_MFA", True))


def site_url() -> str:
    """Where readers find the site, without a final slash: links in letters begin with it."""
    return str(settings.WIREROOM_SITE_URL).rstrip("/")
