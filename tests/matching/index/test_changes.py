"""Changes work for the next document, wherever the plan lies and however it was posted."""

import pytest

from tests.matching.index.test_matching import document, said
from wireroom.kernel.newsitem import Subject
from wireroom.matching.index import MatchIndex, segments
from wireroom.query.plan import All, Any, Has, Near, Not, Says

PORTFOLIO = Has(tuple(f"topic=t{number}" for number in range(20)))
SHAPES = {
    "a portfolio": PORTFOLIO,
    "a portfolio with a guard": All((PORTFOLIO, said("gas"))),
    "a portfolio with more to check": All((PORTFOLIO, Any((said("gas"), Not(said("oil")))))),
    "two portfolios": Any((All((PORTFOLIO, said("gas"))), All((PORTFOLIO, Not(said("oil")))))),
    "what only the predicate knows": All((PORTFOLIO, Near("text", (("gas", "price"),), 2))),
}


def topics(*codes):
    return tuple(Subject(code=code) for code in codes)


@pytest.mark.parametrize("laid_out", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_wider_mask_reaches_every_posting(engine, shape, laid_out):
    index = MatchIndex(engine)
    index.put(1, said("unrelated"), 0b01)
    index.put(2, SHAPES[shape], 0b01)
    if laid_out:
        index.compact()
    index.set_mask(2, 0b11)
    for code in ("t0", "t19"):
        asked = document("Gas prices", topics=topics(code))
        assert index.match(asked, 0b10) == [2]
    assert index.match(document("Gas prices", topics=topics("t20")), 0b10) == []
    index.compact()
    assert index.match(document("Gas prices", topics=topics("t7")), 0b10) == [2]


def test_a_plan_that_cannot_be_read_changes_nothing(engine):
    index = MatchIndex(engine)
    index.put(1, said("gas"))
    with pytest.raises(ValueError, match="empty"):
        index.put(1, All((said("new"), Says("text", ((),)))))
    assert index.match(document("gas new")) == [1]


def test_a_removed_plan_stays_away_when_all_is_laid_out_anew(engine):
    index = MatchIndex(engine)
    for number in range(6):
        index.put(number, All((said("gas"), Not(said(f"w{number}")))))
    index.remove(2)
    index.compact()
    assert index.match(document("gas w3")) == [0, 1, 4, 5]
    index.put(2, said("gas"))
    assert index.match(document("gas w3")) == [0, 1, 2, 4, 5]


def test_a_query_waits_under_what_is_rare(engine):
    index = MatchIndex(engine)
    for _ in range(50):
        index.learn(document("common gas"))
    index.put(1, All((said("common"), said("rare"))))
    index.match(document("common words"))
    assert index.work.survived == 0
    assert index.match(document("common rare")) == [1]


def test_what_was_learnt_never_changes_what_is_found(engine):
    plan = All((Any((said("a"), said("b"), said("c"))), said("d"), Not(said("e"))))
    wise, plain = MatchIndex(engine), MatchIndex(engine)
    for _ in range(50):
        wise.learn(document("a b c e"))
    for index in (wise, plain):
        index.put(1, plan)
    for text in ("a d", "d c", "a d e", "d", "b"):
        assert wise.match(document(text)) == plain.match(document(text))


def test_three_conditions_are_decided_by_the_posting_alone(engine):
    index = MatchIndex(engine)
    index.put(1, All((Any((said("a"), said("b"))), said("d"), Not(said("e")))))
    assert index.match(document("b d")) == [1]
    assert index.match(document("b d e")) == []
    assert index.work.checked == 0


def test_a_mask_that_does_not_fit_ends_a_posting_where_it_stands(engine):
    index = MatchIndex(engine)
    index.put(1, All((said("rare"), said("gas"))), mask=0b01)
    index.compact()
    assert index.match(document("rare gas"), 0b10) == []
    assert index.work.survived == 0
    assert index.match(document("rare gas"), 0b11) == [1]


def test_small_segments_are_joined_and_large_ones_left(engine, monkeypatch):
    monkeypatch.setattr(segments, "_MOST_NEW", 10)
    monkeypatch.setattr(segments, "_MOST_JOINED", 40)
    index = MatchIndex(engine)
    for number in range(200):
        index.put(number, said("gas"))
    laid = index._state.segments.laid
    assert 1 < len(laid) < 20
    assert max(map(len, laid)) <= 40
    assert index.match(document("gas")) == list(range(200))
