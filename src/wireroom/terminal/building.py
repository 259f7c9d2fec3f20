"""A form for those who do not write queries, and the query that it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from msgspec import Struct
from msgspec.structs import replace

from wireroom.archive import search as index
from wireroom.customers.policy import Reader
from wireroom.query.ast import And, Empty, Expr, InField, Not, Or, Phrase, Prefix, Range, Word
from wireroom.query.canonical import canonical
from wireroom.query.errors import QueryError
from wireroom.query.parser import parse
from wireroom.terminal.clauses import is_said, phrase, quoted, short_name, spoken

FIELDS = ("topic", "company", "place", "language", "genre")
RECENT = ("last24h", "last7d", "last30d")
_OFFERED = 40
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAYS = re.compile(r"date:(?P<since>\d{4}-\d{2}-\d{2})?\.\.(?P<until>\d{4}-\d{2}-\d{2})?")
_URGENCY = re.compile(r"urgency:(?:<=)?(?P<most>[123])")
_BEGINNING = re.compile(r"[^\W_]{2,}\*")
_PIECES = re.compile(r'"[^"]*"|[^\s"]+')

_TITLES = {
    "words": (_("All of these words"), "gas pipeline"),
    "phrase": (_("This exact phrase"), "central bank"),
    "any": (_("Any of these words"), "rouble ruble"),
    "none": (_("None of these words"), "football"),
    "topic": (_("Topic"), "monetary policy, currency"),
    "company": (_("Company"), "Gazprom, SBER"),
    "place": (_("Place"), "Kazakhstan"),
    "language": (_("Language"), "en, ru"),
    "genre": (_("Kind"), "Interview"),
}


class Form(Struct, frozen=True):
    """What stands in the form. Values of one field are alternatives, parted by commas."""

    words: str = ""
    phrase: str = ""
    any: str = ""
    none: str = ""
    topic: str = ""
    company: str = ""
    place: str = ""
    language: str = ""
    genre: str = ""
    urgency: str = ""
    recent: str = ""
    since: str = ""
    until: str = ""


class Row(Struct, frozen=True, kw_only=True):
    """One line of the form."""

    name: str
    title: str
    value: str
    example: str
    offered: tuple[str, ...]


def form_of(parts: Mapping[str, str]) -> Form:
    """Read the form from the parts of an address."""
    return Form(**{name: " ".join(parts.get(name, "").split()) for name in Form.__struct_fields__})


def rows(form: Form, reader: Reader, now: datetime) -> list[Row]:
    """Give the lines that take text, with names that the reader may read to choose from."""
    return [
        Row(
            name=name,
            title=str(title),
            value=getattr(form, name),
            example=example,
            offered=_offered(name, reader, now) if name in FIELDS else (),
        )
        for name, (title, example) in _TITLES.items()
    ]


def composed(form: Form) -> str:
    """Write the query that a form says."""
    return " ".join(_clauses(form))


def filled(text: str) -> Form | None:
    """Put a query into the form; None when the form cannot show all of it."""
    try:
        expr = parse(text)
    except QueryError:
        return None
    form: Form | None = Form()
    for part in expr.parts if isinstance(expr, And) else (expr,):
        form = form and _with(form, part)
    return form


def _clauses(form: Form) -> Iterator[str]:
    yield from _words(form.words)
    if is_said(form.phrase):
        yield phrase(form.phrase)
    if words := _words(form.any):
        yield words[0] if len(words) == 1 else "({})".format(" OR ".join(words))
    yield from (f"-{word}" for word in _words(form.none))
    for name in FIELDS:
        values = [
            quoted(value.strip()) for value in getattr(form, name).split(",") if is_said(value)
        ]
        if values:
            together = values[0] if len(values) == 1 else "({})".format(" OR ".join(values))
            yield f"{short_name(name)}:{together}"
    if form.urgency in {"1", "2", "3"}:
        yield f"urgency:<={form.urgency}"
    yield from _when(form)


def _when(form: Form) -> Iterator[str]:
    since, until = (day if _DAY.fullmatch(day) else "" for day in (form.since, form.until))
    if since or until:
        yield f"date:{since}..{until}"
    elif form.recent in RECENT:
        yield f"date:{form.recent}"


def _words(text: str) -> list[str]:
    """Take a line of words apart; what stands in quotation marks is one, `gas*` a beginning."""
    return [_word(piece) for piece in _PIECES.findall(text) if is_said(piece)]


def _word(piece: str) -> str:
    if piece.startswith('"'):
        return phrase(piece)
    return piece if _BEGINNING.fullmatch(piece) else quoted(piece)


def _with(form: Form, part: Expr) -> Form | None:  # noqa: PLR0911 - one return a kind of condition
    match part:
        case Empty():
            return form
        case Word(text=text):
            return replace(form, words=f"{form.words} {text}".strip())
        case Prefix(text=text):
            return replace(form, words=f"{form.words} {text}*".strip())
        case Phrase(text=text):
            return replace(form, phrase=text) if not form.phrase else None
        case Not(part=Word(text=text)):
            return replace(form, none=f"{form.none} {text}".strip())
        case Or(parts=parts) if not form.any and (values := _plain(parts)):
            return replace(form, any=" ".join(quoted(value) for value in values))
        case InField() | Range():
            return _with_field(form, part)
        case _:
            return None


def _with_field(form: Form, part: InField | Range) -> Form | None:
    name = part.field
    if isinstance(part, Range) or name not in FIELDS:
        return _with_range(form, canonical(part))
    values = _plain(part.value.parts if isinstance(part.value, Or) else (part.value,))
    fits = values and not getattr(form, name) and not any("," in each for each in values)
    return replace(form, **{name: ", ".join(values)}) if fits else None


def _with_range(form: Form, text: str) -> Form | None:
    if form.since or form.until or form.recent:
        return None
    if found := _DAYS.fullmatch(text):
        return replace(form, since=found["since"] or "", until=found["until"] or "")
    if text.removeprefix("date:") in RECENT:
        return replace(form, recent=text.removeprefix("date:"))
    if (found := _URGENCY.fullmatch(text)) and not form.urgency and "<=" in text:
        return replace(form, urgency=found["most"])
    return None


def _plain(parts: tuple[Expr, ...]) -> list[str]:
    """Give the texts of words and phrases; nothing when there is anything else among them."""
    texts = [part.text for part in parts if isinstance(part, Word | Phrase)]
    return texts if len(texts) == len(parts) else []


def _offered(name: str, reader: Reader, now: datetime) -> tuple[str, ...]:
    found = index.complete_names(reader, name, "", now, _OFFERED)
    return tuple(dict.fromkeys(spoken(name, value, label) for value, label in found))
