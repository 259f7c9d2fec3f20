"""Feeds and their ledger as facts, dry runs, and the answer to “why did I (not) get this?”."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.customers import CompanyFactory, ProductFactory, SubscriptionFactory
from tests.factories.delivery import make_delivery, make_feed
from tests.factories.items import make_item, make_kill
from tests.support.feeds import NOON
from wireroom.delivery.models import Attempt, Delivery, DeliveryState, Feed
from wireroom.delivery.queries.dry_run import dry_run
from wireroom.delivery.queries.explaining import explain
from wireroom.delivery.queries.feeds import all_feeds, feed_facts, feeds_of
from wireroom.delivery.queries.ledger import attempts, counts, delivery_facts, ledger
from wireroom.delivery.services.fetching import note_fetched
from wireroom.kernel.ids import new_guid
from wireroom.kernel.newsitem import Profile

pytestmark = pytest.mark.django_db


def why(feed, entry, now, **asked):
    return [(each.number, each.reason) for each in explain(feed.pk, entry.guid, now, **asked)]


def test_feeds_are_found_by_company_code_name_and_state(company) -> None:
    paper = make_feed(company, name="Paper", secret="sealed")
    closed = make_feed(company, name="Old", state="closed")
    site = make_feed(company, name="Site")
    foreign = make_feed(name="Paper too", state="stalled")
    assert [each.name for each in feeds_of(company.pk)] == ["Paper", "Site"]
    assert [each.name for each in feeds_of(company.pk, closed=True)] == ["Paper", "Site", "Old"]
    assert feed_facts(paper.code).id == feed_facts(paper.pk).id == paper.pk
    assert feed_facts(paper.code, company.pk + 1) is None
    assert feed_facts("fd_none") is None
    assert {each.id for each in all_feeds("paper")} == {paper.pk, foreign.pk}
    assert [each.id for each in all_feeds(state="stalled")] == [foreign.pk]
    assert {each.id for each in all_feeds()} == {paper.pk, closed.pk, site.pk, foreign.pk}
    assert "sealed" not in repr(feed_facts(paper.code))
    assert feed_facts(paper.code).has_secret


def test_the_ledger_is_read_in_pages_both_ways(company) -> None:
    feed = make_feed(company)
    rows = [make_delivery(feed) for _ in range(5)]
    make_delivery(make_feed(company))
    make_delivery(feed, numbered=False, sample="flash")
    Delivery.objects.filter(pk=rows[1].pk).update(state=DeliveryState.VOID)
    assert [each.number for each in ledger(feed.pk, after=1, limit=2)] == [2, 3]
    assert [each.number for each in ledger(feed.pk, before=0, limit=2)] == [5, 4]
    assert [each.number for each in ledger(feed.pk, before=4)] == [3, 2, 1]
    assert [each.number for each in ledger(feed.pk, state="void")] == [2]
    assert [each.number for each in ledger(feed.pk, guid=rows[3].guid)] == [4]
    assert counts(feed.pk) == (4, 0, 1)
    assert feed_facts(feed.pk).waiting == 5


def test_a_delivery_is_shown_to_its_company_with_its_attempts(company, now) -> None:
    row = make_delivery(make_feed(company))
    for minute in range(2):
        at = now + timedelta(minutes=minute)
        Attempt.objects.create(delivery=row, at=at, outcome="failed", status=500 + minute)
    assert delivery_facts(row.pk, company.pk).number == 1
    assert delivery_facts(row.pk, company.pk + 1) is None
    assert delivery_facts(row.pk + 1) is None
    assert [each.status for each in attempts(row.pk)] == [501, 500]


def test_the_ledger_says_no_headline_of_a_killed_story_but_the_kills(house, company) -> None:
    feed = make_feed(company)
    house.publish(make_kill(house.publish(headline="A slander").item, headline="KILL"))
    kept = house.publish(headline="Harbour reopens")
    assert [each.headline for each in ledger(feed.pk)] == ["", "KILL", "Harbour reopens"]
    assert delivery_facts(Delivery.objects.get(number=1).pk).headline == ""
    assert ledger(feed.pk, guid=kept.guid)[0].headline == "Harbour reopens"


def test_tries_say_nothing_of_a_killed_story_s_text_but_the_kill_s_own(house, company) -> None:
    make_feed(company)
    house.publish(make_kill(house.publish(headline="A slander").item))
    house.publish(headline="Harbour reopens")
    for row in Delivery.objects.all():
        texts = {"request": f"POST {row.headline}", "answer": f"got {row.headline}"}
        Attempt.objects.create(delivery=row, at=house.now, outcome="delivered", **texts)
    tries = {row.number: attempts(row.pk)[0] for row in Delivery.objects.all()}
    assert (tries[1].request, tries[1].answer, tries[1].outcome) == ("", "", "delivered")
    assert all(tries[number].request.startswith("POST ") for number in (2, 3))
    assert tries[3].answer == "got Harbour reopens"


def test_a_dry_run_gives_what_a_feed_would_have_got_the_newest_first(house, company) -> None:
    since = house.wait(minutes=1)
    old, new = house.publish(headline="Storm one"), house.publish(headline="Storm two")
    house.publish(headline="Bank", slugline="BANK", body=())
    house.publish(headline="Storm three", profile=Profile.TEST)
    until = house.wait(minutes=1)
    house.publish(headline="Storm four")

    def run(**over):
        asked = {"products": (), "query": "storm", "channel": "feed", "limit": 50} | over
        return dry_run(company.pk, since=since, until=until, now=house.now, **asked)

    found = run()
    assert [line.guid for line in found.lines] == [new.guid, old.guid]
    assert (found.total, found.complete, found.trouble) == (2, True, "")
    assert [line.guid for line in run(limit=1).lines] == [new.guid]
    assert run(limit=1).total == 2
    assert run(query="").total == 3
    assert run(products=("elsewhere",)).total == 0
    assert run(query="urgency:").trouble


def test_a_dry_run_shows_nobody_what_it_may_not_read(house, company) -> None:
    house.publish(make_kill(house.publish(headline="A slander").item, headline="KILL"))
    stranger = CompanyFactory()
    asked = {"products": (), "query": "", "channel": "feed", "since": NOON}
    found = dry_run(company.pk, until=house.now, now=house.now, **asked)
    until = house.wait(seconds=1)
    found = dry_run(company.pk, until=until, now=house.now, **asked)
    assert [line.headline for line in found.lines] == ["KILL"]
    slander = asked | {"query": "slander"}
    assert dry_run(company.pk, until=until, now=house.now, **slander).total == 0
    assert dry_run(stranger.pk, until=until, now=house.now, **asked).total == 0


def test_what_has_a_number_is_explained_by_what_became_of_it(house, company) -> None:
    feed = make_feed(company)
    first = house.publish()
    second = house.publish(make_kill(house.publish().item))
    (waits,) = explain(feed.pk, first.guid, house.now)
    assert (waits.number, waits.reason, waits.headline) == (1, "waiting", first.item.headline)
    assert waits.text == "Number 1 waits to be fetched."
    Feed.objects.update(state="paused")
    assert explain(feed.pk, first.guid, house.now)[0].text.endswith("The feed is paused.")
    note_fetched(feed_id=feed.pk, upto_number=9, now=house.now)
    (taken,) = explain(feed.pk, first.guid, house.now)
    assert taken.text == "Number 1 was fetched on 24 November 2026 at 12:00:03 UTC."
    assert why(feed, second, house.now) == [(2, "void"), (3, "taken")]
    assert explain(feed.pk, second.guid, house.now)[0].headline == ""


def test_what_has_no_number_is_explained_by_what_was_in_the_way(house) -> None:
    company = CompanyFactory()
    for code, facts in {
        "en": {"languages": ["en"]},
        "de": {"languages": ["de"]},
        "screen": {"languages": ["fr"], "channels": ["terminal"]},
        "late": {"languages": ["es"], "delay_minutes": 15},
    }.items():
        SubscriptionFactory(company=company, product=ProductFactory(code=code, **facts))
    before = house.publish()
    feed = make_feed(
        company, products=["en", "late"], query="harbour", made_at=house.wait(seconds=1)
    )
    other, screen, late = (house.publish(language=tag) for tag in ("de", "fr", "es"))
    nobody = house.publish(language="it")
    unasked = house.publish(headline="Bank", slugline="BANK")
    coming = house.release()
    now = house.now
    assert why(feed, before, now) == [(None, "made_later")]
    assert why(feed, other, now) == [(None, "products")]
    assert why(feed, screen, now) == [(None, "channel")]
    assert why(feed, late, now) == []
    assert why(feed, late, now, for_agency=True) == [(None, "delayed")]
    assert why(feed, unasked, now) == [(None, "query")]
    assert why(feed, coming, now) == [(None, "not_yet")]
    assert why(feed, nobody, now) == []
    assert why(feed, nobody, now, for_agency=True) == [(None, "rights")]
    assert explain(feed.pk, new_guid(), now) == ()
    assert all(each.text for each in explain(feed.pk, other.guid, now))


def test_a_test_is_explained_to_nobody(house, company) -> None:
    entry = house.publish(profile=Profile.TEST)
    assert explain(make_feed(company).pk, entry.guid, house.now, for_agency=True) == ()


def test_changed_settings_and_overtaken_versions_are_told(house, company) -> None:
    feed = make_feed(company, query="airport")
    story = house.publish()
    assert why(feed, story, house.now) == [(None, "query")]
    Feed.objects.update(query="harbour")
    assert why(feed, story, house.now) == [(None, "added_later")]
    house.publish(make_item(guid=story.guid, version=2))
    assert why(feed, story, house.now) == [(None, "overtaken"), (1, "waiting")]
    Feed.objects.update(query="urgency:")
    other = house.publish()
    assert why(feed, other, house.now) == [(None, "query_trouble")]
