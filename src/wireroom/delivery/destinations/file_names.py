"""Names of the files that a feed writes: a template with a few fields. Pure."""

from __future__ import annotations

import re
from datetime import datetime

from anyascii import anyascii
from msgspec import Struct

DEFAULT = "{number}-{slugline}.{suffix}"
MANIFEST = ".manifest.json"
_FIELDS = frozenset({"number", "slugline", "guid", "version", "date", "suffix", "update_type"})
_FIELD = re.compile(r"\{([a-z_]+)\}")
_LITERAL = re.compile(r"[A-Za-z0-9._-]*")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9]+")
_LONGEST_TEMPLATE = 100
_LONGEST_SLUG = 60
"""With the longest template and every field a name stays below the 255 bytes of most systems."""


class Named(Struct, frozen=True, kw_only=True):
    """What a name may tell of a delivery. `number` is spelled by `spell_number`."""

    number: str
    slugline: str
    guid: str
    version: int
    released_at: datetime
    suffix: str
    update_type: str


def trouble(template: str) -> str:
    """Say what is wrong with a template; empty: nothing.

    Two deliveries must never share a name, or an older text could replace a newer one: so it holds
    the number, or identity and version.
    """
    fields = _FIELD.findall(template)
    if unknown := sorted(set(fields) - _FIELDS):
        return f"There is no field {{{unknown[0]}}}. There are {', '.join(sorted(_FIELDS))}."
    if not _LITERAL.fullmatch(_FIELD.sub("", template)) or template.startswith("."):
        return "Use letters, digits, dots, hyphens and underscores, and do not begin with a dot."
    if len(template) > _LONGEST_TEMPLATE or ".." in _FIELD.sub("", template):
        return f"Use {_LONGEST_TEMPLATE} characters at most, and no two dots in a row."
    if template.endswith((MANIFEST, ".part")):
        return f"Names do not end in {MANIFEST} or .part: those are ours."
    if "number" not in fields and not {"guid", "version"} <= set(fields):
        return "Use {number}, or {guid} and {version}: every delivery needs a name of its own."
    return ""


def spell_number(number: int) -> str:
    """Spell a number so that names sort as they were sent, up to a hundred million."""
    return f"{number:08d}"


def file_name(template: str, named: Named) -> str:
    """Fill a template in. Whatever an editor wrote, the result is one plain ASCII name."""
    values = {
        "number": named.number,
        "slugline": _slug(named.slugline),
        "guid": _slug(named.guid.removeprefix("urn:uuid:")),
        "version": str(named.version),
        "date": f"{named.released_at:%Y%m%dT%H%M%SZ}",
        "suffix": named.suffix,
        "update_type": _slug(named.update_type),
    }
    return _FIELD.sub(lambda found: values[found[1]], template)


def _slug(text: str) -> str:
    return _NOT_IN_NAMES.sub("-", anyascii(text))[:_LONGEST_SLUG].strip("-") or "untitled"
