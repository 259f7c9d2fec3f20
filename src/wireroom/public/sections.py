"""The lists of the site."""

from __future__ import annotations

from typing import NamedTuple


class Section(NamedTuple):
    """A list of the site; no genre: everything. `feed` names it in the addresses of its feeds."""

    title: str
    url_name: str
    feed: str
    genre: str = ""


LATEST = Section("Latest", "home", "latest")
INTERVIEWS = Section("Interviews", "interviews", "interviews", "genre:Interview")
PRESS_RELEASES = Section(
    "Press releases", "press-releases", "press-releases", "genre:Press_Release"
)
SECTIONS = (INTERVIEWS, PRESS_RELEASES)
