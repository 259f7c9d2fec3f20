"""What the index finds, case by case; each finding with what must not be found."""

from datetime import UTC, datetime

import pytest

from wireroom.kernel.newsitem import NewsItem, Paragraph, Subject
from wireroom.matching.index import ALL, MatchIndex, segments
from wireroom.query.document import Document
from wireroom.query.plan import EVERYTHING, NOTHING, Has, Near, Not, Released, Says, Starts
from wireroom.query.plan import All as And
from wireroom.query.plan import Any as Or
from wireroom.query.predicate import matches

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def document(*paragraphs, **over):
    facts = {"guid": "urn:a", "version": 1, "language": "en", "headline": "", **over}
    item = NewsItem(body=tuple(Paragraph(text=text) for text in paragraphs), **facts)
    return Document(item, NOON)


def said(*keys, scope="text"):
    return Says(scope, (keys,))


def found(engine, plans, asked, mask=ALL):
    index = MatchIndex(engine)
    for number, plan in enumerate(plans):
        index.put(number, plan)
    numbers = index.match(asked, mask)
    assert numbers == [n for n, plan in enumerate(plans) if matches(plan, asked)]
    return numbers


def test_a_phrase_does_not_cross_a_break(engine):
    phrase = said("gas", "price")
    assert found(engine, [phrase], document("Gas prices", "other")) == [0]
    assert found(engine, [phrase], document("It is gas", "Prices rise")) == []


def test_a_longer_phrase_is_found_where_a_shorter_one_begins(engine):
    plans = [said("gas"), said("gas", "price"), said("gas", "price", "rise"), said("price", "rise")]
    assert found(engine, plans, document("Gas prices rise")) == [0, 1, 2, 3]
    assert found(engine, plans, document("Gas prices fell")) == [0, 1]


def test_repeated_words_do_not_hide_a_phrase(engine):
    assert found(engine, [said("a", "a", "b")], document("a a a b")) == [0]
    assert found(engine, [said("a", "a", "b")], document("a b a b")) == []


def test_a_scope_has_words_of_its_own(engine):
    plans = [said("gas", scope="headline"), said("gas", scope="keyword"), said("gas")]
    assert found(engine, plans, document(headline="Gas")) == [0, 2]
    assert found(engine, plans, document("gas", keywords=("gas",))) == [1, 2]


def test_any_variant_will_do_and_variants_are_no_other_atom_s(engine):
    both, one = Says("text", (("gas",), ("ol", "gal"))), said("ol", "gal")
    assert found(engine, [both, one], document("gas")) == [0]
    assert found(engine, [both, one], document("ol gal")) == [0, 1]
    assert found(engine, [both, one], document("ol")) == []


def test_many_variants_are_found_too(engine):
    many = Says("text", tuple((f"w{number}",) for number in range(40)))
    assert found(engine, [many, Not(many)], document("w39")) == [0]
    assert found(engine, [many, Not(many)], document("w40")) == [1]


def test_a_query_of_absences_is_found_without_any_word(engine):
    plans = [Not(said("gas")), And((Not(said("gas")), Not(Has(("topic=a",)))))]
    assert found(engine, plans, document("oil")) == [0, 1]
    assert found(engine, plans, document("oil", topics=(Subject(code="a"),))) == [0]
    assert found(engine, plans, document("gas")) == []


def test_everything_and_nothing(engine):
    plans = [EVERYTHING, NOTHING, Not(EVERYTHING), Not(NOTHING), Has(()), Says("text", ())]
    assert found(engine, plans, document("gas")) == [0, 3]


def test_fifty_alternatives(engine):
    codes = Has(tuple(f"topic=t{number}" for number in range(50)))
    words = Or(tuple(said(f"w{number}") for number in range(50)))
    asked = document("w7 w7 w8", topics=(Subject(code="t3"), Subject(code="t4")))
    assert found(engine, [codes, words, And((codes, words))], asked) == [0, 1, 2]
    assert found(engine, [codes, words, And((codes, words))], document("w7")) == [1]


def pairs(count, start=0):
    return Or(
        tuple(
            And((said(f"w{number}"), said(f"v{number}"))) for number in range(start, start + count)
        )
    )


def test_a_query_that_would_blow_up_is_asked_of_the_predicate(engine):
    plan = And(tuple(pairs(9, start) for start in range(0, 90, 9)))
    everything = " ".join(f"w{number} v{number}" for number in range(0, 90, 9))
    assert found(engine, [plan], document(everything)) == [0]
    assert found(engine, [plan], document(everything.replace("v81", "v82"))) == []
    assert found(engine, [Or((pairs(40), said("x"))), pairs(40)], document("x w39 v39")) == [0, 1]
    assert found(engine, [Or((pairs(40), said("x"))), pairs(40)], document("w38 v39")) == []


def test_near_released_and_short_prefixes_are_asked_of_the_predicate(engine):
    plans = [
        Near("text", (("gas", "price"),), 1),
        Released(since=NOON),
        Released(until=NOON),
        Starts("text", "g"),
        Not(Near("text", (("gas", "price"),), 1)),
    ]
    assert found(engine, plans, document("prices of gas")) == [0, 1, 3]
    assert found(engine, plans, document("prices of the natural gas")) == [1, 3, 4]


def test_prefixes(engine):
    plans = [Starts("text", "gas"), Starts("text", "gasoline"), Starts("headline", "ga")]
    assert found(engine, plans, document("gasoline")) == [0, 1]
    assert found(engine, plans, document("ga gas")) == [0]
    assert found(engine, plans, document(headline="Gala")) == [2]


def test_keys_of_other_scripts(engine):
    plans = [said("москв"), said("東", "京"), Starts("text", "мос"), said("ol")]
    assert found(engine, plans, document("Москва und Öl in 東京")) == [0, 1, 2, 3]
    assert found(engine, plans, document("京東")) == []


def test_a_mask_must_share_a_bit(engine):
    index = MatchIndex(engine)
    for number, mask in enumerate((0b01, 0b10, 0b11, 0, 1 << 31)):
        index.put(number, said("gas"), mask)
    asked = document("gas")
    assert index.match(asked, 0b01) == [0, 2]
    assert index.match(asked, 0b100) == []
    assert index.match(asked, 0) == []
    assert index.match(asked) == [0, 1, 2, 4]
    assert 3 in index


def test_a_new_mask_works_at_once_wider_or_narrower(engine):
    index, asked = MatchIndex(engine), document("gas")
    index.put(5, And((said("gas"), Not(said("oil")), Or((said("gas"), said("x"))))), 0b01)
    index.set_mask(5, 0b10)
    assert (index.match(asked, 0b01), index.match(asked, 0b10)) == ([], [5])
    assert index.match(document("gas oil"), 0b10) == []
    index.set_mask(5, 0)
    assert index.match(asked) == []
    assert len(index) == 1


def test_a_plan_put_again_replaces_the_old_one(engine):
    index = MatchIndex(engine)
    index.put(5, said("gas"))
    index.put(3, said("gas"))
    index.put(5, said("oil"))
    assert index.match(document("gas")) == [3]
    assert index.match(document("gas oil")) == [3, 5]
    index.remove(3)
    index.remove(3)
    assert index.match(document("gas oil")) == [5]
    assert (len(index), 3 in index, -1 in index) == (1, False, False)


@pytest.mark.parametrize(("number", "mask"), [(-1, 0), (1 << 29, 0), (1, -1), (1, 1 << 32)])
def test_numbers_that_do_not_fit_are_refused(engine, number, mask):
    with pytest.raises(ValueError, match=r"number is from|32 bits"):
        MatchIndex(engine).put(number, EVERYTHING, mask)


def test_many_plans_are_laid_out_on_the_way_and_stay_found(engine, monkeypatch):
    monkeypatch.setattr(segments, "_MOST_JOINED", 1 << 15)
    index = MatchIndex(engine)
    for number in range(60_000):
        index.put(number, And((said(f"w{number % 1000}"), Has(("language=en",)))))
    for number in range(0, 60_000, 3):
        index.remove(number)
    assert len(index._state.segments.laid) > 1
    wanted = [number for number in range(7, 60_000, 1000) if number % 3]
    assert index.match(document("w7")) == wanted
    index.compact()
    assert index.match(document("w7")) == wanted
    assert index.match(document("w7", language="fr")) == []
