"""May a receiver publish this?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from tests.factories.items import make_item
from wireroom.formats.publishable import publishable
from wireroom.kernel.newsitem import Profile, PubStatus

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)


def test_news_may_be_published():
    answer = publishable(make_item(), NOW)
    assert (answer.answer, answer.why, answer.until) == ("yes", "usable", None)


@pytest.mark.parametrize(
    ("status", "why"), [(PubStatus.CANCELED, "killed"), (PubStatus.WITHHELD, "held")]
)
def test_what_is_stopped_may_not(status, why):
    answer = publishable(make_item(pub_status=status), NOW)
    assert (answer.answer, answer.why) == ("no", why)


@pytest.mark.parametrize("profile", [Profile.ADVISORY, Profile.DATA, Profile.TEST])
def test_what_is_no_news_may_not(profile):
    answer = publishable(make_item(profile=profile), NOW)
    assert (answer.answer, answer.why) == ("no", profile.value)


def test_an_embargo_names_its_end_and_ends():
    item = make_item(embargoed_until=LATER)
    before = publishable(item, NOW)
    assert (before.answer, before.why, before.until) == ("until", "embargo", LATER)
    assert "2026-11-24T14:00:00.000Z" in before.text
    assert publishable(item, LATER).answer == "yes"


def test_an_old_version_gives_way_to_a_newer_one():
    item = make_item()
    newer = replace(item, version=item.version + 1)
    assert publishable(item, NOW, newest=newer).why == "superseded"
    assert publishable(newer, NOW, newest=newer).answer == "yes"


def test_a_kill_of_a_later_version_stops_the_earlier_ones():
    item = make_item()
    kill = replace(item, version=2, pub_status=PubStatus.CANCELED)
    assert publishable(item, NOW, newest=kill).why == "killed"


def test_a_story_that_was_lifted_from_hold_may_be_published_again():
    lifted = make_item(version=3)
    assert publishable(lifted, NOW, newest=lifted).answer == "yes"
