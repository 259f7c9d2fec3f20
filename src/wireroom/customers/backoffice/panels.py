"""What sales see when they come in: the subscriptions that end soon, the demos that wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.forms import Media
from django.template.loader import render_to_string
from django.urls import reverse

from wireroom.customers.backoffice import glance
from wireroom.kernel.clock import utc_now

_AHEAD = timedelta(days=30)
_MOST_SHOWN = 20


class EndingsPanel:
    """A part of the back office's home, as Wagtail expects one."""

    order = 10
    media = Media()

    def render_html(self, _: Mapping[str, Any] | None = None) -> str:
        """Draw it."""
        now = utc_now()
        until = now + _AHEAD
        endings, number = glance.endings(now, until, _MOST_SHOWN)
        days = f"active_to_from={now:%Y-%m-%d}&active_to_to={until:%Y-%m-%d}"
        facts = {
            "endings": endings,
            "more": number - len(endings),
            "waiting": glance.demos_waiting(),
            "list": f"{reverse('subscription:index')}?{days}",
        }
        return render_to_string("customers/endings_panel.html", facts)
