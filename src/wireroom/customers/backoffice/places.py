"""Where a page stands."""

from __future__ import annotations

from django.urls import reverse


def crumbs(here: str, *above: tuple[str, str]) -> list[dict[str, str]]:
    """Give Wagtail the way to a page: the desk's home, label and address of what is above, here."""
    return [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        *({"url": url, "label": label} for label, url in above),
        {"url": "", "label": here},
    ]
