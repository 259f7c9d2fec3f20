"""Replaying through the real desk: everything once, in order, and again nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group

from wireroom.customers.models import Person
from wireroom.desk.models import Desk, Story
from wireroom.desk.newsroom import CHIEF_EDITORS, set_up_newsroom
from wireroom.desk.replay import runner
from wireroom.desk.replay.records import Article, Revision, read
from wireroom.kernel.newsitem import PubStatus, UpdateType
from wireroom.wire import queries as wire
from wireroom.wire import verifying
from wireroom.wire.closing import WireClosed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def replayer():
    set_up_newsroom(desks=())
    editor = Person.objects.create_user("replay@example.com", is_staff=True)
    editor.groups.add(Group.objects.get(name=CHIEF_EDITORS))
    return runner.Replayer(editor=editor, desk=Desk.objects.create(name="Replay"))


def replay(articles, replayer, **options):
    moments = runner.in_order_of_time(articles)
    return list(runner.replay(moments, replayer, clock=lambda: NOW, **options))


def again(replayer):
    return runner.Replayer(editor=replayer._editor, desk=replayer._desk)


def article(path, *revisions):
    return Article(path=path, line=1, authors=(), revisions=revisions)


def put(day, body, title="Title"):
    return Revision(at=datetime(2020, 1, day, tzinfo=UTC), title=title, body_md=body)


def delete(day):
    return Revision(at=datetime(2020, 1, day, tzinfo=UTC), op="delete")


LIFE = article(
    "a.md",
    put(1, "It opens at nine. " + "The same words follow. " * 40),
    put(2, "It opens at eight. " + "The same words follow. " * 40),
    delete(3),
    put(4, "It opens at eight. " + "The same words follow. " * 40),
    put(5, "Something else entirely has happened in the meantime.", title="New title"),
    delete(6),
)


def test_a_whole_life_reaches_the_wire_as_it_happened(replayer):
    assert all(o.released for o in replay([LIFE], replayer))
    items = [entry.item for entry in wire.versions(runner.guid_of("a.md"))]
    assert [item.update_type for item in items] == [
        UpdateType.NEW,
        UpdateType.CORRECTION_MINOR,
        UpdateType.HOLD,
        UpdateType.DEVELOPMENT,
        UpdateType.WRITETHRU,
        UpdateType.KILL,
    ]
    assert items[1].correction.now.startswith("It opens at eight.")
    assert items[2].pub_status is PubStatus.WITHHELD
    assert items[-1].body == ()
    assert items[-1].ednotes[0].text == runner.WITHDRAWN
    assert items[0].dateline == "WASHINGTON, Jan 1, 2020"


def test_a_second_run_releases_nothing(replayer):
    replay([LIFE], replayer)
    head = wire.head()
    assert not any(o.released or o.refused for o in replay([LIFE], again(replayer)))
    assert wire.head() == head


@pytest.mark.parametrize("stopped_after", range(1, 6))
def test_a_run_that_was_stopped_goes_on_where_it_stopped(replayer, stopped_after):
    moments = runner.in_order_of_time([LIFE])
    outcomes = runner.replay(moments, replayer, clock=lambda: NOW)
    for _ in range(stopped_after):
        next(outcomes)
    outcomes.close()
    assert wire.head() == stopped_after
    rest = replay([LIFE], again(replayer))
    assert [o.released for o in rest] == [False] * stopped_after + [True] * (6 - stopped_after)
    assert [e.version for e in wire.versions(runner.guid_of("a.md"))] == [1, 2, 3, 4, 5, 6]


def test_articles_interleave_in_the_order_of_time(replayer):
    other = article("b.md", put(2, "B one."), put(5, "Bee two is longer, new words."))
    replay([LIFE, other], replayer)
    order = [entry.guid == runner.guid_of("b.md") for entry in wire.read_after(0)]
    assert order == [False, False, True, False, False, False, True, False]


def test_what_cannot_be_released_is_named_once_and_the_rest_goes_on(replayer):
    empty = article("empty.md", Revision(at=datetime(2020, 1, 1, tzinfo=UTC)), delete(9))
    outcomes = replay([empty, LIFE], replayer)
    refused = [o.refused for o in outcomes if o.refused]
    assert len(refused) == 1
    assert "line 1, empty.md" in refused[0]
    assert sum(o.released for o in outcomes) == 6


def test_a_closed_wire_ends_the_run(replayer, monkeypatch):
    def closed():
        raise WireClosed

    monkeypatch.setattr("wireroom.wire.closing.refuse_when_closed", closed)
    with pytest.raises(WireClosed):
        replay([LIFE], replayer)
    assert Story.objects.count() == 0


def test_the_pace_is_asked_before_each_release_and_not_for_what_is_done(replayer):
    asked = []
    replay([LIFE], replayer, wait=asked.append)
    assert [at.day for at in asked] == [1, 2, 3, 4, 5, 6]
    replay([LIFE], again(replayer), wait=asked.append)
    assert len(asked) == 6


def test_guids_cannot_be_guessed_from_the_path_alone(settings):
    first = runner.guid_of("a.md")
    settings.SECRET_KEY = "another installation " * 3
    assert runner.guid_of("a.md") != first


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_thirty_real_articles_with_their_histories_go_through_once(shared_data, replayer):
    found = list(read(shared_data / "corpora" / "digitalgov-news"))
    articles = [a for a in found if len(a.revisions) > 3][:22] + found[-8:]
    outcomes = replay(articles, replayer)
    assert [o.refused for o in outcomes if o.refused] == []
    released = sum(o.released for o in outcomes)
    assert wire.head() == released > 60
    assert not any(o.released for o in replay(articles, again(replayer)))
    assert wire.head() == released
    assert verifying.verify().faults == ()
    kinds = {entry.item.update_type for entry in wire.read_after(0, 1000)}
    assert {UpdateType.NEW, UpdateType.KILL, UpdateType.CORRECTION_MINOR} <= kinds


def test_the_body_survives_the_editor_and_comes_out_the_same(replayer):
    text = (
        "Hello **bold** and [link](https://a.example/?a=1&b=2) \\| x\n\n## Head\n\n"
        "- one\n- two\n\n> quote\n\n|A|B|\n|-|-|\n|1|2|"
    )
    replay([article("c.md", put(1, text))], replayer)
    story = Story.objects.get(guid=runner.guid_of("c.md"))
    item = wire.latest(story.guid).item
    assert json.dumps([type(b).__name__ for b in item.body]) == json.dumps(
        ["Paragraph", "Heading", "ListBlock", "Quote", "Table"]
    )
    assert item.body[0].text == (
        'Hello <strong>bold</strong> and <a href="https://a.example/?a=1&amp;b=2">link</a> | x'
    )
    assert item.body[4].rows == (("A", "B"), ("1", "2"))
