"""Settings of the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from wireroom.desk.audience import Audience, Version


@dataclass(frozen=True)
class DeskSettings:
    """What an operator may set for the desk; see docs/reference/settings.md."""

    four_eyes: bool
    """`WIREROOM_DESK_FOUR_EYES`: whoever changed a text last may not release it, except a flash."""

    languages: tuple[tuple[str, str], ...]
    """`WIREROOM_DESK_LANGUAGES`: tag and name of each language of stories, the usual first."""

    rights_holder: str
    """`WIREROOM_DESK_RIGHTS_HOLDER`: who holds the rights in what the desk releases."""

    rights_notice: str
    """`WIREROOM_DESK_RIGHTS_NOTICE`: the rights line of a story that has none of its own."""

    usage_terms: str
    """`WIREROOM_DESK_USAGE_TERMS`: what receivers may do with the text."""

    data_mining: Literal["", "allowed", "reserved"]
    """`WIREROOM_DESK_DATA_MINING`: whether text and data mining is allowed or reserved."""

    audience: Callable[[Sequence[Version], datetime], Audience] | None
    """`WIREROOM_DESK_AUDIENCE`: dotted path of a function that counts whom a story reaches."""


def desk_settings() -> DeskSettings:
    """Give the settings in force."""
    audience = getattr(settings, "WIREROOM_DESK_AUDIENCE", "")
    return DeskSettings(
        four_eyes=getattr(settings, "WIREROOM_DESK_FOUR_EYES", False),
        languages=getattr(settings, "WIREROOM_DESK_LANGUAGES", (("en", "English"),)),
        rights_holder=getattr(settings, "WIREROOM_DESK_RIGHTS_HOLDER", ""),
        rights_notice=getattr(settings, "WIREROOM_DESK_RIGHTS_NOTICE", ""),
        usage_terms=getattr(settings, "WIREROOM_DESK_USAGE_TERMS", ""),
        data_mining=getattr(settings, "WIREROOM_DESK_DATA_MINING", ""),
        audience=import_string(audience) if audience else None,
    )
