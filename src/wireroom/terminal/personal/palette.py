"""The colours of topics: names that the style sheet knows; no page carries a style."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

COLOURS = {
    "blue": _("Blue"),
    "green": _("Green"),
    "orange": _("Orange"),
    "purple": _("Purple"),
    "red": _("Red"),
    "teal": _("Teal"),
    "pink": _("Pink"),
    "yellow": _("Yellow"),
    "grey": _("Grey"),
}


def colour_or_grey(name: str) -> str:
    """Give the colour that the style sheet has for a name."""
    return name if name in COLOURS else "grey"


def next_colour(taken: Iterable[str]) -> str:
    """Give the colour that the fewest topics have, the first of the palette when several."""
    used = list(taken)
    return min((name for name in COLOURS if name != "grey"), key=used.count)
