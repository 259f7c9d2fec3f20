"""Why a search found a story, as a person reads it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from wireroom.kernel.mediatopics import LABELS
from wireroom.kernel.newsitem import NewsItem
from wireroom.query.because import Because, because
from wireroom.query.document import Document
from wireroom.query.fields import URGENCIES
from wireroom.query.languages import name_of
from wireroom.query.plan import Node

MOST = 12
_URGENCY = {str(number): name for name, number in URGENCIES.items()}
_WHERE = {
    "text": _("in the text"),
    "headline": _("in the headline"),
    "slug": _("in the slugline"),
    "lang": _("language"),
    "org": _("organisation"),
}


class Reason(Struct, frozen=True):
    """What a query asked for and the story has, and where."""

    text: str
    where: str


def reasons(plan: Node, item: NewsItem, released_at: datetime) -> tuple[Reason, ...]:
    """Give what made a story meet a plan; of an item that is projected for its reader, no more."""
    found = (_reason(each, item) for each in because(plan, Document(item, released_at)))
    return tuple(dict.fromkeys(reason for reason in found if reason.text))[:MOST]


def _reason(found: Because, item: NewsItem) -> Reason:
    match found.what:
        case "code":
            return Reason(_name(found, item), _where(found.scope))
        case "date":
            return Reason(found.text[:10], str(_("released")))
        case _:
            return Reason(found.text, _where(found.scope))


def _where(scope: str) -> str:
    return str(_WHERE.get(scope, scope))


def _name(found: Because, item: NewsItem) -> str:
    match found.scope:
        case "topic":
            named = {topic.code: topic.label for topic in item.topics if topic.label}
            return named.get(found.text) or LABELS.get(found.text, found.text)
        case "urgency":
            return _URGENCY.get(found.text, found.text)
        case "lang":
            return name_of(found.text)
        case "genre":
            return found.text.rpartition(":")[2]
        case _:
            return found.text
