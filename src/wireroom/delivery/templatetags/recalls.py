"""Words and times of recalls in templates."""

from __future__ import annotations

from django import template

from wireroom.delivery.models import RecipientState
from wireroom.delivery.recalls.naming import word_of
from wireroom.delivery.recalls.pdf import spell

register = template.Library()
register.filter("spelled", spell)
register.filter("recall_word", word_of)


@register.filter
def stated(state: str) -> str:
    """Say a recipient's state as people do."""
    return str(RecipientState(state).label)
