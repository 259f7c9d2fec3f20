"""Who the agency is. The brand is data: nothing in code or templates names an agency."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from msgspec import Struct, convert


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Facts about the agency; a misspelt one is refused."""


class Office(_Part, frozen=True, kw_only=True):
    """One place where the agency can be visited or called."""

    city: str
    address: str = ""
    phone: str = ""
    email: str = ""


class Site(_Part, frozen=True, kw_only=True):
    """Another site of the agency: another language, or a sister company."""

    name: str
    url: str
    language: str = ""


class Language(_Part, frozen=True, kw_only=True):
    """A language that stories are written in, by its BCP 47 tag."""

    tag: str
    name: str


class Agency(_Part, frozen=True, kw_only=True):
    """The agency; see docs/reference/settings.md."""

    name: str = "Wireroom News Agency"
    """The full name, as it stands in the footer and in the rights notice."""
    short_name: str = "Wireroom"
    """The name in the header and in page titles."""
    code: str = ""
    """Two to four letters that name the agency where formats have no room for more; empty: the
    first letters of the short name."""
    tagline: str = "News, the moment it is known"
    """One line below the name."""
    about: str = (
        "We report what happened, who says so and what it means, to newsrooms, banks and companies"
        " that have to know first and have to be able to rely on it."
    )
    """What the agency is, in plain text; an empty line begins a new paragraph."""
    since_year: int | None = None
    """First year of the copyright; the last is always the present one."""
    newsroom_email: str = ""
    sales_email: str = ""
    privacy_email: str = ""
    phone: str = ""
    offices: tuple[Office, ...] = ()
    sites: tuple[Site, ...] = ()
    languages: tuple[Language, ...] = (Language(tag="en", name="English"),)
    """The languages that stories are written in, the usual one first."""
    rights_notice: str = ""
    """The rights line that every item carries; empty for the usual one."""
    usage_terms: str = ""
    """What receivers may do with the texts, carried by every item."""
    data_mining: Literal["", "allowed", "reserved"] = "reserved"
    """Whether text and data mining is allowed or reserved, carried by every item."""

    @property
    def source_code(self) -> str:
        """Spell the code: two to four capital letters, also where nobody has chosen one."""
        letters = [c for c in (self.code or self.short_name).upper() if c.isascii() and c.isalpha()]
        return "".join(letters[:4]).ljust(2, "X")

    @property
    def rights_line(self) -> str:
        """Spell the rights line of items."""
        return self.rights_notice or (
            f"© {self.name}. No republication, redistribution or framing"
            " without prior written consent."
        )

    def years(self, this_year: int) -> str:
        """Spell the years of the copyright: `1991-2026` with an en dash, or one year."""
        if self.since_year is None or self.since_year >= this_year:
            return str(this_year)
        return f"{self.since_year}\N{EN DASH}{this_year}"


def agency() -> Agency:
    """Give the agency in force: `WIREROOM_AGENCY`, else a house without offices."""
    configured: Agency | None = getattr(settings, "WIREROOM_AGENCY", None)
    return configured or Agency()


def in_templates(_: HttpRequest) -> dict[str, Agency]:
    """Give every template the agency, as `agency`; a context processor."""
    return {"agency": agency()}


def read_agency(path: Path) -> Agency:
    """Read an agency from a TOML file with the fields of `Agency`; `[[offices]]` and the like.

    Raises:
        ImproperlyConfigured: the file says something we do not know; the message names the place.
    """
    try:
        return convert(tomllib.loads(path.read_text(encoding="utf-8")), Agency)
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"The agency in {path} cannot be read: {error}") from error
