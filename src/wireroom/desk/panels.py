"""The two parts of the desk's home: the flash line and the board."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms.widgets import Media, Script
from wagtail.admin.ui.components import Component

from wireroom.desk import board
from wireroom.desk.forms import FlashForm
from wireroom.kernel.clock import utc_now


class FlashPanel(Component):
    """One field; Enter releases."""

    name = "flash"
    order = 10
    template_name = "desk/flash.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Give a fresh form to whoever may release."""
        may = parent_context["request"].user.has_perm("desk.publish_story")
        return {
            "form": FlashForm.fresh() if may else None,
            "csrf_token": parent_context.get("csrf_token", ""),
        }


class BoardPanel(Component):
    """On the wire, embargoed, waiting, in work; refreshed every few seconds."""

    name = "board"
    order = 20
    template_name = "desk/board_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        """Read the board."""
        return {"board": board.read(utc_now())}

    @property
    def media(self) -> Media:
        """Bring the script that refreshes it."""
        return Media(js=[Script("desk/home.js", defer=True)])  # type: ignore[list-item]  # the stubs know only paths
