"""The workflow task of a second pair of eyes."""

from __future__ import annotations

from typing import Any

from wagtail.models import AbstractGroupApprovalTask

from wireroom.desk import releasing
from wireroom.desk.models.story import Story


class SecondPairOfEyes(AbstractGroupApprovalTask):
    """Somebody who did not write the text reads it and releases it."""

    class Meta:
        verbose_name = "second pair of eyes"
        verbose_name_plural = "second pairs of eyes"

    def get_actions(self, obj: Story, user: Any) -> list[tuple[str, str, bool]]:
        """Offer approval to those who may approve; with four eyes, not to the author."""
        actions = super().get_actions(obj, user)
        revision = obj.get_latest_revision()
        if actions and revision and not releasing.may_release(revision, user):
            return [action for action in actions if action[0] != "approve"]
        return actions

    @classmethod
    def get_description(cls) -> str:
        """Say it where workflows are put together."""
        return "Members of the chosen groups read the story and release it"
