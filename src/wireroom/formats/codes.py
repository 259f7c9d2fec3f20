"""Code tables that formats share: where each scheme of codes lives, and the words for its codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from wireroom.formats.outgoing import House, Outgoing
from wireroom.kernel.mediatopics import LABELS
from wireroom.kernel.newsitem import Subject

SCHEMES: Mapping[str, str] = {
    "medtop": "http://cv.iptc.org/newscodes/mediatopic/",
    "genre": "http://cv.iptc.org/newscodes/genre/",
    "subj": "http://cv.iptc.org/newscodes/subjectcode/",
    "stat": "http://cv.iptc.org/newscodes/pubstatusg2/",
    "sig": "http://cv.iptc.org/newscodes/signal/",
    "irel": "http://cv.iptc.org/newscodes/itemrelation/",
    "ninat": "http://cv.iptc.org/newscodes/ninature/",
    "fisymtype": "http://cv.iptc.org/newscodes/financialinstrumentsymboltype/",
    "isin": "http://cvx.iptc.org/isin/",
    "mic": "http://cvx.iptc.org/iso10383-mic/",
    "ticker": "http://cvx.iptc.org/ticker/",
    "figi": "http://cvx.iptc.org/figi/",
    "iso3166-1a2": "http://cvx.iptc.org/iso3166-1a2/",
    "wd": "http://www.wikidata.org/entity/",
    "wikidata": "http://www.wikidata.org/entity/",
}
"""Alias of a scheme → what its codes' URIs begin with (IPTC catalog 41; `http`, not `https`)."""

DATA_MINING: Mapping[str, str] = {
    "allowed": "http://ns.useplus.org/ldf/vocab/DMI-ALLOWED",
    "reserved": "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING",
}
"""`Rights.data_mining` → term of the PLUS vocabulary, as `rightsInfo/dataMining` takes it."""

_QCODE = re.compile(r"(?!https?:|urn:)([A-Za-z][\w.-]*):(\S+)")
_ABSOLUTE = re.compile(
    r"(https?://[A-Za-z0-9.-]+(?::\d+)?)((?:/[^\s?#]*)?)((?:\?[^\s#]*)?)(?:#(\S*))?"
)
_URN = re.compile(r"urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:[A-Za-z0-9()+,.:=@;$_!*'/-]+")


def own_scheme(alias: str, house: House) -> str:
    """Give what the URIs of a scheme of the house's own begin with."""
    return f"{house.site_url}/codes/{quote(alias, safe='')}/"


def uri(code: str, house: House) -> str:
    """Spell a code as a URI; empty when it names no scheme.

    A QCode of a scheme that `SCHEMES` does not have is one of the house's own. What is a URI
    already stays as it is.
    """
    if _URN.fullmatch(code):
        return code
    if found := _ABSOLUTE.fullmatch(code):
        place, path, asked, part = found.groups()
        return place + _quoted(path) + _quoted(asked) + (f"#{_quoted(part)}" if part else "")
    if found := _QCODE.fullmatch(code):
        alias, value = found.groups()
        return (SCHEMES.get(alias) or own_scheme(alias, house)) + quote(value, safe="-._~")
    return ""


def _quoted(text: str) -> str:
    """Percent-encode what RFC 3986 does not allow; what is encoded already stays."""
    return quote(re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text), safe="%/:?@!$&'()*+,;=-._~")


def label(topic: Subject, outgoing: Outgoing) -> str:
    """Give the name of a topic: its own, else the receiver's table, else Media Topics; or none."""
    return topic.label or outgoing.topic_labels.get(topic.code) or LABELS.get(topic.code, "")


def genre_label(code: str) -> str:
    """Name a genre: its code's words."""
    return code.rpartition(":")[2].replace("_", " ")
