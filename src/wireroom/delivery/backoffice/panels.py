"""What support sees when they come in: kills that have not reached everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.template.loader import render_to_string

from wireroom.delivery.recalls import board

_MOST_SHOWN = 20


class PressingPanel:
    """A part of the back office's home, as Wagtail expects one; nothing while nothing presses."""

    order = 5
    media = Media()

    def render_html(self, _: Mapping[str, Any] | None = None) -> str:
        """Draw it."""
        found = list(board.pressing()[:_MOST_SHOWN])
        if not found:
            return ""
        counted = board.numbers([row.pk for row in found])
        facts = {"recalls": [(row, counted[row.pk]) for row in found]}
        return render_to_string("delivery/recalls/pressing_panel.html", facts)
