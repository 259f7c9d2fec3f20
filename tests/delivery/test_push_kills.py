"""A killed story leaves the house no more, whatever restarts and whoever comes back."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from pathlib import Path

import pytest

from tests.factories.customers import (
    AccessTokenFactory,
    CompanyFactory,
    ProductFactory,
    SubscriptionFactory,
)
from tests.factories.items import make_item, make_kill, release
from wireroom.delivery import positions
from wireroom.kernel.newsitem import Company, Paragraph, PubStatus, Subject, UpdateType

CANARY = "CANARY-OF-A-KILLED-STORY"
BEARERS = {name: {"Authorization": f"Bearer wr_{name}"} for name in ("full", "headline")}
TABLES = [{}, {"preload_entries": 2, "chunk_bytes": 2000, "ring_entries": 2}]
"""Small tables, so that nearly everything comes from the database."""


def killable(**over):
    content = {
        "headline": CANARY,
        "slugline": CANARY,
        "body": (Paragraph(text=CANARY),),
        "topics": (Subject(code="medtop:1", label=CANARY),),
        "companies": (Company(name=CANARY),),
        "keywords": (CANARY,),
    }
    return make_item(**content | over)


def kill_of(story):
    return make_kill(story, headline="KILL", slugline="", topics=())


@pytest.fixture
def tokens(transactional_db):
    """Two customers: one reads all, the other headlines."""
    for name in BEARERS:
        company = CompanyFactory()
        AccessTokenFactory(company=company, secret=f"wr_{name}")
        SubscriptionFactory(company=company, product=ProductFactory(level=name))


def everything(reader, count):
    """The next items, which are all there are: their numbers in the wire, and they themselves."""
    got = []
    for _ in range(count):
        item = reader.named("message")
        got.append((positions.unseal(reader.last_id).seq, item))
    return got


def numbers_of(got):
    return [number for number, _ in got]


def sees_stubs(server, place, numbers, stubs, count=1):
    """Readers of every class get all entries after `place`, `stubs` of them without a text."""
    for headers in BEARERS.values():
        for fmt in ("item", "ticker"):
            for _ in range(count):
                with server.get(f"/stream?format={fmt}&last-event-id={place}", **headers) as reader:
                    got = everything(reader, len(numbers))
                    assert numbers_of(got) == numbers
                    assert CANARY.encode() not in reader.raw
                    assert [n for n, item in got if item["headline"] == ""] == stubs
                    assert got[-1][1]["update_type"] == "kill"
                    for number, item in got:
                        assert (item["pub_status"] == "usable") is (
                            number not in stubs and number != numbers[-1]
                        )


def release_and_kill(reader):
    """Two versions between other stories, then the kill; give the places that a reader held."""
    places = [reader.last_id]
    first = killable()
    second = killable(guid=first.guid, version=2, update_type=UpdateType.CORRECTION_FACT)
    for item in (make_item(), first, make_item(), second, make_item()):
        release(item)
        reader.named("message")
        places.append(reader.last_id)
    release(kill_of(second))
    assert reader.named("message")["update_type"] == "kill"
    return places


@pytest.mark.parametrize("tables", TABLES, ids=["memory", "database"])
def test_whoever_comes_back_after_a_kill_gets_stubs_and_the_kill(push, tokens, tables):
    server = push(**tables)
    live = server.get(**BEARERS["full"])
    live.named("hello")
    places = release_and_kill(live)
    assert live.raw.count(CANARY.encode()) > 2, "who was there had the text before the kill"
    for after, place in [(0, "earliest"), *enumerate(places)]:
        numbers = list(range(after + 1, 7))
        sees_stubs(server, place, numbers, [n for n in (2, 4) if n > after])


@pytest.mark.parametrize("tables", TABLES, ids=["memory", "database"])
def test_after_a_restart_of_everything_too(push, tokens, tables):
    server = push(**tables)
    with server.get(**BEARERS["full"]) as live:
        live.named("hello")
        places = release_and_kill(live)
    server.process.kill()
    server.process.wait()
    again = push(**tables)
    for after, place in ((0, "earliest"), (0, places[0]), (3, places[3])):
        numbers = list(range(after + 1, 7))
        sees_stubs(again, place, numbers, [n for n in (2, 4) if n > after], count=2)


@pytest.mark.parametrize("tables", TABLES, ids=["memory", "database"])
def test_a_kill_while_no_source_runs_takes_the_texts_back_when_the_next_one_comes(
    push, tokens, tables
):
    server = push(**tables)
    live = server.get(**BEARERS["full"])
    live.named("hello")
    first = killable()
    for item in (make_item(), first, make_item()):
        release(item)
    assert numbers_of(everything(live, 3)) == [1, 2, 3]
    os.kill(_source_of(server), signal.SIGKILL)
    release(kill_of(first))
    sees_stubs(server, "earliest", [1, 2, 3, 4], [2])
    ((number, kill),) = everything(live, 1)
    assert (number, kill["update_type"]) == (4, "kill")


def test_a_reader_that_lags_gets_no_text_that_was_not_under_way(push, tokens):
    server = push(lag_limit_bytes=1 << 26)
    slow = server.get(**BEARERS["full"])
    slow.named("hello")
    quick = server.get(**BEARERS["full"])
    quick.named("hello")
    filler = (Paragraph(text="x" * 20_000),)
    for _ in range(400):  # far more than the kernel takes
        release(body=filler)
    last = killable(body=filler)
    release(last)
    release(body=filler)
    assert numbers_of(everything(quick, 402)) == list(range(1, 403))
    release(kill_of(last))
    assert quick.named("message")["update_type"] == "kill"
    assert CANARY.encode() in quick.raw
    got = everything(slow, 403)
    assert numbers_of(got) == list(range(1, 404))
    assert CANARY.encode() not in slow.raw
    assert [n for n, item in got if not item["headline"]] == [401]


def test_a_hold_takes_nothing_back_and_other_stories_keep_their_texts(push, tokens):
    server = push()
    live = server.get(**BEARERS["full"])
    live.named("hello")
    held, other = killable(), make_item()
    release(held)
    release(other)
    hold = {"pub_status": PubStatus.WITHHELD, "update_type": UpdateType.HOLD, "headline": "HOLD"}
    release(guid=held.guid, version=2, **hold)
    release(kill_of(other))
    everything(live, 4)
    reader = server.get("/stream?last-event-id=earliest", **BEARERS["full"])
    got = everything(reader, 4)
    assert [item["headline"] for _, item in got] == [CANARY, "", "HOLD", "KILL"]
    assert json.loads(reader.events[1][1])["body"][0]["text"] == CANARY


def _source_of(server):
    path = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    until = time.monotonic() + 30
    while not (found := re.findall(r"\d+", path.read_text())):
        assert time.monotonic() < until, "no source"
        time.sleep(0.02)
    return int(found[0])
