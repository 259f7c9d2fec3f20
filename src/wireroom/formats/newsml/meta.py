"""The management of an item: rights, status, notes, signals, relations."""

from __future__ import annotations

from collections.abc import Iterator

from wireroom.formats.newsml import codes
from wireroom.formats.newsml.making import make, qcode, text
from wireroom.formats.notices import order
from wireroom.formats.outgoing import House, Outgoing
from wireroom.formats.publishable import Publishable
from wireroom.formats.xmlparts.making import Child, Element, append, legal
from wireroom.kernel.clock import iso
from wireroom.kernel.newsitem import CORRECTIONS, Correction, NewsItem, Profile, UpdateType


def rights_info(item: NewsItem, house: House) -> Element:
    """Give the rights that the item carries; whoever is not named otherwise is the house."""
    rights = item.rights
    holder = rights.holder or house.name
    who = {"uri": house.site_url} if holder == house.name else {"literal": " ".join(holder.split())}
    mining = codes.DATA_MINING.get(rights.data_mining)
    return make(
        "rightsInfo",
        None,
        make("copyrightHolder", who, text("name", holder)),
        text("copyrightNotice", rights.notice),
        text("usageTerms", rights.usage_terms),
        make("dataMining", {"uri": mining}) if mining else None,
    )


def item_meta(outgoing: Outgoing, house: House) -> Element:
    """Give the management metadata, in the order of the schema."""
    item = outgoing.item
    until = item.embargoed_until
    return make(
        "itemMeta",
        None,
        make("itemClass", {"qcode": "ninat:text"}),
        provider(house),
        make("versionCreated", None, iso(outgoing.released_at)),
        make("firstCreated", None, iso(outgoing.first_released_at)),
        make("embargoed", None, iso(until)) if until else None,
        make("pubStatus", {"qcode": codes.STATUSES[item.pub_status]}),
        make("role", {"qcode": qcode(codes.PROFILE_SCHEME, item.profile.value)}),
        make("generator", None, "Wireroom"),
        make("profile", {"versioninfo": "1"}, "wireroom-text"),
        _service(item),
        text("title", item.headline),
        *_notes(outgoing),
        *_signals(item),
        *_links(outgoing),
        *_properties(outgoing),
    )


def provider(house: House) -> Element:
    """Name the agency."""
    return make("provider", {"uri": house.site_url}, text("name", house.name))


def _service(item: NewsItem) -> Child:
    if not legal(item.desk).strip():
        return None
    code = qcode(codes.DESK_SCHEME, item.desk)
    return make("service", {"qcode": code}, text("name", item.desk))


def _notes(outgoing: Outgoing) -> Iterator[Child]:
    """Say why the item may not be published (yet), then give the editors' notes, the correction."""
    item = outgoing.item
    if forbids := order(outgoing):
        yield text("edNote", forbids.text, role=qcode(codes.NOTE_SCHEME, "publishable"))
    for note in item.ednotes:
        yield text("edNote", note.text, role=qcode(codes.NOTE_SCHEME, note.role))
    if item.update_type in CORRECTIONS:
        yield _corrected(item.correction)


def _corrected(correction: Correction | None) -> Element:
    """Give a correction as data: a span of its own class for each of its facts."""
    note = make("edNote", {"role": qcode(codes.NOTE_SCHEME, "corrected")})
    for name in ("was", "now", "where", "why") if correction else ():
        if value := legal(getattr(correction, name)).strip():
            append(note, f"{'; ' if len(note) else ''}{name.capitalize()}: ")
            append(note, make("span", {"class": name}, value))
    if not len(note):
        append(note, codes.CORRECTS)
    return note


def _signals(item: NewsItem) -> Iterator[Element]:
    """Give IPTC's signal where there is one, then our own word for the version."""
    if item.update_type in codes.SIGNALS:
        yield make("signal", {"qcode": codes.SIGNALS[item.update_type]})
    if item.update_type is not UpdateType.NEW:
        yield make("signal", {"qcode": qcode(codes.UPDATE_SCHEME, item.update_type.value)})


def _links(outgoing: Outgoing) -> Iterator[Element]:
    for link in outgoing.item.links:
        yield make("link", {"rel": codes.LINKS[link.rel], "residref": link.guid})
    if outgoing.url:
        yield make("link", {"rel": f"{codes.LINK_SCHEME}:page", "href": outgoing.url})


def _properties(outgoing: Outgoing) -> Iterator[Element]:
    answer = outgoing.publishable
    yield _property("publishable", answer.answer, answer)
    yield _property("publishableWhy", answer.why)
    if answer.until is not None:
        yield _property("publishableFrom", iso(answer.until))
    if outgoing.item.profile is not Profile.NEWS:
        yield _property("profile", outgoing.item.profile.value)


def _property(name: str, value: str, answer: Publishable | None = None) -> Element:
    attributes = {"rel": qcode(codes.PROPERTY_SCHEME, name), "value": value}
    return make("itemMetaExtProperty", attributes, text("name", answer.text) if answer else None)
