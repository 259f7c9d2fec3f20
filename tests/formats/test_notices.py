"""What a receiver must be told beside the text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.factories.stories import make_correction, make_hold, make_kill, make_story
from tests.formats.house import RELEASED, outgoing
from wireroom.formats.notices import banner, embargo, notices, order
from wireroom.formats.publishable import publishable
from wireroom.kernel.newsitem import Correction, EdNote, Profile, UpdateType


@pytest.mark.parametrize(
    ("item", "above"),
    [
        (make_story(), ()),
        (make_story(urgency=1), ("FLASH",)),
        (make_story(urgency=2, update_type=UpdateType.DEVELOPMENT), ("URGENT", "UPDATE")),
        (make_story(update_type=UpdateType.WRITETHRU), ("WRITETHRU",)),
        (make_story(update_type=UpdateType.ADD), ("ADD",)),
        (make_story(update_type=UpdateType.REPEAT), ("REPEAT",)),
        (make_correction(), ("CORRECTION",)),
        (make_kill(urgency=1), ("KILL",)),
        (make_hold(), ("HOLD",)),
        (make_story(profile=Profile.TEST, urgency=1), ("TEST", "FLASH")),
    ],
)
def test_words_above_the_headline(item, above):
    assert banner(item) == above


def test_what_may_be_published_has_no_order():
    assert order(outgoing(make_story())) is None


@pytest.mark.parametrize(
    ("item", "begin"),
    [
        (make_kill(), "Mandatory kill"),
        (make_hold(), "On hold"),
        (make_story(profile=Profile.TEST), "This is a test"),
        (make_story(profile=Profile.ADVISORY), "A note to editors"),
        (make_story(profile=Profile.DATA), "Data for systems"),
        (make_story(embargoed_until=RELEASED + timedelta(hours=1)), "Under embargo"),
    ],
)
def test_what_may_not_has_one_in_the_language_of_the_story(item, begin):
    english = order(outgoing(item))
    russian = order(outgoing(replace(item, language="ru")))
    assert english.text.startswith(begin)
    assert russian.text != english.text


def test_a_superseded_version_has_an_order_too():
    answer = publishable(make_story(), RELEASED, newest=make_story(version=2))
    assert "later version" in order(outgoing(make_story(), publishable=answer)).text


def test_orders_come_first_then_the_correction_then_notes():
    item = make_correction(
        ednotes=(EdNote(text="more soon", role="more", publishable=True),),
        embargoed_until=RELEASED + timedelta(hours=1),
    )
    assert [notice.role for notice in notices(outgoing(item))] == ["order", "correction", "more"]
    assert [notice.role for notice in notices(outgoing(make_kill()))] == ["order", "kill"]
    assert notices(outgoing(make_story())) == ()


def test_a_correction_may_hold_any_words():
    wrong = Correction(was="{now}", now="{was}", where="", why="")
    item = make_story(correction=wrong)
    assert str(notices(outgoing(item))[0]) == "CORRECTION: “{was}”, not “{now}”"


def test_the_end_of_an_embargo_is_exact():
    end = RELEASED.replace(microsecond=0)
    assert embargo(make_story(embargoed_until=end)) == "EMBARGOED until 2026-11-24T12:06:00Z"
    assert embargo(make_story()) == ""
