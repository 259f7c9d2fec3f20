"""Elements of NewsML-G2, and codes as it spells them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wireroom.formats.codes import own_scheme
from wireroom.formats.newsml import codes
from wireroom.formats.outgoing import House
from wireroom.formats.xmlparts.making import Child, Element, Maker, legal

make = Maker(codes.NAMESPACE)

_QCODE = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*:\S+")
_URI = re.compile(
    r"https?://[\w.-]+(:\d+)?(/[\w/.~!$&'()*+,;=:@%-]*)?([?#][\w.~&=/%-]*)?", re.ASCII
)
_URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{1,31}:[\w.~!$'()*+,;=:@%/-]+", re.ASCII)
_OF_LINES = frozenset(
    {"edNote", "usageTerms", "copyrightNotice", "description", "headline", "by", "dateline"}
)
_BREAKS = re.compile(r"[\t\r\n]+")
_SPACES = re.compile(r"\s+")


def is_qcode(code: str) -> bool:
    """Tell whether `code` is an alias that a catalog can declare, a colon and a code."""
    return _QCODE.fullmatch(legal(code)) is not None and legal(code) == code


def qcode(scheme: str, words: str) -> str:
    """Give words as a code of one of our schemes."""
    return f"{scheme}:{_SPACES.sub('_', legal(words).strip())}"


def reference(code: str, name: str = "") -> dict[str, str]:
    """Give the attribute that names a concept: its QCode, its URI, or else a literal."""
    if _URI.fullmatch(code) or _URN.fullmatch(code):
        return {"uri": code}
    if is_qcode(code):
        return {"qcode": code}
    return {"literal": _SPACES.sub(" ", legal(code or name)).strip() or "unnamed"}


def text(tag: str, value: str, **attributes: str) -> Child:
    """Make an element of one text; None when the text is empty, since readers trip over that.

    Breaks and tabs become spaces where the schema takes none (its type `g2normalizedString`).
    """
    value = value if tag in _OF_LINES else _BREAKS.sub(" ", value)
    return make(tag, attributes, value) if legal(value).strip() else None


def catalog(root: Element, house: House) -> Child:
    """Declare the schemes that the elements of `root` use and IPTC's catalog does not have."""
    aliases = sorted({alias for _, alias in used_aliases(root)} - codes.IPTC_ALIASES)
    schemes = (make("scheme", {"alias": each, "uri": own_scheme(each, house)}) for each in aliases)
    return make("catalog", None, *schemes) if aliases else None


def used_aliases(root: Element) -> Iterator[tuple[str, str]]:
    """Give each QCode below `root`, with its alias; what is inside a body is not looked at."""
    for element in root.iter(f"{{{codes.NAMESPACE}}}*"):
        for name, value in element.attrib.items():
            if str(name) in codes.QCODE_ATTRIBUTES:
                yield from ((each, each.partition(":")[0]) for each in str(value).split())
