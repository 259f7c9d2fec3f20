"""How a person left the screen: small, checked, and the same on every machine of theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from wireroom.terminal.models import Screen

MOST_COLUMNS = 8
"""More would be narrower than a headline on the widest screens that dealers have."""

Name = Annotated[str, Meta(max_length=32)]
TopicId = Annotated[int, Meta(ge=1, lt=2**62)]


class State(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is kept. Unknown names are dropped, a value that cannot be is refused."""

    columns: Annotated[tuple[TopicId, ...], Meta(max_length=MOST_COLUMNS)] | None = None
    """The topics of the columns, in their order; None: never chosen."""
    sort: Literal["newest", "relevance"] = "newest"
    facets_open: bool = False
    facets: Annotated[tuple[Name, ...], Meta(max_length=12)] = ()
    """The groups of facets that stand open."""
    rail_closed: bool = False


def state_of(person_id: int) -> State:
    """Give how a person left the screen; the usual one when it never was changed."""
    kept = Screen.objects.filter(pk=person_id).values_list("state", flat=True).first()
    try:
        return msgspec.convert(kept or {}, State)
    except msgspec.ValidationError:  # written by a later or an earlier release
        return State()


def change_state(person_id: int, changes: dict[str, object], now: datetime) -> State:
    """Change what `changes` names and leave the rest.

    Raises:
        msgspec.ValidationError: a value is not what `State` says.
    """
    kept = msgspec.to_builtins(state_of(person_id))
    state = msgspec.convert(kept | changes, State)
    facts = {"state": msgspec.to_builtins(state), "changed_at": now}
    Screen.objects.update_or_create(pk=person_id, defaults=facts)
    return state
