"""What queries mean, at a moment and for somebody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given

from tests.query.strategies import NOW, PRODUCTS, query_texts
from wireroom.query.errors import QueryError
from wireroom.query.parser import parse
from wireroom.query.plan import EVERYTHING, All, Any, Has, Near, Node, Not, Released, Says, Starts
from wireroom.query.planning import compile_text, moving_part, plan

GAS = Says("text", (("gas",),))


def day(year, month=1, number=1):
    return datetime(year, month, number, tzinfo=UTC)


MEANINGS = (
    ("", EVERYTHING),
    ("gas", GAS),
    ("gas -gas", All((GAS, Not(GAS)))),
    ("gas OR gas", Any((GAS, GAS))),
    ("prices", Says("text", (("price",), ("pric",)))),
    ("RUSSIA-GAS", Says("text", (("russia", "gas"),))),
    ("gas*", Starts("text", "gas")),
    ("Caf\u00e9*", Starts("text", "cafe")),
    ("石油*", Says("text", (("石", "油"),))),
    ('"gas oil"~5', Near("text", (("gas", "oil"),), 5)),
    ('"price prices"~5', Says("text", (("price",), ("pric",)))),
    ("slug:gas", Says("slug", (("gas",),))),
    ("headline:(gas -gas*)", All((Says("headline", (("gas",),)), Not(Starts("headline", "gas"))))),
    ("topic:economy", Has(("topic=medtop:20000344", "topic~economy"))),
    ('topic:"Oil and GAS"', Has(("topic=medtop:20001243", "topic~oil and gas"))),
    ("topic:sports", Has(("topic~sports",))),
    ("topic:20000386", Has(("topic=medtop:20000386",))),
    ("topic:MEDTOP:20000386", Has(("topic=medtop:20000386",))),
    ("topic:Own:X", Has(("topic=Own:X",))),
    ("country:DE", Has(("country=de", "country~de"))),
    ("lang:EN-gb", Has(("lang=en-gb",))),
    ("lang:German", Has(("lang=de",))),
    ("genre:Interview", Has(("genre~interview",))),
    ("genre:genre:Interview", Has(("genre=genre:Interview",))),
    ("desk:Énergie", Has(("desk=energie",))),
    ("guid:urn:uuid:1", Has(("guid=urn:uuid:1",))),
    ("guid:1", Has(("guid=urn:uuid:1",))),
    ("status:Cancelled", Has(("status=canceled",))),
    ("update:correction", Has(("update=correction",))),
    ("org:OPEC", Any((Has(("org=opec",)), Says("org", (("opec",),))))),
    ("org:OPE*", Starts("org", "ope")),
    ("urgency:flash", Has(("urgency=1",))),
    ("urgency:<=2", Has(("urgency=1", "urgency=2"))),
    ("urgency:>7", Has(("urgency=8",))),
    ("urgency:>8", Has(())),
    ("urgency:alert..urgent", Has(("urgency=2", "urgency=3"))),
    ("date:2026-11-24", Released(day(2026, 11, 24), day(2026, 11, 25))),
    ("date:2026-12", Released(day(2026, 12), day(2027))),
    ("date:2024-02-29", Released(day(2024, 2, 29), day(2024, 3))),
    ("date:2026", Released(day(2026), day(2027))),
    ("date:today", Released(day(2026, 11, 24), day(2026, 11, 25))),
    ("date:yesterday", Released(day(2026, 11, 23), day(2026, 11, 24))),
    ("date:last7d", Released(NOW - timedelta(days=7))),
    ("date:last24h", Released(NOW - timedelta(hours=24))),
    ("date:2026-11-01..", Released(day(2026, 11))),
    ("date:2026-11-01..2026-11-15", Released(day(2026, 11), day(2026, 11, 16))),
    ("date:2025..2026", Released(day(2025), day(2027))),
    ("date:>2026-11", Released(day(2026, 12))),
    ("date:>=2026-11", Released(day(2026, 11))),
    ("date:<2026-11", Released(None, day(2026, 11))),
    ("date:<=2026-11", Released(None, day(2026, 12))),
    ("date:yesterday..today", Released(day(2026, 11, 23), day(2026, 11, 25))),
    ("product:ENERGY", PRODUCTS["energy"]),
)


@pytest.mark.parametrize(("text", "meaning"), MEANINGS)
def test_a_query_has_a_meaning(text, meaning):
    assert compile_text(text, NOW, PRODUCTS) == meaning


def test_forms_of_a_word_and_another_word_may_be_close_in_one_language_alone():
    assert compile_text('"Haus Häuser"~3', NOW) == Any(
        (Near("text", (("haus", "hauser"),), 3), Says("text", (("haus",),)))
    )


def test_today_is_the_day_in_utc_wherever_now_is_told():
    tokyo = datetime(2026, 11, 25, 8, 0, tzinfo=timezone(timedelta(hours=9)))
    assert compile_text("date:today", tokyo) == Released(day(2026, 11, 24), day(2026, 11, 25))


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        *((f"date:{name}", True) for name in ("today", "yesterday", "last7d", "LAST24h")),
        *(
            ("date:today..", True),
            ("date:2026..yesterday", True),
            ("gas -(oil OR date:today)", True),
        ),
        *(("date:(2026 OR last7d)", True), ('date:"today"', True)),
        *(
            ("date:2026", False),
            ("date:2026..", False),
            ("today", False),
            ("headline:today", False),
        ),
        *(("", False), ("urgency:1..3", False)),
    ],
)
def test_only_some_dates_move_with_the_clock(text, moves):
    assert (moving_part(parse(text)) is not None) is moves


@given(query_texts())
def test_what_does_not_move_is_the_same_at_any_time(text):
    expr = parse(text)
    later = NOW + timedelta(days=400, hours=5)
    if moving_part(expr) is None:
        assert plan(expr, NOW, PRODUCTS) == plan(expr, later, PRODUCTS)


def test_an_unknown_product_names_those_that_are_known():
    with pytest.raises(QueryError, match="There is no product “gold”") as caught:
        compile_text("gas product:gold", NOW, PRODUCTS)
    assert (caught.value.at, caught.value.length) == (12, 4)
    assert caught.value.hint == "Write one of all, energy."


def test_without_products_none_can_be_asked_for():
    with pytest.raises(QueryError) as caught:
        compile_text("product:energy", NOW)
    assert caught.value.hint == "There are no products to ask for here."


@given(query_texts())
def test_a_plan_survives_being_stored(text):
    meaning = compile_text(text, NOW, PRODUCTS)
    assert msgspec.json.decode(msgspec.json.encode(meaning), type=Node) == meaning
