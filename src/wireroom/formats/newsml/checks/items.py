"""What an item must say so that receivers understand it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from wireroom.formats.newsml import codes
from wireroom.formats.newsml.checks.fault import G2, Fault, fault
from wireroom.formats.newsml.making import used_aliases
from wireroom.formats.xmlparts.making import Element

_URN = re.compile(r"urn:[a-zA-Z0-9][a-zA-Z0-9-]{1,31}:\S+")
_IPTC_CATALOG = re.compile(
    r"https?://www\.iptc\.org/std/catalog/catalog\.IPTC-G2-Standards_\d+\.xml"
)
_IDS = ("qcode", "uri", "literal")
_MEDTOP = "medtop:"


def item_faults(item: Element, topics: Mapping[str, bool] | None) -> Iterator[Fault]:
    """Find faults of one newsItem or packageItem."""
    yield from _root(item)
    yield from _aliases(item)
    yield from _status(item)
    yield from _concepts(item, topics)
    if not any(headline.text for headline in item.iter(f"{G2}headline")):
        yield fault("no_headline", item, "The item has no headline.")


def _root(item: Element) -> Iterator[Fault]:
    if item.get("conformance") != codes.CONFORMANCE:
        yield fault("conformance", item, "The item uses markup of the conformance level power.")
    if not _URN.fullmatch(item.get("guid", "")):
        yield fault("guid_no_urn", item, "The guid is not a URN.")
    if not (item.get("version") or "").isdecimal():
        yield fault("no_version", item, "The item does not say its version: readers take it for 1.")


def _aliases(item: Element) -> Iterator[Fault]:
    """Find codes whose scheme nobody declares. Our own schemes stand in the item's catalog."""
    references = [ref.get("href", "") for ref in item.iter(f"{G2}catalogRef")]
    has_iptc = any(_IPTC_CATALOG.fullmatch(href) for href in references)
    if not has_iptc:
        yield fault("no_catalog", item, "There is no reference to the catalog of IPTC.")
    declared = {scheme.get("alias") for scheme in item.iter(f"{G2}scheme")}
    known = declared | (codes.IPTC_ALIASES if has_iptc else frozenset())
    for code, alias in used_aliases(item):
        if alias not in known:
            yield fault("undeclared_alias", item, f"Nobody declares the scheme of “{code}”.")


def _status(item: Element) -> Iterator[Fault]:
    status = item.find(f"{G2}itemMeta/{G2}pubStatus")
    code = status.get("qcode") if status is not None else None
    if code not in codes.STATUSES.values():
        yield fault("status", item, f"“{code}” is no status of IPTC.")
    has_note = item.find(f"{G2}itemMeta/{G2}edNote") is not None
    has_content = item.find(f"{G2}contentSet") is not None
    if code != "stat:usable":
        if has_content:
            yield fault("stopped_with_content", item, "A stopped item must not carry its content.")
        if not has_note:
            yield fault("stopped_without_note", item, "A stopped item must say why.")
    signals = {signal.get("qcode") for signal in item.iter(f"{G2}signal")}
    if "sig:correction" in signals and not has_note:
        yield fault("correction_without_note", item, "A correction must say what it corrects.")


def _concepts(item: Element, topics: Mapping[str, bool] | None) -> Iterator[Fault]:
    for subject in item.iter(f"{G2}subject", f"{G2}located", f"{G2}provider"):
        if not any(subject.get(name) for name in _IDS):
            yield fault("no_id", subject, "A concept has neither QCode, URI nor literal.")
    for code in _medtops(item) if topics is not None else ():
        if code not in (topics or {}):
            yield fault("unknown_topic", item, f"“{code}” is no Media Topic.")
        elif (topics or {})[code]:
            yield fault("retired_topic", item, f"“{code}” is retired.")


def _medtops(item: Element) -> list[str]:
    found = (subject.get("qcode", "") for subject in item.iter(f"{G2}subject"))
    return [code for code in found if code.startswith(_MEDTOP)]
