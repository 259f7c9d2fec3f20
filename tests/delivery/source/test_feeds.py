"""Streams of feeds, as the source tells them: who is let in, which numbers, and who must go."""

from __future__ import annotations

import msgspec
import pytest

from tests.factories.customers import (
    AccessTokenFactory,
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    StaffFactory,
)
from tests.factories.delivery import make_feed
from tests.factories.items import make_item, make_kill, release
from tests.support.feed_talk import FeedTalk, make_reader, number, numbered, publish
from wireroom.customers import services as customers
from wireroom.delivery.models import Delivery, Feed
from wireroom.delivery.push import feed_sse, frames
from wireroom.delivery.source import feed_reading
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import (
    Correction,
    Paragraph,
    PubStatus,
    Subject,
    UpdateType,
)

pytestmark = pytest.mark.django_db

CANARY = "CANARY-OF-A-KILLED-STORY"


@pytest.fixture
def feeds(talk):
    """A source that has begun, and how to ask it for feeds."""

    def make(**settings):
        return FeedTalk(talk(**settings))

    return make


def canary(**over):
    return make_item(headline=CANARY, body=(Paragraph(text=CANARY),), **over)


def statuses(answers):
    return [answer.status for answer in answers]


def unlike(answer):
    """An answer without what tells one question from another."""
    return msgspec.structs.replace(answer, conn=0, serial=0)


def test_a_token_of_the_company_opens_its_feed_and_no_other(feeds):
    mine, theirs = make_reader("wr_mine"), make_reader("wr_theirs")
    talk = feeds()
    ours, foreign, missing, wrong = talk.ask(
        ("wr_mine", mine.code),
        ("wr_mine", theirs.code),
        ("wr_mine", "fd_nowhere"),
        ("wr_unknown", mine.code),
    )
    assert statuses([ours, foreign, missing, wrong]) == [200, 404, 404, 401]
    assert ours.class_id.startswith(f"{frames.FEED_CLASS}{mine.code}:")
    assert ours.format == "item"
    assert unlike(foreign) == unlike(missing)
    assert theirs.code not in str(talk.talk.said)


def test_a_foreign_feed_costs_the_same_queries_as_a_missing_one(feeds, django_assert_num_queries):
    make_reader("wr_mine")
    theirs = make_reader("wr_theirs")
    talk = feeds()
    talk.ask(("wr_mine", "fd_warm"))
    for code in ("fd_nowhere", theirs.code):
        with django_assert_num_queries(2):
            talk.ask(("wr_mine", code))


def test_only_a_companys_own_token_opens_feeds(feeds):
    feed = make_reader("wr_company")
    person = PersonFactory(company_id=feed.company_id)
    AccessTokenFactory(company=None, person=person, secret="wr_person")
    AccessTokenFactory(company=None, person=StaffFactory(), secret="wr_staff")
    AccessTokenFactory(company_id=feed.company_id, secret="wr_api", scopes=["api"])
    AccessTokenFactory(company_id=feed.company_id, secret="wr_stream", scopes=["stream"])
    secrets = ("wr_company", "wr_stream", "wr_person", "wr_staff", "wr_api")
    answers = feeds().ask(*((secret, feed.code) for secret in secrets))
    assert statuses(answers) == [200, 200, 404, 404, 204]


def test_a_feed_that_goes_another_way_is_no_stream(feeds):
    make_reader("wr_1", company=(company := CompanyFactory()))
    codes = [make_feed(company, destination=way).code for way in ("feed", "webhook", "email")]
    assert statuses(feeds().ask(*(("wr_1", code) for code in codes))) == [404, 404, 404]


def test_a_token_from_elsewhere_is_refused_whatever_the_feed(feeds):
    feed = make_reader("wr_1", company=CompanyFactory(networks=["192.0.2.0/24"]))
    talk = feeds()
    assert statuses(talk.ask(("wr_1", feed.code), address="192.0.2.7")) == [200]
    answers = talk.ask(("wr_1", feed.code), ("wr_1", "fd_nowhere"), address="203.0.113.9")
    assert statuses(answers) == [403, 403]


@pytest.mark.parametrize(
    ("state", "status", "end"),
    [
        ("active", 200, ""),
        ("stalled", 200, ""),
        ("paused", 200, "feed_paused"),
        ("suspended", 200, "feed_suspended"),
        ("refused", 200, "feed_refused"),
        ("closed", 204, ""),
    ],
)
def test_a_feed_that_rests_says_why_and_one_that_is_closed_says_stop(feeds, state, status, end):
    feed = make_reader("wr_1", state=state)
    make_reader("wr_2")
    own, foreign = feeds().ask(("wr_1", feed.code), ("wr_2", feed.code))
    assert (own.status, own.end, bool(own.class_id)) == (status, end, status == 200 and not end)
    assert unlike(foreign) == frames.Answer(0, 0, 404)


def test_numbers_are_passed_on_to_their_own_feed_in_order(feeds):
    one, other = make_reader("wr_1"), make_reader("wr_2", query="sport")
    talk = feeds()
    ids = {talk.open("wr_1", one): one, talk.open("wr_2", other): other}
    publish(headline="Markets fall")
    publish(headline="A day of sport")
    got = [(ids[class_id].code, n, e["type"]) for class_id, n, e in numbered(talk.news())]
    assert sorted(got) == sorted(
        [
            (one.code, 1, "story.released"),
            (one.code, 2, "story.released"),
            (other.code, 1, "story.released"),
        ]
    )
    assert talk.news() == []


def test_what_has_no_number_yet_is_not_told(feeds):
    feed = make_reader("wr_1")
    talk = feeds()
    talk.open("wr_1", feed)
    release()
    assert talk.news() == []


def test_many_readers_of_a_feed_are_one_class(feeds):
    feed = make_reader("wr_1")
    AccessTokenFactory(company_id=feed.company_id, secret="wr_2")
    one, other = feeds().ask(("wr_1", feed.code), ("wr_2", feed.code))
    assert one.class_id == other.class_id
    assert one.principal != other.principal


def test_long_ledgers_are_passed_on_and_replayed_in_pieces_that_meet(feeds, monkeypatch):
    monkeypatch.setattr(feed_reading, "_ROWS_AT_ONCE", 3)
    monkeypatch.setattr(feed_reading, "_CHUNK_ROWS", 6)
    feed = make_reader("wr_1")
    talk = feeds(chunk_bytes=4000)
    class_id = talk.open("wr_1", feed)
    for _ in range(20):
        publish()
    assert [n for _, n, _ in numbered(talk.news())] == list(range(1, 21))
    for after in (0, 1, 7, 19, 20):
        assert list(talk.replay(class_id, after)) == list(range(after + 1, 21))


def test_what_is_numbered_after_a_class_has_opened_is_not_in_its_replays(feeds):
    feed = make_reader("wr_1")
    publish()
    talk = feeds()
    class_id = talk.open("wr_1", feed)
    publish()
    assert list(talk.replay(class_id, 0)) == [1]


def test_formats_of_json_stand_inline_and_others_as_text(feeds):
    company = CompanyFactory()
    first = make_reader("wr_1", company=company)
    xml = make_feed(company, destination="stream", format="nitf")
    talk = feeds()
    ids = [talk.open("wr_1", feed) for feed in (first, xml)]
    publish(headline="Markets & more")
    got = {class_id: envelope["data"] for class_id, _, envelope in numbered(talk.news())}
    assert got[ids[0]]["item"]["headline"] == "Markets & more"
    assert "Markets &amp; more" in got[ids[1]]["text"]
    assert (got[ids[1]]["format"], "item" in got[ids[1]]) == ("nitf", False)


def test_what_cannot_be_written_is_a_void_number(feeds):
    feed = make_reader("wr_1")
    talk = feeds()
    talk.open("wr_1", feed)
    publish()
    for each in talk.talk.source.feeds.reading.classes.values():
        each.feed = each.feed._replace(format="nothing-of-ours")
    ((_, place, envelope),) = numbered(talk.news())
    assert (place, envelope["type"], envelope["data"]["void"]) == (1, "number.void", "unwritable")


def test_one_feed_that_goes_wrong_holds_up_no_other(feeds, monkeypatch):
    bad, good = make_reader("wr_bad"), make_reader("wr_good")
    talk = feeds()
    talk.open("wr_bad", bad)
    class_id = talk.open("wr_good", good)
    real = feed_reading.spell

    def spell(feed, rows, now):
        if feed.code == bad.code:
            raise ZeroDivisionError
        return real(feed, rows, now)

    monkeypatch.setattr(feed_reading, "spell", spell)
    publish()
    assert [(c, n) for c, n, _ in numbered(talk.news())] == [(class_id, 1)]
    monkeypatch.undo()
    assert numbered(talk.news()) == [], "not at once again"
    later = utc_now() + 2 * feed_reading._HELD
    assert [n for _, n, _ in numbered(talk.news(later))] == [1]


def test_a_kill_takes_back_the_numbers_of_its_story_in_every_feed_and_no_others(feeds):
    one, other = make_reader("wr_1"), make_reader("wr_2")
    untouched = make_reader("wr_3", query="NOT slug:HARBOUR-STORM")
    talk = feeds()
    ids = {talk.open(f"wr_{n}", f) for n, f in enumerate((one, other), 1)}
    apart = talk.open("wr_3", untouched)
    first = canary()
    publish(first)
    publish()
    talk.news()
    entry = release(make_kill(first))
    said = talk.news()
    assert {message.class_id for message in said} == ids, "before the kill has a number"
    for message in said:
        assert isinstance(message, frames.Retract)
        (text,) = message.texts
        assert (message.seq, text.seq, text.variant) == (1, 1, message.class_id)
        assert message.mark == feed_sse.mark(1)
        assert text.data.startswith(message.mark)
        assert CANARY.encode() not in text.data
    number(entry)
    kinds = [(type(m).__name__, getattr(m, "seq", 0)) for m in talk.news()]
    assert sorted(kinds) == [("Numbered", 0), ("Numbered", 0), ("Retract", 1), ("Retract", 1)]
    assert apart not in ids


def test_a_replay_after_a_kill_has_voids_at_their_numbers_and_then_the_kill(feeds):
    feed = make_reader("wr_1")
    first = canary()
    publish(first)
    publish()
    talk = feeds()
    class_id = talk.open("wr_1", feed)
    assert CANARY in str(talk.replay(class_id, 0)), "and now it is at hand"
    publish(make_kill(first))
    talk.news()
    got = talk.replay(class_id, 0)
    assert CANARY not in str(got)
    assert {n: e["type"] for n, e in got.items()} == {
        1: "number.void",
        2: "story.released",
        3: "story.killed",
    }
    assert got[1]["data"]["void"] == "killed"


def test_a_hold_takes_back_too_and_a_plain_update_does_not(feeds):
    feed = make_reader("wr_1")
    talk = feeds()
    talk.open("wr_1", feed)
    held, told = canary(), canary()
    for item in (held, told):
        publish(item)
    talk.news()
    publish(guid=told.guid, version=2, update_type=UpdateType.DEVELOPMENT)
    assert not any(isinstance(m, frames.Retract) for m in talk.news())
    publish(guid=held.guid, version=2, pub_status=PubStatus.WITHHELD, update_type=UpdateType.HOLD)
    taken_back = {m.seq for m in talk.news() if isinstance(m, frames.Retract)}
    assert taken_back == {1}


def test_a_story_killed_before_it_was_passed_on_is_never_told(feeds):
    feed = make_reader("wr_1")
    talk = feeds()
    talk.open("wr_1", feed)
    first = canary()
    publish(first)
    release(make_kill(first))
    ((_, place, envelope),) = numbered(talk.news())
    assert (place, envelope["type"]) == (1, "number.void")
    assert CANARY not in str(talk.talk.said)


def test_rights_that_change_end_the_streams_of_that_company_and_judge_replays_anew(feeds):
    product = ProductFactory(topics=["medtop:1"])
    feed = make_reader("wr_1", product=product)
    make_reader("wr_2", company=CompanyFactory())
    stays = make_feed(CompanyFactory(), destination="stream")
    AccessTokenFactory(company_id=stays.company_id, secret="wr_stays")
    talk = feeds()
    class_id = talk.open("wr_1", feed)
    talk.open("wr_stays", stays)
    publish(canary(topics=(Subject(code="medtop:1"),)))
    talk.news()
    assert talk.talk.check() == []
    now = utc_now()
    customers.end_subscription(subscription_id=feed.subscription.pk, now=now, actor=None)
    revoke, shut = talk.talk.check()
    assert isinstance(revoke, frames.Revoke)
    assert [reason for _, reason in revoke.ended] == ["rights_changed"]
    assert shut == frames.Shut(class_id)
    again = talk.open("wr_1", feed)
    assert again != class_id
    got = talk.replay(again, 0)
    assert {n: e["data"]["void"] for n, e in got.items()} == {1: "rights"}
    assert CANARY not in str(got)


def test_a_revoked_token_ends_its_own_streams_only(feeds):
    feed = make_reader("wr_gone")
    AccessTokenFactory(company_id=feed.company_id, secret="wr_stays")
    talk = feeds()
    gone, stays = talk.ask(("wr_gone", feed.code), ("wr_stays", feed.code))
    customers.revoke_token(token_id=feed.token.pk, now=utc_now(), actor=None)
    assert talk.talk.check() == [frames.Revoke(((gone.principal, "rights_changed"),))]
    publish()
    assert [(c, n) for c, n, _ in numbered(talk.news())] == [(stays.class_id, 1)]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"state": "paused"}, "feed_paused"),
        ({"state": "suspended"}, "feed_suspended"),
        ({"state": "closed"}, "feed_closed"),
        ({"format": "nitf"}, "feed_changed"),
        ({"query": "sport"}, "feed_changed"),
        ({"company_id": 0}, "rights_changed"),
        ({"name": "Another name"}, None),
        ({"state": "stalled"}, None),
    ],
)
def test_a_feed_that_changes_ends_its_streams_and_those_of_no_other(feeds, facts, reason):
    feed, other = make_reader("wr_1"), make_reader("wr_2")
    talk = feeds()
    (answer, _) = talk.ask(("wr_1", feed.code), ("wr_2", other.code))
    Feed.objects.filter(pk=feed.pk).update(**facts)
    expected = [
        frames.Revoke(((answer.principal, reason),)),
        frames.Shut(answer.class_id),
    ]
    assert talk.talk.check() == (expected if reason else [])


def test_a_company_that_is_closed_reads_no_more(feeds):
    feed = make_reader("wr_1")
    talk = feeds()
    talk.open("wr_1", feed)
    customers.set_company_active(
        company_id=feed.company_id, active=False, now=utc_now(), actor=None
    )
    assert [type(m).__name__ for m in talk.talk.check()] == ["Revoke", "Shut"]
    assert statuses(talk.ask(("wr_1", feed.code))) == [204]


def test_whoever_comes_with_a_number_that_this_source_has_yet_to_reach_waits_for_it(feeds):
    feed = make_reader("wr_1")
    talk = feeds()
    class_id = talk.open("wr_1", feed)
    for _ in range(3):
        publish()
    talk.ask(("wr_1", feed.code))
    said = [m for m in talk.talk.said if isinstance(m, frames.Numbered | frames.Answers)]
    assert [type(message).__name__ for message in said] == ["Numbered", "Answers"]
    assert [n for _, n, _ in numbered(said)] == [1, 2, 3]
    assert said[1].given[0].class_id == class_id


def test_the_next_source_goes_on_where_the_push_process_has_come_to(feeds):
    feed, gone = make_reader("wr_1"), make_reader("wr_2")
    first = feeds()
    stays, ends = first.ask(("wr_1", feed.code), ("wr_2", gone.code))
    killed = canary()
    publish(killed)
    publish()
    first.news()
    publish()
    Feed.objects.filter(pk=gone.pk).update(state="paused")
    release(make_kill(killed))
    second = feeds()
    streams = tuple((a.principal, a.class_id) for a in (stays, ends))
    places = ((stays.class_id, 2), (ends.class_id, 2))
    epoch = first.talk.source.epoch
    _, *rest = second.talk.heed(frames.Resume(epoch, 2, streams, places))
    assert rest == [
        frames.Revoke(((ends.principal, "feed_paused"),)),
        frames.Shut(ends.class_id),
    ]
    said = second.news()
    assert [m.seq for m in said if isinstance(m, frames.Retract)] == [1]
    assert [(c, n) for c, n, _ in numbered(said)] == [(stays.class_id, 3)]


def test_a_push_process_that_is_further_than_the_ledger_starts_anew(feeds):
    feed = make_reader("wr_1")
    first = feeds()
    (answer,) = first.ask(("wr_1", feed.code))
    publish()
    second = feeds()
    pair = ((answer.principal, answer.class_id),)
    places = ((answer.class_id, 2),)
    _, *rest = second.talk.heed(frames.Resume(first.talk.source.epoch, 1, pair, places))
    assert rest == [
        frames.Revoke(((answer.principal, "rights_changed"),)),
        frames.Shut(answer.class_id),
    ]


def test_readers_that_left_are_forgotten_unless_they_came_back(feeds):
    feed = make_reader("wr_1")
    talk = feeds()
    (one,) = talk.ask(("wr_1", feed.code))
    (two,) = talk.ask(("wr_1", feed.code))
    talk.talk.heed(frames.Left((one.principal,), one.serial))
    talk.talk.heed(frames.Idle(one.class_id, one.serial))
    Feed.objects.filter(pk=feed.pk).update(state="paused")
    assert [type(m).__name__ for m in talk.talk.check()] == ["Revoke", "Shut"]
    Feed.objects.filter(pk=feed.pk).update(state="active")
    (three,) = talk.ask(("wr_1", feed.code))
    talk.talk.heed(frames.Left((three.principal,), three.serial))
    said = talk.talk.heed(frames.Idle(three.class_id, three.serial))
    assert said == [frames.Shut(three.class_id)]
    assert talk.talk.check() == []
    assert two.serial < three.serial


def test_without_readers_of_feeds_the_wire_costs_no_query_more(feeds, django_assert_num_queries):
    make_reader("wr_1")
    talk = feeds()
    release()
    with django_assert_num_queries(1):
        talk.news()


def test_a_correction_reaches_who_had_the_story_after_rights_have_gone(feeds):
    feed = make_reader("wr_1")
    talk = feeds()
    talk.open("wr_1", feed)
    first = make_item()
    publish(first)
    talk.news()
    handed = talk.talk.source.feeds.reading.take_handed()
    assert handed == {feed.pk: {1}}
    Delivery.objects.filter(feed=feed, number=1).update(attempts=1)
    customers.end_subscription(subscription_id=feed.subscription.pk, now=utc_now(), actor=None)
    talk.talk.check()
    publish(
        guid=first.guid,
        version=2,
        update_type=UpdateType.CORRECTION_FACT,
        correction=Correction(was="a", now="b"),
    )
    got = talk.replay(talk.open("wr_1", feed), 1)
    assert {n: e["type"] for n, e in got.items()} == {2: "story.corrected"}


def test_tokens_of_feeds_are_in_use_and_their_streams_are_counted(feeds):
    feed = make_reader("wr_1")
    talk = feeds()
    source = talk.talk.source
    talk.ask(("wr_1", feed.code), ("wr_1", "fd_nowhere"))
    assert source.tokens_in_use(with_open=False) == {feed.token.pk}
    assert source.tokens_in_use(with_open=True) == {feed.token.pk}
    assert source.streams_opened() == {feed.token.pk: 1}


def test_a_stream_of_the_wire_that_ends_leaves_the_token_known_to_its_feed(feeds):
    feed = make_reader("wr_1")
    talk = feeds()
    talk.open("wr_1", feed)
    (wire,) = talk.talk.ask(("token", "wr_1"))
    talk.talk.heed(frames.Left((wire.principal,), wire.serial))
    assert talk.talk.source.tokens_in_use(with_open=True) == {feed.token.pk}
