"""The topics that the house knows: a tree, with a label for each."""

from __future__ import annotations

from wireroom.kernel import mediatopics as topics


def test_every_topic_leads_up_to_one_of_the_seventeen() -> None:
    tops = {(topics.ancestors(code) or (code,))[-1] for code in topics.LABELS}

    assert len(tops) == 17
    assert all(code.endswith("000000") for code in tops)


def test_an_unknown_topic_has_no_ancestors() -> None:
    assert topics.ancestors("medtop:99999999") == ()
