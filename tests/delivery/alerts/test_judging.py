"""What may leave at the moment of sending."""

from __future__ import annotations

import pytest

from tests.factories.grants import EVERYTHING, HEADLINES, NOBODY
from tests.factories.items import make_item, make_kill, release
from wireroom.customers.policy import Level
from wireroom.delivery.alerts.judging import HELD, KILLED, LIFTED, NOT_READABLE, Drop, judge
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Paragraph, PubStatus, UpdateType
from wireroom.matching.queries import Due

pytestmark = pytest.mark.django_db


def due(item, version=1, kind="match"):
    now = utc_now()
    return Due(1, 1, item.guid, version, 1, kind, "email", [1], 1, now, now)


def later(item, version, **over):
    return make_item(guid=item.guid, version=version, **over)


def hold(item, version):
    return later(item, version, pub_status=PubStatus.WITHHELD, update_type=UpdateType.HOLD, body=())


def judged(item, version=1, reader=EVERYTHING):
    return judge(due(item, version), reader, utc_now())


def test_what_may_be_read_leaves_at_the_version_that_was_alerted():
    item = make_item()
    release(item)
    release(later(item, 2, headline="Second", update_type=UpdateType.DEVELOPMENT))
    assert [judged(item, number).version for number in (1, 2)] == [1, 2]
    assert judged(item, 1).headline == "Harbour reopens after storm"


def test_the_reader_s_level_is_the_one_of_now():
    item = make_item()
    release(item)
    assert judged(item).level is Level.FULL
    line = judged(item, reader=HEADLINES)
    assert (line.level, line.item.body) == (Level.HEADLINE, ())
    assert judged(item, reader=NOBODY) == Drop(NOT_READABLE)


def test_a_kill_stops_what_came_before_and_leaves_itself():
    item = make_item()
    release(item)
    release(make_kill(item))
    assert judged(item) == Drop(KILLED)
    assert judged(item, 2).is_killed


def test_a_hold_stops_what_came_before_until_it_is_lifted_and_then_is_no_news():
    item = make_item()
    release(item)
    release(hold(item, 2))
    assert judged(item) == Drop(HELD)
    assert judged(item, 2).is_held
    release(later(item, 3, update_type=UpdateType.WRITETHRU, body=(Paragraph(text="Sure."),)))
    assert judged(item, 2) == Drop(LIFTED)
    assert judged(item, 3).version == 3


def test_a_version_that_never_was_is_not_sent():
    item = make_item()
    release(item)
    assert judged(item, 7) == Drop(NOT_READABLE)
    assert judged(make_item()) == Drop(NOT_READABLE)
