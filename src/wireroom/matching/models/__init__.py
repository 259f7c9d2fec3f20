"""Tables of matching. Private to the room; no text of a story is in here."""

from wireroom.matching.models.alert import Alert, Channel, Kind, State
from wireroom.matching.models.order import Handled, Turn
from wireroom.matching.models.person import MutedStory, Preferences, Webhook
from wireroom.matching.models.topic import (
    FOLDER_CHARS,
    NAME_CHARS,
    AlertRule,
    Colour,
    Email,
    Topic,
)

__all__ = [
    "FOLDER_CHARS",
    "NAME_CHARS",
    "Alert",
    "AlertRule",
    "Channel",
    "Colour",
    "Email",
    "Handled",
    "Kind",
    "MutedStory",
    "Preferences",
    "State",
    "Topic",
    "Turn",
    "Webhook",
]
