"""The codes that a value of a field stands for; see `document` for their spelling."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from wireroom.kernel import mediatopics
from wireroom.kernel.ids import from_short
from wireroom.query.analysis import fold
from wireroom.query.languages import code_of
from wireroom.query.values import choice_of, urgency_of

_MEDTOP = "medtop:"


def codes(field: str, text: str) -> tuple[str, ...]:
    """Give the codes of which an item carries one when a field of it has a value."""
    make = _MADE.get(field)
    return make(text) if make else (f"{field}={text.lower()}",)


def _topic(text: str) -> tuple[str, ...]:
    if text.isdecimal():
        return (f"topic={_MEDTOP}{text}",)
    if ":" in text:
        code = text.lower() if text.lower().startswith(_MEDTOP) else text
        return (f"topic={code}",)
    label = fold(text)
    named = _by_label(id(mediatopics.in_use())).get(label, ())
    return (*(f"topic={code}" for code in named), f"topic~{label}")


@lru_cache(maxsize=1)
def _by_label(_vocabulary: int) -> dict[str, tuple[str, ...]]:
    """Give the codes that each name stands for, in every language of the vocabulary in use."""
    found: dict[str, tuple[str, ...]] = {}
    for code, label in mediatopics.spellings():
        folded = fold(label)
        if code not in found.get(folded, ()):
            found[folded] = (*found.get(folded, ()), code)
    return found


_MADE: dict[str, Callable[[str], tuple[str, ...]]] = {
    "topic": _topic,
    "country": lambda text: (f"country={text.lower()}", f"country~{fold(text)}"),
    "language": lambda text: (f"lang={code_of(text)}",),
    "genre": lambda text: (f"genre={text}",) if ":" in text else (f"genre~{fold(text)}",),
    "urgency": lambda text: (f"urgency={urgency_of(text)}",),
    "update": lambda text: (f"update={choice_of(text)}",),
    "status": lambda text: (f"status={choice_of(text)}",),
    "desk": lambda text: (f"desk={fold(text)}",),
    "guid": lambda text: (f"guid={text if ':' in text else from_short(text)}",),
}
"""How a field's codes are made, where it is not simply its value in small letters."""
