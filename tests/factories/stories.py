"""One story through its life, and an item with a canary in every field. Pure: no database."""

from __future__ import annotations

import uuid
from typing import Any

from wireroom.kernel.newsitem import (
    Answer,
    Company,
    Correction,
    EdNote,
    Entity,
    Instrument,
    NewsItem,
    Paragraph,
    PubStatus,
    Question,
    Subject,
    UpdateType,
)


def make_guid(number: int) -> str:
    """Give a guid that is the same in every run."""
    return uuid.UUID(int=number, version=4).urn


def make_story(**over: Any) -> NewsItem:
    """Make an ordinary first version; name the fields that matter to the test."""
    fields: dict[str, Any] = {
        "guid": make_guid(1),
        "version": 1,
        "language": "en",
        "headline": "Central bank holds key rate at 15%",
        "slugline": "BANK-RATE",
        "standfirst": "The decision was expected.",
        "dateline": "MOSCOW. Nov 24",
        "byline": "By A. Reporter",
        "body": (Paragraph(text="The board met on Friday."),),
    }
    return NewsItem(**fields | over)


def make_kill(**over: Any) -> NewsItem:
    """Make the kill of a story as the desk issues it."""
    note = EdNote(text="The decision was not taken.", role="kill", publishable=True)
    stopped = _stopped(PubStatus.CANCELED, UpdateType.KILL, note)
    return make_story(**stopped | {"headline": "KILL: BANK-RATE"} | over)


def make_hold(**over: Any) -> NewsItem:
    """Make a hold as the desk issues it: the headline stays, the text is being checked."""
    note = EdNote(text="The figure is being checked.", role="hold", publishable=True)
    return make_story(**_stopped(PubStatus.WITHHELD, UpdateType.HOLD, note) | over)


def _stopped(status: PubStatus, update_type: UpdateType, note: EdNote) -> dict[str, Any]:
    return {
        "version": 2,
        "standfirst": "",
        "dateline": "",
        "byline": "",
        "body": (),
        "pub_status": status,
        "update_type": update_type,
        "ednotes": (note,),
    }


def make_correction(**over: Any) -> NewsItem:
    """Make a factual correction: the whole text again, with what was wrong as data."""
    fields: dict[str, Any] = {
        "version": 2,
        "headline": "Central bank cuts key rate to 14%",
        "update_type": UpdateType.CORRECTION_FACT,
        "correction": Correction(was="15%", now="14%", where="headline", why="Misread a table."),
    }
    return make_story(**fields | over)


def make_canary(**over: Any) -> NewsItem:
    """Make an item whose every text field outside the headline level holds the word CANARY."""
    fields: dict[str, Any] = {
        "standfirst": "CANARY standfirst",
        "dateline": "CANARY dateline",
        "byline": "CANARY byline",
        "desk": "CANARY desk",
        "body": (
            Paragraph(text="CANARY paragraph"),
            Question(text="CANARY question", speaker="CANARY asks"),
            Answer(text="CANARY answer", speaker="CANARY answers"),
        ),
        "ednotes": (
            EdNote(text="CANARY public note", publishable=True),
            EdNote(text="CANARY contact", role="contact"),
        ),
        "topics": (Subject(code="medtop:04000000", label="economy"),),
        "keywords": ("CANARY keyword",),
        "places": (Entity(name="CANARY place"),),
        "people": (Entity(name="CANARY person"),),
        "organisations": (Entity(name="CANARY organisation"),),
        "companies": (Company(name="CANARY", instruments=(Instrument(ticker="CANARY"),)),),
        "correction": Correction(was="CANARY was", now="CANARY now", why="CANARY why"),
    }
    return make_story(**fields | over)
