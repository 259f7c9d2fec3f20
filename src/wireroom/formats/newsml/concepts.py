"""What an item is about: subjects, and what is known of them."""

from __future__ import annotations

from collections.abc import Iterator

from wireroom.formats.codes import label
from wireroom.formats.dateline import place
from wireroom.formats.newsml import codes
from wireroom.formats.newsml.making import is_qcode, make, qcode, reference, text
from wireroom.formats.outgoing import Outgoing
from wireroom.formats.xmlparts.making import Child, Element, legal
from wireroom.kernel.newsitem import Company, Entity, Instrument, NewsItem, Subject


def subjects(outgoing: Outgoing) -> Iterator[Element]:
    """Give topics, then people, organisations, companies and places, in the order of the item."""
    item = outgoing.item
    yield from (_topic(topic, outgoing) for topic in item.topics)
    yield from (_entity(who, "cpnat:person") for who in item.people)
    yield from (_entity(who, "cpnat:organisation") for who in item.organisations)
    yield from (_company(at, company) for at, company in enumerate(item.companies, 1))
    yield from (_entity(where, "cpnat:geoArea") for where in item.places)


def located(item: NewsItem) -> Child:
    """Give the place of the dateline, where it was written; by its code when the item has one."""
    name = place(item.dateline)
    if not legal(name).strip():
        return None
    codes_of = {each.name.casefold(): each.code for each in item.places}
    return make("located", reference(codes_of.get(name.casefold(), ""), name), text("name", name))


def asserts(item: NewsItem) -> Iterator[Element]:
    """Tell of each company what of it is traded."""
    for at, company in enumerate(item.companies, 1):
        if traded := [*_instruments(company)]:
            details = make("organisationDetails", None, *traded)
            yield make("assert", _company_id(at, company), text("name", company.name), details)


def _topic(topic: Subject, outgoing: Outgoing) -> Element:
    """`broader` names all ancestors, nearest first, so that nobody needs the vocabulary."""
    ranks = enumerate((code for code in topic.broader if is_qcode(code)), 1)
    return make(
        "subject",
        {**reference(topic.code), **_provenance(topic)},
        text("name", label(topic, outgoing)),
        *(make("broader", {"qcode": code, "rank": str(rank)}) for rank, code in ranks),
    )


def _entity(entity: Entity, nature: str) -> Element:
    return make(
        "subject",
        {"type": nature, **reference(entity.code, entity.name), **_provenance(entity)},
        text("name", entity.name),
    )


def _company(at: int, company: Company) -> Element:
    return make(
        "subject",
        {"type": "cpnat:organisation", **_company_id(at, company), **_provenance(company)},
        text("name", company.name),
    )


def _company_id(at: int, company: Company) -> dict[str, str]:
    """Give what joins a company's subject to its assertion; its place in the item if no code."""
    return reference(company.code or f"company-{at}")


def _provenance(coded: Subject | Entity) -> dict[str, str]:
    return {
        "how": codes.HOW[coded.provenance],
        "why": codes.WHY[coded.provenance],
        "relevance": str(coded.relevance),
    }


def _instruments(company: Company) -> Iterator[Element]:
    """Give the symbols of each security; those of one security have the same rank."""
    for rank, each in enumerate(company.instruments, 1):
        for kind, symbol in (("ISIN", each.isin), ("ticker", each.ticker)):
            if symbol:
                yield _symbol(kind, symbol, each, rank)


def _symbol(kind: str, symbol: str, instrument: Instrument, rank: int) -> Element:
    market = f"mic:{instrument.mic}"
    return make(
        "hasInstrument",
        {
            "symbol": symbol,
            "type": qcode(codes.SYMBOL_SCHEME, kind),
            "market": market if instrument.mic and is_qcode(market) else "",
            "rank": str(rank),
        },
    )
