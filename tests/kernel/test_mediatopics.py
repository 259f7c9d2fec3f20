"""The topics that the house knows: a tree, with names in languages, and retired ones kept."""

from __future__ import annotations

import pytest

from wireroom.kernel import mediatopics as topics
from wireroom.kernel.mediatopics import Topic, Vocabulary
from wireroom.query.coding import codes

SMALL = Vocabulary(
    released="2024-01-01",
    topics={
        "medtop:04000000": Topic({"en-GB": "economy", "de": "Wirtschaft", "sv": "Ekonomi"}),
        "medtop:20000344": Topic({"en-GB": "trade", "pt-BR": "comércio"}, "medtop:04000000"),
        "medtop:20000999": Topic({"en-GB": "barter"}, "medtop:04000000", retired=True),
        "medtop:20000998": Topic({}, "medtop:04000000"),
    },
)


@pytest.fixture
def small():
    topics.use(SMALL)
    yield SMALL
    topics.use(None)


def test_every_topic_leads_up_to_one_of_the_seventeen() -> None:
    tops = {(topics.ancestors(code) or (code,))[-1] for code in topics.LABELS}

    assert len(tops) == 17
    assert all(code.endswith("000000") for code in tops)


def test_an_unknown_topic_has_no_ancestors() -> None:
    assert topics.ancestors("medtop:99999999") == ()


def test_a_vocabulary_in_use_takes_the_place_of_the_selection(small):
    assert topics.LABELS["medtop:20000344"] == "trade"
    assert "medtop:20000350" not in topics.LABELS
    topics.use(None)
    assert "medtop:20000350" in topics.LABELS


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("de", "Wirtschaft"),
        ("de-AT", "Wirtschaft"),
        ("sv", "Ekonomi"),
        ("ru", "economy"),
        ("", "economy"),
    ],
)
def test_a_topic_is_named_in_the_language_or_in_english(small, language, label):
    assert topics.subject("medtop:04000000", language).label == label


def test_a_kindred_language_is_better_than_english(small):
    assert topics.subject("medtop:20000344", "pt-PT").label == "comércio"
    assert topics.subject("medtop:20000344", "es").label == "trade"


def test_the_house_names_topics_in_its_own_language():
    topics.use(SMALL, "de")
    assert topics.LABELS["medtop:04000000"] == "Wirtschaft"
    topics.use(None)
    assert topics.LABELS["medtop:04000000"] != "Wirtschaft"


def test_a_retired_topic_is_named_but_not_offered(small):
    offered = {code for _, group in topics.choices() for code, _ in group}
    assert "medtop:20000999" not in offered
    assert "medtop:20000344" in offered
    assert topics.subject("medtop:20000999").label == "barter"
    assert topics.subject("medtop:20000999").broader == ("medtop:04000000",)
    assert topics.is_retired("medtop:20000999")
    assert not topics.is_retired("medtop:20000344")
    assert not topics.is_retired("medtop:77777777")


def test_a_topic_without_a_name_is_offered_by_its_code(small):
    assert dict(topics.choices()[0][1])["medtop:20000998"].strip() == "medtop:20000998"
    assert topics.subject("medtop:20000998").label == ""


def test_a_query_finds_a_topic_by_its_name_in_any_language(small):
    assert codes("topic", "Wirtschaft")[0] == "topic=medtop:04000000"
    assert codes("topic", "barter")[0] == "topic=medtop:20000999"
    assert codes("topic", "bartering") == ("topic~bartering",)
    topics.use(None)
    assert codes("topic", "Wirtschaft") == ("topic~wirtschaft",)


def test_topics_in_a_circle_have_an_end():
    circle = Vocabulary(
        released="2024-01-01",
        topics={"a": Topic({}, "b"), "b": Topic({}, "a")},
    )
    assert circle.ancestors("a") == ("b", "a")


def _release(day, **labelled):
    return Vocabulary(
        released=day, topics={code: Topic(labels) for code, labels in labelled.items()}
    )


def test_a_later_release_rules_and_keeps_names_that_still_fit():
    old = _release("2019-01-01", a={"en": "x", "de": "X"}, b={"en": "old", "de": "Alt"})
    new = _release("2023-01-01", a={"en": "x"}, b={"en": "new"})
    both = topics.merged(old, new)
    assert both.released == "2023-01-01"
    assert both.topics["a"].labels == {"en": "x", "de": "X"}
    assert both.topics["b"].labels == {"en": "new"}
    assert topics.merged(new, old) == both


def test_a_topic_that_is_gone_is_kept_as_retired():
    both = topics.merged(
        _release("2019-01-01", a={"en": "x"}, gone={"en": "y"}),
        _release("2023-01-01", a={"en": "x"}),
    )
    assert both.topics["gone"].retired
    assert not both.topics["a"].retired
    assert both.topics["gone"].labels == {"en": "y"}
