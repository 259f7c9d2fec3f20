"""What an address of the terminal asks for: a query, its order, all versions or the newest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args
from urllib.parse import urlencode

from msgspec import Struct
from msgspec.structs import replace

Order = Literal["newest", "relevance"]


class Asked(Struct, frozen=True, kw_only=True):
    """One search as it stands in an address. An empty text asks for the wire itself."""

    text: str = ""
    sort: Order = "newest"
    all_versions: bool = False
    topic: str = ""
    """The saved topic that the text came from, for those who mark it."""

    @property
    def is_live(self) -> bool:
        """Whether what arrives belongs on top of the list."""
        return bool(self.text) and self.sort == "newest" and not self.all_versions

    @property
    def address(self) -> str:
        """The search as the end of an address, the same text each time; empty for the wire."""
        if not self.text:
            return ""
        sort = "" if self.sort == "newest" else self.sort
        versions = "all" if self.all_versions else ""
        parts = {"q": self.text, "sort": sort, "versions": versions, "topic": self.topic}
        return "?" + urlencode({name: value for name, value in parts.items() if value})

    def following(self, **parts: str) -> str:
        """Give the address with more parts behind the search."""
        return (f"{self.address}&" if self.text else "?") + urlencode(parts)

    @property
    def by_newest(self) -> str:
        """The address of the same search, newest first."""
        return replace(self, sort="newest").address

    @property
    def by_relevance(self) -> str:
        """The address of the same search, best first."""
        return replace(self, sort="relevance").address

    @property
    def with_versions(self) -> str:
        """The address of the same search with all versions, or again without."""
        return replace(self, all_versions=not self.all_versions).address

    def instead(self, text: str) -> str:
        """Give the address of another text in the same order."""
        return replace(self, text=text, topic="").address


def asked_in(parts: Mapping[str, str]) -> Asked:
    """Read a search from the parts of an address; what is none of ours counts as not said."""
    sort = parts.get("sort", "")
    return Asked(
        text=parts.get("q", "").replace("\0", " ").strip(),
        sort="relevance" if sort == get_args(Order)[1] else "newest",
        all_versions=parts.get("versions") == "all",
        topic=parts.get("topic", "") if parts.get("topic", "").isdecimal() else "",
    )
