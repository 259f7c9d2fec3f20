"""The tables of the desk: desks, stories, and the task of a second pair of eyes."""

from wireroom.desk.models.approval import SecondPairOfEyes
from wireroom.desk.models.desk import Desk
from wireroom.desk.models.story import (
    CannotBeTakenBack,
    Story,
    languages,
    refuse_to_delete,
    usual_language,
)

__all__ = [
    "CannotBeTakenBack",
    "Desk",
    "SecondPairOfEyes",
    "Story",
    "languages",
    "refuse_to_delete",
    "usual_language",
]
