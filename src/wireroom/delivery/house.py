"""The agency as formats name it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from wireroom.design.brand import agency
from wireroom.formats.outgoing import House


def house() -> House:
    """Give the agency in force, with the address of its site."""
    ours, site_url = agency(), str(settings.WIREROOM_SITE_URL).rstrip("/")
    return House(
        name=ours.name,
        code=ours.source_code,
        domain=urlsplit(site_url).hostname or "localhost",
        site_url=site_url,
        email=ours.newsroom_email,
        language=ours.languages[0].tag if ours.languages else "en",
    )
