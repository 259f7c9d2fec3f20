"""What an item is about in ninjs: subjects, genres, people, organisations, places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wireroom.formats.codes import SCHEMES, genre_label, label, uri
from wireroom.formats.ninjs.settings import BROADER
from wireroom.formats.outgoing import House, Options, Outgoing
from wireroom.kernel.newsitem import Company, Entity, Instrument, Subject

Properties = dict[str, Any]


def parts(outgoing: Outgoing, house: House, options: Options) -> Properties:
    """Give the properties that hold codes; an empty one is none."""
    item = outgoing.item
    organisations = [_entity(each, house) for each in item.organisations]
    return {
        "genres": [_coded(item.genre, genre_label(item.genre), house)] if item.genre else [],
        "subjects": [*_subjects(outgoing, house, broader=BROADER.of(options))],
        "people": [_entity(each, house) for each in item.people],
        "organisations": organisations + [_company(each, house) for each in item.companies],
        "places": [_entity(each, house) for each in item.places],
    }


def _subjects(outgoing: Outgoing, house: House, *, broader: bool) -> Iterator[Properties]:
    for topic in outgoing.item.topics:
        yield {
            **_coded(topic.code, label(topic, outgoing), house),
            "rel": "about",
            "creator": topic.provenance.value,
            "relevance": topic.relevance,
        }
    if broader:
        for code in _ancestors(outgoing):
            yield {
                **_coded(code, label(Subject(code=code), outgoing), house),
                "rel": "broader",
            }
    for keyword in outgoing.item.keywords:
        yield {"name": keyword, "literal": keyword, "rel": "keyword"}


def _ancestors(outgoing: Outgoing) -> list[str]:
    own = {topic.code for topic in outgoing.item.topics}
    above = (code for topic in outgoing.item.topics for code in topic.broader)
    return [code for code in dict.fromkeys(above) if code not in own]


def _coded(code: str, name: str, house: House) -> Properties:
    """Identify by a URI where the code has one, else by the code as it is."""
    full = uri(code, house)
    found = {"name": name, "uri": full, "literal": "" if full else code}
    return {key: value for key, value in found.items() if value}


def _entity(entity: Entity, house: House) -> Properties:
    return _coded(entity.code, entity.name, house)


def _company(company: Company, house: House) -> Properties:
    symbols = [symbol for traded in company.instruments for symbol in _symbols(traded)]
    named = _entity(company, house)
    return named | {"symbols": symbols} if symbols else named


def _symbols(traded: Instrument) -> Iterator[Properties]:
    """Give the ticker with its market, and the ISIN, which is the same on every market."""
    if traded.ticker:
        market = {"exchange": traded.mic} if traded.mic else {}
        yield {"symbol": traded.ticker, "symbolType": SCHEMES["ticker"], **market}
    if traded.isin:
        yield {"symbol": traded.isin, "symbolType": SCHEMES["isin"]}
