"""What the index knows of products changes how it is asked, never what it answers."""

from __future__ import annotations

import os
import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archive.conftest import NOW, START
from tests.archive.engine import plans
from tests.factories.customers import ProductFactory
from tests.factories.grants import make_grant, make_reader
from tests.factories.items import make_item
from wireroom.archive import search
from wireroom.archive.conf import index_dir
from wireroom.archive.engine.rights import Rights, question
from wireroom.archive.engine.schema import index_document, writable
from wireroom.archive.engine.store import SERVING, Store
from wireroom.customers import services
from wireroom.customers.rights.coverage import NO_TEST, plan_of
from wireroom.query.plan import EVERYTHING as ALL
from wireroom.query.plan import All, Any, Has


def searcher_of(entries, products):
    index = writable()
    writer = index.writer(15_000_000, 1)
    for entry in entries:
        writer.add_document(index_document(entry, is_latest=True, products=products))
    writer.commit()
    index.reload()
    return index.searcher()


def found(searcher, asked) -> set[int]:
    return {seq for seq, _ in searcher.search(asked.either, 1_000, order_by_field="seq").hits}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_known_and_unknown_products_give_the_same_answers(seed: int) -> None:
    chance = random.Random(seed)
    entries = [plans.entry(chance, number) for number in range(1, 9)]
    products = [plans.plan(chance) for _ in range(5)]
    searcher = searcher_of(entries, products)
    known = {product: at for at, product in enumerate(products)}
    for _ in range(10):
        held = [*chance.sample(products, 2), plans.plan(chance)]
        above = Any((*held, plans.plan(chance)))
        rights = Rights(All((Any(tuple(held)), NO_TEST)), All((above, NO_TEST)))
        asked = plans.plan(chance)
        assert found(searcher, question(rights, asked, known=known)) == found(
            searcher, question(rights, asked)
        )


def test_a_story_cannot_pretend_to_be_covered() -> None:
    chance = random.Random(1)
    plan = Has(("desk=energy", "desk=world"))
    searcher = searcher_of([plans.entry(chance, number) for number in range(1, 5)], [plan])
    rights = Rights(Has(("product=0",)), Has(("product=0",)))
    assert found(searcher, question(rights, ALL, known={plan: 0})) == set()


def run(indexer) -> None:
    while indexer.run_once():
        pass


def known():
    label = Store(index_dir()).label(SERVING)
    return set(label.products) if label else None


def reader_with(query: str):
    return make_reader(make_grant(query=query))


def headlines(reader) -> list[str]:
    return [line.headline for line in search.search(reader, ALL, NOW).lines]


ENERGY, SPORT = "desk:energy gas", "desk:sport OR football"


def test_an_index_knows_the_products_on_offer_when_it_is_begun(release, indexer) -> None:
    ProductFactory(query=ENERGY)
    ProductFactory()
    release(make_item(headline="Gas", desk="Energy"), make_item(headline="Gas", desk="World"))
    run(indexer)
    assert known() == {plan_of(make_grant(query=ENERGY))}
    assert headlines(reader_with(ENERGY)) == ["Gas"]
    release(make_item(headline="Gas later", desk="Energy"))
    run(indexer)
    assert headlines(reader_with(ENERGY)) == ["Gas later", "Gas"]


def test_a_new_product_gives_the_same_before_and_after_the_index_knows_it(release, indexer) -> None:
    release(make_item(headline="Football"), make_item(headline="Gas", desk="Energy"))
    run(indexer)
    ProductFactory(query=SPORT)
    run(indexer)
    assert known() == set()
    assert headlines(reader_with(SPORT)) == ["Football"]
    past = time.time() - 100_000
    os.utime(index_dir() / "serving.json", (past, past))
    run(indexer)
    assert known() == {plan_of(make_grant(query=SPORT))}
    assert headlines(reader_with(SPORT)) == ["Football"]
    folder = Store(index_dir()).label(SERVING)
    os.utime(index_dir() / "serving.json", (past, past))
    run(indexer)
    assert Store(index_dir()).label(SERVING) == folder, "nothing new, so nothing is built"


def test_a_changed_product_counts_at_once(release, indexer) -> None:
    product = ProductFactory(query=ENERGY)
    release(make_item(headline="Football"), make_item(headline="Gas", desk="Energy"))
    run(indexer)
    assert headlines(reader_with(ENERGY)) == ["Gas"]
    services.products.change_product(product_id=product.pk, now=START, actor=None, query=SPORT)
    run(indexer)
    assert known() == {plan_of(make_grant(query=ENERGY))}
    assert headlines(reader_with(SPORT)) == ["Football"]
    assert headlines(make_reader(make_grant(query=SPORT, active_to=START))) == []
