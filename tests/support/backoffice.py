"""What the back office's answers mean."""

from __future__ import annotations

from django.urls import reverse


def is_refused(response) -> bool:
    """Wagtail answers a forbidden page by sending the person to its home."""
    return response.status_code == 403 or (
        response.status_code == 302 and response["Location"] == reverse("wagtailadmin_home")
    )
