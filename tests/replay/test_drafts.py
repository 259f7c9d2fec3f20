"""What the desk would have typed."""

from __future__ import annotations

from datetime import UTC, datetime

from wireroom.desk.replay.drafts import draft
from wireroom.desk.replay.records import Revision
from wireroom.desk.replay.topics import DEFAULT, MEDTOP, codes
from wireroom.kernel.mediatopics import LABELS

AT = datetime(2020, 1, 1, tzinfo=UTC)
PATH = "content/news/2020/01/2020-01-01-the-new-web-design-system-is-here.md"


def test_a_headline_loses_its_markup_and_a_missing_one_comes_from_the_path():
    titled = draft(PATH, Revision(at=AT, title="**A** [b](c)\nd &amp; e", body_md="x"))
    assert titled.headline == "A b d & e"
    assert titled.slugline == "NEW-WEB-DESIGN-SYSTEM"
    untitled = draft(PATH, Revision(at=AT, body_md="x"))
    assert untitled.headline == "The new web design system is here"


def test_a_very_long_headline_is_cut_at_a_word():
    found = draft(PATH, Revision(at=AT, title="word " * 90, body_md="x"))
    assert len(found.headline) <= 201
    assert found.headline.endswith("word…")


def test_no_text_but_a_summary_makes_the_summary_the_text_and_no_words_make_no_draft():
    assert draft(PATH, Revision(at=AT, title="T", summary="S < T")).body[0].text == "S &lt; T"
    assert draft(PATH, Revision(at=AT)) is None


def test_every_topic_of_the_table_is_one_that_the_desk_knows():
    assert set(MEDTOP.values()) | {DEFAULT} <= set(LABELS)


def test_topics_are_mapped_once_each_and_unknown_ones_stay_as_keywords():
    assert codes(("usability", "design", "zebra")) == (MEDTOP["design"],)
    assert codes(("zebra",)) == (DEFAULT,)
    assert draft(PATH, Revision(at=AT, title="T", topics=("zebra",))).keywords == ("zebra",)
