"""What sales see when they come in: the subscriptions that end soon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.forms import Media
from django.template.loader import render_to_string

from wireroom.customers import queries
from wireroom.kernel.clock import utc_now

_AHEAD = timedelta(days=30)


class EndingsPanel:
    """A part of the back office's home, as Wagtail expects one."""

    order = 10
    media = Media()

    def render_html(self, _: Mapping[str, Any] | None = None) -> str:
        """Draw it."""
        now = utc_now()
        endings = queries.subscriptions_ending(now, until=now + _AHEAD)
        return render_to_string("customers/endings_panel.html", {"endings": endings, "now": now})
