"""Words an editor chooses from: genres, reasons for a new version, urgencies, roles of notes."""

from __future__ import annotations

from wireroom.kernel.newsitem import UpdateType

GENRES = (
    ("genre:Current", "Current"),
    ("genre:Press_Release", "Press release"),
    ("genre:Interview", "Interview"),
    ("genre:Analysis", "Analysis"),
    ("genre:Feature", "Feature"),
    ("genre:Background", "Background"),
    ("genre:Opinion", "Opinion"),
    ("genre:Forecast", "Forecast"),
    ("genre:Daybook", "Daybook"),
    ("genre:Curtain_Raiser", "Curtain raiser"),
    ("genre:Obituary", "Obituary"),
    ("genre:Profile", "Profile"),
    ("genre:Summary", "Summary"),
    ("genre:Wrap", "Wrap"),
    ("genre:Results_Listings_and_Statistics", "Results listings and statistics"),
    ("genre:Transcript_and_Verbatim", "Transcript and verbatim"),
)
"""A selection of the IPTC genre NewsCodes (cv.iptc.org/newscodes/genre, CC BY 4.0)."""

URGENCIES = (
    (1, "1 · Flash"),
    (2, "2 · Alert"),
    (3, "3 · Urgent"),
    (4, "4 · Normal"),
    (5, "5 · Routine"),
    (6, "6 · Low"),
    (7, "7 · Lower"),
    (8, "8 · Lowest"),
)
"""IPTC urgency with the newsroom's word for it: importance is never told by colour alone."""

UPDATES = (
    (UpdateType.DEVELOPMENT.value, "Development: something new has happened"),
    (UpdateType.WRITETHRU.value, "Write-through: rewritten, replaces earlier versions"),
    (UpdateType.ADD.value, "Add: more text for the same story"),
    (UpdateType.REPEAT.value, "Repeat: sent again, unchanged"),
)
"""Why an editor releases another version; a correction has its own page."""

CORRECTIONS = (
    (UpdateType.CORRECTION_FACT.value, "A fact was wrong"),
    (UpdateType.CORRECTION_MINOR.value, "Spelling, style or layout; no fact was wrong"),
)

NOTE_ROLES = (
    ("advisory", "Advisory"),
    ("more", "More to come"),
    ("embargo", "About the embargo"),
    ("correction", "About a correction"),
    ("contact", "Contact at the desk (never sent)"),
)


def urgency_word(urgency: int) -> str:
    """Give the newsroom's word for an urgency, such as Flash or Alert."""
    return dict(URGENCIES)[urgency].partition(" · ")[2]
