"""Stories of which a person has heard enough."""

from __future__ import annotations

from datetime import datetime

from wireroom.matching.models import MutedStory


def mute_story(*, person_id: int, guid: str, until: datetime, now: datetime) -> None:
    """Alert this person to no further version of a story until a moment.

    Kills, holds and corrections of fact still come to whoever was alerted before. Whether there is
    such a story is not asked, so that nobody learns it here.
    """
    MutedStory.objects.filter(person_id=person_id, until__lte=now).delete()
    MutedStory.objects.update_or_create(
        person_id=person_id, guid=guid[:64], defaults={"until": until}
    )


def unmute_story(*, person_id: int, guid: str, now: datetime) -> None:  # noqa: ARG001 - as the others
    """Alert to a story again."""
    MutedStory.objects.filter(person_id=person_id, guid=guid).delete()
