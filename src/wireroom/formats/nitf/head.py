"""The head of an NITF document: everything about the story that is not its text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from wireroom.formats.codes import genre_label, label
from wireroom.formats.nitf import codes
from wireroom.formats.notices import order
from wireroom.formats.outgoing import House, Outgoing
from wireroom.formats.xmlparts.making import Child, Element, Maker
from wireroom.kernel.newsitem import CORRECTIONS, Entity, NewsItem, Subject

_MEDTOP = "medtop:"


def head(outgoing: Outgoing, house: House, make: Maker, urgency: int) -> Element:
    """Give the `head` of a document; `urgency` is as the receiver counts it."""
    return make(
        "head",
        None,
        make("title", None, outgoing.item.headline),
        *_metas(outgoing, make),
        _tobject(outgoing, make),
        _docdata(outgoing, house, make, urgency),
        _pubdata(outgoing, house, make),
    )


def basic(moment: datetime) -> str:
    """Spell a moment as NITF does: ISO 8601 without separators, in UTC."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _metas(outgoing: Outgoing, make: Maker) -> Iterator[Element]:
    item = outgoing.item
    facts = [
        ("wireroom-guid", item.guid),
        ("wireroom-version", str(item.version)),
        ("wireroom-update-type", item.update_type.value),
        ("wireroom-publishable", outgoing.publishable.answer),
        ("wireroom-publishable-why", outgoing.publishable.why),
        ("wireroom-desk", item.desk),
        ("wireroom-feed", outgoing.feed),
        ("wireroom-number", "" if outgoing.number is None else str(outgoing.number)),
        ("wireroom-data-mining", item.rights.data_mining),
        *((codes.LINKS[link.rel], link.guid) for link in item.links),
    ]
    for name, content in facts:
        if content:
            yield make("meta", {"name": name, "content": content})


def _tobject(outgoing: Outgoing, make: Maker) -> Element:
    """Name genre and main subjects: the top level of Media Topics keeps the Subject Codes."""
    item = outgoing.item
    genre = make("tobject.property", {"tobject.property.type": genre_label(item.genre)})
    tops = {
        top.code.removeprefix(_MEDTOP): label(top, outgoing)
        for top in map(_top, item.topics)
        if top
    }
    return make(
        "tobject",
        {"tobject.type": codes.TYPES[item.profile]},
        genre if item.genre else None,
        *(
            make(
                "tobject.subject",
                {"tobject.subject.refnum": code, "tobject.subject.type": name},
            )
            for code, name in tops.items()
        ),
    )


def _top(topic: Subject) -> Subject | None:
    """Give the broadest topic above one, when it is one of IPTC's seventeen."""
    code = topic.broader[-1] if topic.broader else topic.code
    number = code.removeprefix(_MEDTOP)
    if not code.startswith(_MEDTOP) or not (number.isdecimal() and number.endswith("000000")):
        return None
    return topic if code == topic.code else Subject(code=code)


def _docdata(outgoing: Outgoing, house: House, make: Maker, urgency: int) -> Element:
    item = outgoing.item
    held_until = item.embargoed_until
    return make(
        "docdata",
        {"management-status": _status(outgoing)},
        _correction(item, house, make),
        make("doc-id", {"regsrc": house.domain, "id-string": item.guid}),
        make("urgency", {"ed-urg": str(urgency)}),
        make("date.issue", {"norm": basic(outgoing.released_at)}),
        make("date.release", {"norm": basic(held_until or outgoing.released_at)}),
        *_messages(outgoing, make),
        make("du-key", {"key": item.slugline, "version": str(item.version)}),
        *_rights(outgoing, house, make),
        _keywords(item, make),
        _identified(outgoing, make),
    )


def _status(outgoing: Outgoing) -> str:
    if outgoing.publishable.why == "embargo":
        return codes.EMBARGOED
    return codes.STATUSES[outgoing.item.pub_status]


def _correction(item: NewsItem, house: House, make: Maker) -> Child:
    if item.update_type not in CORRECTIONS:
        return None
    said = item.correction
    info = "; ".join(
        f"{name}: {value}"
        for name, value in (
            ("Was", said.was if said else ""),
            ("Now", said.now if said else ""),
            ("Where", said.where if said else ""),
            ("Why", said.why if said else ""),
        )
        if value
    )
    return make("correction", {"info": info, "id-string": item.guid, "regsrc": house.domain})


def _messages(outgoing: Outgoing, make: Maker) -> Iterator[Element]:
    if forbids := order(outgoing):
        yield make("ed-msg", {"msg-type": "publishable", "info": forbids.text})
    for note in outgoing.item.ednotes:
        yield make("ed-msg", {"msg-type": note.role, "info": note.text})


def _rights(outgoing: Outgoing, house: House, make: Maker) -> Iterator[Element]:
    rights = outgoing.item.rights
    holder = rights.holder or house.name
    year = str(outgoing.first_released_at.astimezone(UTC).year)
    yield make("doc.copyright", {"holder": holder, "year": year})
    terms = "\n".join(filter(None, (rights.notice, rights.usage_terms)))
    yield make("doc.rights", {"owner": holder, "limitations": terms})


def _keywords(item: NewsItem, make: Maker) -> Child:
    words = [make("keyword", {"key": word}) for word in item.keywords]
    return make("key-list", None, *words) if words else None


def _identified(outgoing: Outgoing, make: Maker) -> Child:
    """Name what the story is about; codes of what is traded stand in `alt-code`."""
    item = outgoing.item
    found = [
        *(_named(make, "person", who) for who in item.people),
        *(_named(make, "org", who) for who in item.organisations),
        *(_company(make, company) for company in item.companies),
        *(_named(make, "location", place) for place in item.places),
        *(_topic(make, topic, outgoing) for topic in item.topics),
    ]
    return make("identified-content", None, *found) if found else None


def _named(make: Maker, tag: str, entity: Entity) -> Element:
    source, value = _code(entity.code)
    names = ("code-source", "location-code") if tag == "location" else ("idsrc", "value")
    return make(tag, dict(zip(names, (source, value), strict=True)), entity.name)


def _company(make: Maker, company: Entity) -> Element:
    made = _named(make, "org", company)
    for instrument in getattr(company, "instruments", ()):
        for source in ("isin", "ticker", "mic"):
            if value := getattr(instrument, source):
                made.append(make("alt-code", {"idsrc": source, "value": value}))
    return made


def _topic(make: Maker, topic: Subject, outgoing: Outgoing) -> Element:
    source, value = _code(topic.code)
    return make(
        "classifier", {"type": "subject", "idsrc": source, "value": value}, label(topic, outgoing)
    )


def _code(code: str) -> tuple[str, str]:
    source, colon, value = code.partition(":")
    return (source, value) if colon else ("", code)


def _pubdata(outgoing: Outgoing, house: House, make: Maker) -> Child:
    if not outgoing.url:
        return None
    facts = {"date.publication": basic(outgoing.released_at), "name": house.name}
    return make("pubdata", {"type": "web", **facts, "ex-ref": outgoing.url})
