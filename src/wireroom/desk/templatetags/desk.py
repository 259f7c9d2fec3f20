"""What templates of the desk need to say."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe

from wireroom.desk import vocabulary
from wireroom.formats import html
from wireroom.kernel.newsitem import Block

register = template.Library()


@register.filter
def urgency_word(urgency: int) -> str:
    """Say an urgency in a word."""
    return vocabulary.urgency_word(urgency)


@register.filter
def as_html(blocks: Iterable[Block]) -> SafeString:
    """Render a body; `formats.html` gives safe HTML whatever the blocks hold."""
    return mark_safe(html.body(blocks))  # noqa: S308 - see above
