"""Whole messages of IPTC 7901, read by two readers that are not ours."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.factories.stories import make_canary, make_correction, make_hold, make_kill, make_story
from tests.formats.house import HOUSE, RELEASED, outgoing
from tests.formats.iptc7901.readers import Agency, Editorial
from tests.formats.strategies import CONTROLS, items, texts
from wireroom.formats import iptc7901
from wireroom.formats.iptc7901.charset import CHARSETS, fit
from wireroom.formats.options import faults
from wireroom.formats.projection import FULL, HEADLINE
from wireroom.kernel.markup import one_line, plain
from wireroom.kernel.newsitem import (
    EdNote,
    Heading,
    ListBlock,
    Paragraph,
    Profile,
    Question,
    Rights,
    Subject,
    Table,
)

charsets = st.sampled_from(tuple(CHARSETS))
running = st.lists(
    st.one_of(
        st.builds(Paragraph, text=texts),
        st.builds(Heading, text=texts),
        st.builds(ListBlock, items=st.lists(texts, max_size=3).map(tuple), ordered=st.booleans()),
    ),
    max_size=5,
).map(tuple)


def message(item, level=FULL, options=None, **over):
    return iptc7901.render(outgoing(item, level, **over), HOUSE, options or {})


def read(item, options=None, **over):
    return Agency.read(
        message(item, options=options, **over), (options or {}).get("encoding", "utf-8")
    )


def _asks(text):
    """Tell whether somebody wrote a question mark, of whatever script."""
    names = {unicodedata.name(each, "") for each in text}
    return any("QUESTION" in name or "INTERROBANG" in name for name in names)


def squashed(*words):
    return re.sub(r"\s", "", "".join(words))


@given(items, charsets, st.sampled_from((40, 69, 132)), st.sampled_from(("indent", "blank-line")))
def test_nothing_in_an_item_can_end_or_break_a_message(item, encoding, width, paragraphs):
    options = {"encoding": encoding, "width": width, "paragraphs": paragraphs}
    for level in (HEADLINE, FULL):
        text = message(item, level, options).decode(CHARSETS[encoding])
        assert [text.count(each) for each in "\x01\x02\x03\x04"] == [1, 1, 1, 1]
        assert text.endswith("\x7f\r\n\x7f\x04\r\n")
        _header, *lines = text.split("\r\n")
        assert set(re.findall(r"[\x00-\x1f\x7f-\x9f]", "".join(lines))) <= set(
            "\x02\x03\x04\x07\x7f"
        )
        assert max(len(line.strip("\x02\x03\a\x7f\x04")) for line in lines) <= width + len("\a" * 5)
        assert Editorial.read(text.encode(CHARSETS[encoding]), CHARSETS[encoding])


@given(items, charsets)
def test_no_question_mark_appears_that_nobody_wrote(item, encoding):
    assume(not _asks(str(item)))
    assert b"?" not in message(item, options={"encoding": encoding}, url="")


@given(items, running, charsets)
def test_what_is_written_is_what_both_read(item, body, encoding):
    headline = fit(one_line(item.headline), CHARSETS[encoding])
    assume(not headline.startswith("(") and "=" not in headline)
    story = make_story(
        headline=item.headline, standfirst=item.standfirst, byline=item.byline,
        dateline="", body=body, urgency=item.urgency,
    )  # fmt: skip
    data = message(story, options={"encoding": encoding}, url="")
    charset = CHARSETS[encoding]
    one, two = Editorial.read(data, charset), Agency.read(data, charset)
    assert (one.source, one.serial, one.priority) == ("ENA", 7, str(item.urgency))
    assert squashed(one.headline).endswith(squashed(headline))
    assert squashed(two.headline) == squashed(headline)
    assert squashed(*two.blocks) == squashed(
        *(
            fit(each, CHARSETS[encoding])
            for each in (one_line(item.standfirst), one_line(item.byline))
        ),
        *(fit(one_line(each), CHARSETS[encoding]) for each in _texts(body, charset)),
    )


def _texts(body, charset):
    for block in body:
        if isinstance(block, ListBlock):
            for number, point in enumerate(block.items, 1):
                if one_line(fit(plain(point), charset)):
                    yield (f"{number}. " if block.ordered else "- ") + plain(point)
        else:
            yield plain(block.text)


def test_paragraphs_come_back_one_by_one():
    item = make_story(
        body=(
            Paragraph(text="The board met <strong>on Friday</strong> &amp; voted. " * 4),
            Paragraph(text="It " + "went on and on " * 20),
            Heading(text="Outlook"),
            ListBlock(items=("first point " * 10, "second"), ordered=True),
            Question(text="Why?", speaker="Agency"),
        ),
    )
    found = read(item)
    assert found.blocks == [
        "The decision was expected.",
        "By A. Reporter",
        "MOSCOW. Nov 24 - " + ("The board met on Friday & voted. " * 4).strip(),
        ("It " + "went on and on " * 20).strip(),
        "Outlook",
        f"1. {('first point ' * 10).strip()} 2. second",
        "Agency: Why?",
    ]
    assert found.headline == item.headline
    assert found.keywords == ["BANK-RATE"]
    assert found.sign_off == "ena v1"
    assert found.date == ("24", "12", "06", "Nov", "26")
    assert found.words == len(" ".join(found.blocks).split())


def test_paragraphs_may_stand_apart_by_an_empty_line():
    body = (Paragraph(text="One."), Paragraph(text="Two."))
    assert b"   One.\r\n   Two.\r\n" in message(make_story(body=body, dateline=""))
    blank = message(make_story(body=body, dateline=""), options={"paragraphs": "blank-line"})
    assert b"\r\nOne.\r\n\r\nTwo.\r\n" in blank


@pytest.mark.parametrize(
    ("number", "highest", "serial"),
    [(1, 9999, 1), (9999, 9999, 9999), (10_000, 9999, 1), (999, 999, 999), (1000, 999, 1)],
)
def test_serial_numbers_wrap(number, highest, serial):
    data = message(make_story(), options={"serial_max": highest}, number=number)
    assert Editorial.read(data).serial == serial
    assert data[4 : 4 + len(str(highest))].isdigit()


def test_serial_numbers_have_no_gap_where_they_wrap():
    serials = [
        Editorial.read(message(make_story(), number=number)).serial
        for number in range(9990, 10_010)
    ]
    assert serials == [*range(9990, 10_000), *range(1, 11)]


def test_a_test_delivery_has_no_serial_number():
    assert Editorial.read(message(make_story(), number=None)).serial == 0


@pytest.mark.parametrize(
    ("item", "bells"),
    [
        (make_story(urgency=1), 5),
        (make_kill(), 5),
        (make_hold(), 5),
        (make_story(urgency=2), 0),
        (make_correction(), 0),
        (make_story(), 0),
    ],
)
def test_flashes_holds_and_kills_ring_and_nothing_else(item, bells):
    assert read(item).bells == bells


def test_a_receiver_may_want_other_bells_or_none():
    assert read(make_kill(), {"bells": 0}).bells == 0
    assert read(make_kill(), {"bells": 10}).bells == 10


@pytest.mark.parametrize("level", [HEADLINE, FULL])
def test_a_kill_is_a_mandatory_notice(level):
    found = Agency.read(message(make_kill(), level))
    assert found.above == [
        "KILL",
        "Mandatory kill: do not publish this story, and withdraw it wherever it was published.",
    ]
    assert found.headline == "KILL: BANK-RATE"
    assert found.blocks == []
    assert ("KILL: The decision was not taken." in found.notes) == (level == FULL)


def test_a_hold_is_a_mandatory_notice():
    found = read(make_hold())
    assert found.above[0] == "HOLD"
    assert "do not publish" in found.above[1]


def test_a_correction_says_so_above_and_how_below():
    found = read(make_correction())
    assert found.above == ["CORRECTION"]
    assert found.notes[1] == "CORRECTION: headline: “14%”, not “15%”. Misread a table."


def test_notes_and_rights_stand_below_the_rule_marked_as_private():
    item = make_story(
        ednotes=(
            EdNote(text="More by noon.", role="more", publishable=True),
            EdNote(text="call me", role="contact", publishable=True),
        ),
        rights=Rights(notice="© Agency", usage_terms="No framing."),
    )
    found = read(item, url="")
    assert found.notes == [
        "NOT FOR PUBLICATION",
        "MORE TO COME: More by noon.",
        "© Agency",
        "No framing.",
    ]
    assert read(make_story(), url="").notes == []


@pytest.mark.parametrize(
    ("language", "urgency", "word"),
    [
        ("en", 1, "FLASH"),
        ("ru", 1, "МОЛНИЯ"),
        ("ru-RU", 2, "СРОЧНО"),
        ("de_DE", 2, "EIL"),
        ("xx", 2, "URGENT"),
    ],
)
def test_words_are_those_of_the_language(language, urgency, word):
    assert read(make_story(language=language, urgency=urgency)).above == [word]


def test_a_receiver_may_have_words_of_its_own():
    options = {"words": {"flash": "BULLETIN"}}
    assert read(make_story(urgency=1), options).above == ["BULLETIN"]
    assert read(make_story(urgency=2), options).above == ["URGENT"]


@pytest.mark.parametrize("profile", [Profile.TEST, Profile.ADVISORY, Profile.DATA])
def test_what_is_no_news_says_so_above(profile):
    above = read(make_story(profile=profile)).above
    assert above[0] == profile.value.upper()
    assert "do not publish" in above[1]


def test_an_embargo_stands_above_even_when_it_is_over():
    before = make_story(embargoed_until=RELEASED.replace(hour=15, microsecond=0))
    over = make_story(embargoed_until=RELEASED.replace(hour=9, microsecond=0))
    assert read(before).above == [
        "EMBARGOED until 2026-11-24T15:06:00Z",
        "Under embargo: do not publish before 2026-11-24T15:06:00Z.",
    ]
    assert read(over).above == ["EMBARGOED until 2026-11-24T09:06:00Z"]


def test_priorities_and_categories_are_tables_of_the_receiver():
    economy = Subject(code="medtop:20000350", broader=("medtop:20000346", "medtop:04000000"))
    item = make_story(topics=(Subject(code="house:x"), economy), urgency=1)
    usual = Editorial.read(message(item))
    own = {"urgency": {"1": 2}, "category": {"medtop:04000000": "wi", "other": "vm"}}
    theirs = Editorial.read(message(item, options=own))
    assert (usual.priority, usual.category) == ("1", "FIN")
    assert (theirs.priority, theirs.category) == ("2", "wi")
    assert Editorial.read(message(make_story())).category == "GEN"
    assert Editorial.read(message(make_story(), options=own)).category == "vm"


def test_the_story_and_its_version_are_in_the_header():
    one = Editorial.read(message(make_story()))
    two = Editorial.read(message(make_kill()))
    assert one.tail == "ENA 00000000000040008000000000000001 v1"
    assert two.tail == "ENA 00000000000040008000000000000001 v2"


def test_a_source_of_the_receivers_own():
    assert Editorial.read(message(make_story(), options={"source": "xyz"})).source == "xyz"


def test_the_headline_level_has_the_headline_alone():
    data = message(make_canary(), HEADLINE)
    assert b"CANARY" not in data
    assert Agency.read(data).blocks == []
    assert b"CANARY" in message(make_canary())


def test_controls_in_a_text_stay_out_of_the_message():
    body = (Paragraph(text=f"{CONTROLS} the end"),)
    found = read(make_story(headline=CONTROLS, body=body, dateline="", urgency=4))
    assert found.headline == "abcdefgh ijkl"
    assert found.blocks[-1] == "abcdefgh ijkl the end"
    assert found.bells == 0


def test_a_table_is_set_in_columns():
    rows = (("Year", "Key rate"), ("2026", "15%"), ("1999",))
    data = message(make_story(body=(Table(rows=rows, caption="Rates"),), dateline=""))
    assert (
        "Rates\r\n"
        "| Year | Key rate |\r\n"
        "|------|----------|\r\n"
        "| 2026 | 15%      |\r\n"
        "| 1999 |          |\r\n"
    ) in data.decode()


def test_options_that_are_wrong_are_told_by_name():
    wrong = {
        "encoding": "utf-16",
        "width": 10,
        "source": "TOOLONG",
        "serial_max": 100,
        "bells": True,
        "urgency": {"9": 1},
        "category": {"other": "four"},
        "words": {"flash": ""},
        "colour": "red",
    }
    assert set(faults(wrong, iptc7901.OPTIONS)) == set(wrong)
    right = {
        "encoding": "cp1251",
        "width": 80,
        "source": "TASS",
        "serial_max": 999,
        "bells": 3,
        "urgency": {"1": 2},
        "category": {"other": "vm"},
        "words": {"flash": "BULLETIN"},
    }
    assert faults(right, iptc7901.OPTIONS) == {}


@pytest.mark.parametrize(("encoding", "iana"), CHARSETS.items())
def test_each_charset_is_named_for_the_line(encoding, iana):
    options = {"encoding": encoding}
    assert iptc7901.charset(options) == iana
    data = message(make_story(headline="Rates – Ставка – Zürich"), options=options)
    assert Editorial.read(data, iana).headline.startswith("Rates")
