"""What a reader may not see is not found, counted, listed, suggested or completed (DESIGN §4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.archive.conftest import NOW, START
from tests.factories.grants import EVERYTHING, NOBODY, make_grant, make_reader
from tests.factories.items import make_item, make_kill
from tests.factories.stories import make_canary, make_guid
from wireroom.archive import search
from wireroom.customers.policy import Level
from wireroom.kernel.newsitem import (
    Company,
    Entity,
    Instrument,
    Paragraph,
    PubStatus,
    Rights,
    Subject,
    UpdateType,
    canonical,
)
from wireroom.query.analysis import variants
from wireroom.query.document import SCOPES
from wireroom.query.plan import EVERYTHING as ALL
from wireroom.query.plan import All, Has, Near, Not, Says, Starts

ENGLISH = make_grant(languages=frozenset({"en"}))
PUBLIC = make_reader(ENGLISH, name="public")
HEADLINES = make_reader(make_grant(Level.HEADLINE, languages=frozenset({"en"})), name="headlines")
MIXED = make_reader(make_grant(Level.HEADLINE), ENGLISH, name="mixed")
ENDED = make_reader(make_grant(active_to=START), ENGLISH, name="ended")
LATER = make_reader(make_grant(active_from=NOW + timedelta(days=1)), ENGLISH, name="later")
BOUNDED = make_reader(
    make_grant(languages=frozenset({"en"}), delay=timedelta(minutes=1), archive=timedelta(days=30)),
    make_grant(stories=frozenset({make_guid(1)})),
    name="bounded",
)

PAPER = Instrument(isin="XX0000CANARY", ticker="CAN")
COMPANY = Company(name="Canary Mining", instruments=(PAPER,))
NAMED = {
    "companies": (COMPANY,),
    "places": (Entity(name="Canary Wharf", code="iso3166-1a2:CY"),),
    "people": (Entity(name="Canary Jones", code="p:canary"),),
    "organisations": (Entity(name="Canary Union", code="o:canary"),),
    "desk": "Canary",
}
BODIES = {"standfirst": "Canary", "byline": "Canary", "keywords": ("canary",)}


def hidden(number: int, **over):
    """A story of another product: canaries everywhere, in the headline too."""
    fields = {
        "guid": make_guid(number),
        "language": "ru",
        "headline": "Canary sings in the coal mine",
        "slugline": "CANARY-SONG",
        "genre": "genre:Canary",
        "topics": (Subject(code="own:canary", label="Canary", broader=("own:canaries",)),),
        "rights": Rights(holder="Canary Press"),
        **NAMED,
        **BODIES,
    }
    return make_canary(**fields | over)


def plain(number: int, **over):
    fields = {"headline": "Coal mine reopens", "body": (Paragraph(text="Coal news."),)}
    return make_item(guid=make_guid(number), **fields | over)


def asks():
    words = variants("canary")
    for scope in SCOPES:
        yield Says(scope, words)
        yield Starts(scope, "canar")
    for scope in ("text", "headline"):
        yield Near(scope, (("canari", "sing"),), 5)
    for code in (
        "company=xx0000canary", "company=can", "place=iso3166-1a2:cy", "country=cy",
        "country~canary wharf", "person=p:canary", "org=o:canary", "desk=canary", "topic~canary",
        "topic=own:canary", "topic=own:canaries", "genre~canary", "genre=genre:Canary",
    ):  # fmt: skip
        yield Has((code,))


def everything_said(reader) -> dict[str, object]:
    """All that the archive tells a reader, question by question."""
    told: dict[str, object] = {}
    for plan in (*asks(), ALL, Says("text", variants("coal")), Not(Says("text", variants("coal")))):
        for order in ("newest", "relevance"):
            found = search.search(reader, plan, NOW, order=order)
            told[f"{order} {plan}"] = ({*found.lines}, found.total, found.more)
        told[f"page {plan}"] = search.search(reader, plan, NOW, limit=1).more
        told[f"all {plan}"] = search.search(reader, plan, NOW, all_versions=True).lines
        told[f"count {plan}"] = search.count(reader, plan, NOW)
        told[f"not {plan}"] = search.count(reader, All((Not(plan),)), NOW)
        told[f"facets {plan}"] = search.facets(reader, plan, NOW)
        told[f"histogram {plan}"] = search.histogram(
            reader, plan, NOW, since=START, until=NOW, step=timedelta(hours=1)
        )
    for prefix in ("ca", "can", "c", "s", "xx", "p"):
        told[f"words {prefix}"] = search.complete_words(reader, prefix, NOW)
        for field in ("topic", "company", "person", "place", "org", "desk", "genre", "language"):
            told[f"{field} {prefix}"] = search.complete_names(reader, field, prefix, NOW)
            told[f"{field}"] = search.complete_names(reader, field, "", NOW)
    for text in ("canery", "canaru", "signs", "cool"):
        told[f"meant {text}"] = search.did_you_mean(reader, text, NOW)
    told["similar"] = {line.guid for line in search.similar(reader, make_guid(1), NOW)}
    told["similar to hidden"] = search.similar(reader, make_guid(100), NOW)
    return told


def run(indexer) -> None:
    while indexer.run_once():
        pass


@pytest.fixture(params=["indexed", "not indexed yet", "no index"])
def put(request, release, indexer):
    """Release items: the index knows them, knows only the first lot yet, or does not exist."""
    lots = []

    def put(*items) -> None:
        release(*items)
        lots.append(items)
        if request.param == "indexed" or (request.param != "no index" and len(lots) == 1):
            run(indexer)

    return put


# They come first, so that their places in the log are the same with and without hidden ones.
PLAIN = (
    plain(1),
    plain(2, headline="Coal mine closes", genre="genre:Interview"),
    plain(3, topics=(Subject(code="medtop:04000000", label="economy"),)),
)


@pytest.mark.parametrize(
    "reader", [PUBLIC, HEADLINES, ENDED, LATER, BOUNDED], ids=lambda each: each.name
)
def test_stories_of_other_products_change_nothing_of_what_is_told(put, reader) -> None:
    put(*PLAIN)
    before = everything_said(reader)
    killed = hidden(103)
    put(
        hidden(100),
        hidden(101, topics=(Subject(code="medtop:04000000"), Subject(code="own:canary"))),
        hidden(102, profile="test", language="en"),
        killed,
        make_kill(killed, headline="KILL: CANARY", desk="Canary"),
        hidden(104),
        hidden(104, version=2, update_type=UpdateType.DEVELOPMENT),
    )
    assert everything_said(reader) == before
    assert (
        "anary"
        not in repr(everything_said(reader))
        .replace(repr(list(asks())), "")
        .replace("'", "")
        .partition("similar to hidden")[2]
    )


@pytest.mark.parametrize("reader", [HEADLINES, MIXED], ids=lambda each: each.name)
def test_what_a_headline_hides_changes_nothing_of_what_is_told(put, reader) -> None:
    """Two wires that differ only below the headline tell a reader of headlines the same."""
    language = "ru" if reader is MIXED else "en"
    put(*PLAIN, plain(100, language=language))
    bare = everything_said(reader)
    rich = plain(100, language=language, version=2, **NAMED, **BODIES)
    put(rich)
    told = everything_said(reader)
    for key, value in told.items():
        if key.startswith(("count", "not", "facets", "words", "company", "person", "meant")):
            assert value == bare[key], key
    for plan in asks():
        assert search.search(reader, plan, NOW).total == 0, plan
        assert search.search(reader, plan, NOW, all_versions=True).lines == (), plan
    assert b"anary" not in b"".join(
        canonical(line.item) for line in search.search(reader, ALL, NOW).lines
    )


def test_who_may_read_it_all_finds_every_canary(put) -> None:
    """The negative of the tests above: their questions do find what is there to be found."""
    put(*PLAIN)
    put(hidden(100))
    for plan in asks():
        assert search.search(EVERYTHING, plan, NOW).total == 1, plan


def test_who_may_read_nothing_is_told_nothing(put) -> None:
    put(*PLAIN, hidden(100))
    told = everything_said(NOBODY)
    assert not any(
        any(value) if isinstance(value, tuple) else value
        for value in (told[key] for key in told if not key.startswith(("newest", "relevance")))
    )


def test_text_that_was_stopped_is_found_by_nobody(put) -> None:
    killed, held = hidden(100), hidden(101)
    put(killed, held)
    assert search.count(EVERYTHING, Says("text", variants("canary")), NOW) == 2
    put(
        make_kill(killed, headline="KILL", slugline="S", topics=(), genre="genre:Current"),
        make_kill(
            held,
            headline="HOLD",
            slugline="S",
            topics=(),
            genre="genre:Current",
            pub_status=PubStatus.WITHHELD,
            update_type=UpdateType.HOLD,
        ),
    )
    for plan in asks():
        for every in (False, True):
            found = search.search(EVERYTHING, plan, NOW, all_versions=every)
            assert found.lines == (), plan
            assert found.total == 0, plan
    assert search.count(EVERYTHING, ALL, NOW) == 2
    assert search.complete_words(EVERYTHING, "canar", NOW) == ()
    assert search.complete_names(EVERYTHING, "company", "canar", NOW) == ()
    assert search.did_you_mean(EVERYTHING, "canery", NOW) == ""


def test_a_story_comes_back_when_its_hold_is_lifted(release, indexer) -> None:
    held = plain(1)
    release(held)
    run(indexer)
    stop = {"pub_status": PubStatus.WITHHELD, "update_type": UpdateType.HOLD, "body": ()}
    release(plain(1, version=2, headline="HOLD", **stop))
    run(indexer)
    assert search.count(EVERYTHING, Says("text", variants("coal")), NOW) == 0
    release(plain(1, version=3, update_type=UpdateType.WRITETHRU))
    run(indexer)
    every = search.search(EVERYTHING, Says("text", variants("coal")), NOW, all_versions=True)
    assert [line.version for line in every.lines] == [3, 1]
