"""A reader's own things in templates that know nothing of them."""

from __future__ import annotations

from typing import Any, cast

from django import template
from django.http import HttpRequest

from wireroom.kernel.clock import utc_now
from wireroom.terminal.access import person_id
from wireroom.terminal.models import Bookmark
from wireroom.terminal.personal import shelf
from wireroom.terminal.personal.rail import Rail, rail_of

register = template.Library()

_KEPT = "_wireroom_rail"


@register.simple_tag(takes_context=True)
def rail_facts(context: dict[str, Any]) -> Rail:
    """Give the rail of the page; the bar and the rail itself share one."""
    request = cast("HttpRequest", context["request"])
    found: Rail | None = getattr(request, _KEPT, None)
    if found is None:
        found = rail_of(request, utc_now())
        setattr(request, _KEPT, found)
    return found


@register.simple_tag(takes_context=True)
def bookmark_on(context: dict[str, Any], guid: str) -> Bookmark | None:
    """Give the bookmark that whoever looks at the page has put on a story."""
    return shelf.bookmark_of(person_id(context["request"]), guid)
