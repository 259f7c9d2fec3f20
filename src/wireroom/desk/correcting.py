"""Working out what a correction changes in a text, and handing it to a second pair of eyes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from wireroom.desk import rules, services
from wireroom.desk.models import Story
from wireroom.desk.projection import body
from wireroom.kernel.markup import plain
from wireroom.kernel.newsitem import Answer, Heading, ListBlock, Paragraph, Question, Quote, Table

NOT_FOUND = (
    "This does not stand in the text word for word, and nothing else was changed. Edit the text "
    "first and save it as a draft, then correct: the draft goes out as the correction."
)

_LINES = ("headline", "standfirst", "slugline", "dateline", "byline")


def changes(text: Story, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Give the corrected fields: as the form says, with `was` replaced by `now` everywhere."""
    was, now = answers["was"].strip(), answers["now"].strip()
    lines = {name: answers.get(name, getattr(text, name)) for name in _LINES}
    found = {name: rules.corrected(line, was, now) for name, line in lines.items()}
    blocks = rules.corrected(text.body.get_prep_value(), was, now)
    return {**found, "body": json.dumps(blocks)}


def passages(live: Story, changed: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give what the correction changes against what is out, as pairs of passages: before, after."""
    before = [getattr(live, name) for name in _LINES]
    after = [changed[name] for name in _LINES]
    corrected = Story(body=changed["body"])
    pairs = list(zip(before, after, strict=True))
    old, new = _texts(live.body), _texts(corrected.body)
    width = max(len(old), len(new))
    pairs += zip(_padded(old, width), _padded(new, width), strict=True)
    return [(a, b) for a, b in pairs if a != b]


def _padded(lines: list[str], width: int) -> list[str]:
    return [*lines, *[""] * (width - len(lines))]


def _texts(stream: Any) -> list[str]:
    return [plain(_text(block)) for block in body(stream)]


def _text(block: Any) -> str:
    match block:
        case Paragraph() | Heading() | Quote() | Question() | Answer():
            return block.text
        case ListBlock():
            return " · ".join(block.items)
        case Table():
            return " / ".join(" | ".join(row) for row in block.rows)
        case _:
            return ""


def submit(facts: Mapping[str, Any]) -> None:
    """Save a correction as a draft and put it in the workflow, in one transaction."""
    with transaction.atomic():
        services.save_correction(**facts)
        services.hand_in(story=facts["story"], editor=facts["editor"])
