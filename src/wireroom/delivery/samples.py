"""Tests of every kind, to try a destination with. They say of themselves that they are tests."""

from __future__ import annotations

from wireroom.kernel.newsitem import (
    ALERT,
    FLASH,
    Answer,
    Correction,
    EdNote,
    NewsItem,
    Paragraph,
    Profile,
    PubStatus,
    Question,
    Subject,
    UpdateType,
)

SAMPLES = ("flash", "story", "update", "correction", "hold", "kill", "interview")
"""The kinds, in the order of screens."""

LATER_VERSIONS = frozenset({"update", "correction", "hold", "kill"})
"""Those that follow a first version."""

_TOPICS = (
    Subject(
        code="medtop:20000344", label="economy", broader=("medtop:04000000",),
    ),
)  # fmt: skip
_STORY = (
    Paragraph(text="This is a test of the delivery, not news. Please do not publish it."),
    Paragraph(text="It carries <strong>bold</strong> and <em>italic</em> text, and “quotes”."),
)


def version_of(sample: str) -> int:
    """Say which version of its story a test is."""
    return 2 if sample in LATER_VERSIONS else 1


def sample_item(sample: str, guid: str) -> NewsItem:
    """Build the test of a kind; the same each time."""
    facts: dict[str, object] = {"update_type": UpdateType.NEW, "body": _STORY}
    headline = "Test of the delivery"
    match sample:
        case "flash":
            headline = "Test of the delivery: a flash"
            facts |= {"urgency": FLASH, "body": ()}
        case "update":
            facts |= {"update_type": UpdateType.DEVELOPMENT, "urgency": ALERT}
        case "correction":
            facts |= {"update_type": UpdateType.CORRECTION_FACT, "correction": _CORRECTION}
            facts |= {"ednotes": (_note("correction", "Corrects the date; was Monday."),)}
        case "hold":
            headline = "HOLD: test of the delivery"
            facts |= _stopped(PubStatus.WITHHELD, UpdateType.HOLD, "hold")
        case "kill":
            headline = "KILL: test of the delivery"
            facts |= _stopped(PubStatus.CANCELED, UpdateType.KILL, "kill")
        case "interview":
            headline = "Test of the delivery: an interview"
            facts |= {"genre": "genre:Interview", "body": _INTERVIEW}
        case _:
            pass
    return _item(sample, guid, headline, facts)


_CORRECTION = Correction(was="Monday", now="Tuesday", where="paragraph 1", why="A slip.")
_INTERVIEW = (
    Question(text="Is this news?", speaker="Desk"),
    Answer(text="No, it is a test of the delivery.", speaker="Wire"),
)


def _note(role: str, text: str) -> EdNote:
    return EdNote(role=role, text=text, publishable=True)  # type: ignore[arg-type]  # one of its roles


def _stopped(status: PubStatus, update: UpdateType, role: str) -> dict[str, object]:
    note = _note(role, f"This is a test of a {role}. Nothing has to be withdrawn.")
    return {"pub_status": status, "update_type": update, "body": (), "ednotes": (note,)}


def _item(sample: str, guid: str, headline: str, facts: dict[str, object]) -> NewsItem:
    usual: dict[str, object] = {
        "guid": guid,
        "version": version_of(sample),
        "language": "en",
        "headline": headline,
        "slugline": "TEST-DELIVERY",
        "profile": Profile.TEST,
        "topics": _TOPICS,
    }
    return NewsItem(**usual | facts)  # type: ignore[arg-type]  # spelled above
