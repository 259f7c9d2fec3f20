"""Both engines give what the plain predicate gives, whatever was put, changed and removed."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.matching.index.strategies import documents, masks, plans
from tests.query import strategies as realistic
from wireroom.matching.index import MatchIndex
from wireroom.matching.index import segments as segments_module
from wireroom.query.predicate import matches

pytestmark = pytest.mark.usefixtures("compiled")

ids = st.integers(0, 12) | st.sampled_from([1000, (1 << 29) - 1])


def expected(kept, document, mask):
    return sorted(
        number for number, (plan, own) in kept.items() if own & mask and matches(plan, document)
    )


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(ids, st.tuples(plans, masks), max_size=10),
    st.lists(st.tuples(documents(), masks), min_size=1, max_size=3),
)
def test_both_engines_find_what_the_predicate_finds(kept, asked):
    engines = [MatchIndex("numpy"), MatchIndex("compiled")]
    for index in engines:
        for number, (plan, mask) in kept.items():
            index.put(number, plan, mask)
    for document, mask in asked:
        wanted = expected(kept, document, mask)
        assert [index.match(document, mask) for index in engines] == [wanted, wanted]
        assert engines[0].work == engines[1].work


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(realistic.plans(), max_size=8), st.lists(realistic.documents(), min_size=1, max_size=2)
)
def test_both_engines_agree_about_plans_of_real_words(kept, asked):
    engines = [MatchIndex("numpy"), MatchIndex("compiled")]
    for index in engines:
        for number, plan in enumerate(kept):
            index.put(number, plan)
    for document in asked:
        wanted = [number for number, plan in enumerate(kept) if matches(plan, document)]
        assert [index.match(document) for index in engines] == [wanted, wanted]


class Life(RuleBasedStateMachine):
    """An index over time: what is put, replaced, masked, removed, laid out, saved and loaded."""

    @initialize()
    def begin(self):
        self.kept = {}
        self.engines = [MatchIndex("numpy"), MatchIndex("compiled")]

    @rule(number=ids, plan=plans, mask=masks)
    def put(self, number, plan, mask):
        self.kept[number] = (plan, mask)
        for index in self.engines:
            index.put(number, plan, mask)

    @rule(number=ids)
    def remove(self, number):
        self.kept.pop(number, None)
        for index in self.engines:
            index.remove(number)

    @rule(number=ids, mask=masks)
    def set_mask(self, number, mask):
        if number not in self.kept:
            for index in self.engines:
                with pytest.raises(KeyError):
                    index.set_mask(number, mask)
            return
        self.kept[number] = (self.kept[number][0], mask)
        for index in self.engines:
            index.set_mask(number, mask)

    @rule(number=st.sampled_from([0, 1]))
    def compact(self, number):
        self.engines[number].compact()

    @rule(number=st.sampled_from([0, 1]))
    def settle(self, number):
        state = self.engines[number]._state
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(segments_module, "_MOST_NEW", 0)
            state.segments.settle(state.slots)
        self.engines[number]._engine.changed()

    @rule(swapped=st.booleans())
    def save_and_load(self, swapped):
        names = ["compiled", "numpy"] if swapped else ["numpy", "compiled"]
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "index"
            for at, index in enumerate(list(self.engines)):
                index.save(path, {"at": at})
                self.engines[at], stamp = MatchIndex.load(path, names[at])
                assert stamp == {"at": at}

    @rule(document=documents(), mask=masks)
    def match(self, document, mask):
        wanted = expected(self.kept, document, mask)
        for index in self.engines:
            assert index.match(document, mask) == wanted

    @invariant()
    def holds_what_was_put(self):
        for index in getattr(self, "engines", ()):
            assert len(index) == len(self.kept)
            assert all(number in index for number in self.kept)
            assert 7777 not in index


Life.TestCase.settings = settings(
    deadline=None,
    max_examples=60,
    stateful_step_count=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.mark.timeout(240)
class TestLife(Life.TestCase):
    pass
