"""The demo's newsroom at work: its stories go through the desk's own verbs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from wireroom.config.demo.names import about
from wireroom.config.demo.writing import blocks
from wireroom.desk import services
from wireroom.desk.replay import intake
from wireroom.desk.replay.fields import body
from wireroom.kernel.newsitem import UpdateType

_TEXT = (
    "headline",
    "slugline",
    "standfirst",
    "dateline",
    "byline",
    "genre",
    "urgency",
    "topics",
    "keywords",
)


class Newsroom(Struct, frozen=True):
    """Two people: one writes and releases, the other approves and kills."""

    editor: Any
    chief: Any

    def tell(self, stories: list[dict[str, Any]], now: datetime) -> dict[str, str]:
        """Carry out what `stories` say, oldest first, each at its own past or future time.

        Give the guids of the stories by their first headlines.
        """
        made: dict[int, Any] = {}
        for at, number, facts in sorted(_events(stories, now), key=lambda event: event[:2]):
            if number in made:
                self.follow_up(made[number], facts, at)
            else:
                made[number] = self.begin(facts, at)
        return {stories[number]["headline"]: story.guid for number, story in made.items()}

    def begin(self, facts: dict[str, Any], at: datetime) -> Any:
        """Release a story, or leave it waiting for approval or for the end of its embargo."""
        desk = intake.desk_named(facts["desk"])
        if facts.get("flash"):
            return self._flash(facts, desk, at)
        if facts.get("waiting"):
            return intake.hand_in(_fields(facts), desk=desk, editor=self.editor)
        embargo = facts.get("embargo_hours")
        return intake.take_in(
            _fields(facts),
            desk=desk,
            editor=self.editor,
            now=at,
            embargoed_until=at + timedelta(hours=embargo) if embargo else None,
        )

    def follow_up(self, story: Any, facts: dict[str, Any], at: datetime) -> None:
        """Correct, hold, kill or develop a story."""
        kind = facts["kind"]
        if kind == "kill":
            services.kill(story=story, reason=facts["reason"], editor=self.chief, now=at)
        elif kind == "hold":
            services.hold(story=story, reason=facts["reason"], editor=self.editor, now=at)
        elif kind == "correction":
            services.correct(
                story=story,
                was=facts["was"],
                is_=facts["now"],
                where=facts["where"],
                why=facts["why"],
                editor=self.editor,
                now=at,
                changes=_text(facts),
            )
        else:
            services.update(
                story=story,
                editor=self.editor,
                now=at,
                reason=UpdateType(kind),
                changes=_text(facts),
            )

    def _flash(self, facts: dict[str, Any], desk: Any, at: datetime) -> Any:
        story = services.release_flash(
            headline=facts["headline"], desk=desk, editor=self.editor, now=at
        )
        changes = {**_fields(facts), "headline": facts["then_headline"]}
        later = at + timedelta(minutes=4)
        services.update(story=story, editor=self.editor, now=later, changes=changes)
        return story


def _events(
    stories: list[dict[str, Any]], now: datetime
) -> Iterator[tuple[datetime, int, dict[str, Any]]]:
    for number, facts in enumerate(stories):
        for event in (facts, *facts.get("then", ())):
            yield now - timedelta(hours=event.get("hours_ago", 0)), number, event


def _fields(facts: dict[str, Any]) -> dict[str, Any]:
    named = about(facts)
    return {**_text(facts), "about": json.dumps(named)} if named else _text(facts)


def _text(facts: dict[str, Any]) -> dict[str, Any]:
    """Give what a later version says anew; who it is about stays."""
    fields = {name: facts[name] for name in _TEXT if name in facts}
    return {**fields, "body": body(blocks(facts["body"]))} if "body" in facts else fields
