"""What the source says: who is let in, what they may read, and who must go."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.factories.customers import (
    AccessTokenFactory,
    CompanyFactory,
    ProductFactory,
    SubscriptionFactory,
)
from tests.factories.items import make_item, make_kill, release
from wireroom.customers import services as customers
from wireroom.delivery.positions import house_key
from wireroom.delivery.push import frames
from wireroom.delivery.push.seal import Seal
from wireroom.delivery.source import reading
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import PubStatus, Subject, UpdateType
from wireroom.wire import queries

pytestmark = pytest.mark.django_db


def token_for(secret, product=None, **of_product):
    company = CompanyFactory()
    token = AccessTokenFactory(company=company, secret=secret)
    SubscriptionFactory(company=company, product=product or ProductFactory(**of_product))
    return token


def kinds(said):
    return [type(message).__name__ for message in said]


def test_a_fresh_source_begins_at_the_head(talk):
    release()
    (ready,) = talk().ready
    assert (ready.epoch, ready.head) == (queries.current_epoch(), 1)


def test_equal_rights_are_one_class_and_other_rights_another(talk):
    product = ProductFactory()
    for secret in ("wr_1", "wr_2"):
        token_for(secret, product)
    token_for("wr_3", level="headline")
    one, same, other = talk().ask(("token", "wr_1"), ("token", "wr_2"), ("token", "wr_3"))
    assert one.class_id == same.class_id != other.class_id
    assert one.principal != same.principal
    assert [answer.serial for answer in (one, same, other)] == [1, 2, 3]


def test_who_is_unknown_and_who_has_nothing_to_read(talk):
    AccessTokenFactory(secret="wr_poor")
    revoked = token_for("wr_gone")
    customers.revoke_token(token_id=revoked.pk, now=utc_now(), actor=None)
    answers = talk().ask(
        ("token", "wr_poor"), ("token", "wr_gone"), ("token", "?"), ("ticket", "?"), ("public", "")
    )
    assert [answer.status for answer in answers] == [204, 401, 401, 401, 204]


def test_the_public_reads_what_is_public(talk):
    ProductFactory(public=True)
    (answer,) = talk().ask(("public", ""))
    assert (answer.status, answer.reader) == (200, "public")


def test_who_holds_only_late_products_or_samples_has_no_stream(talk):
    token_for("wr_late", delay_minutes=15)
    ProductFactory(public=True, delay_minutes=15, samples=["urn:uuid:sample"])
    late, public = talk().ask(("token", "wr_late"), ("public", ""))
    assert (late.status, public.status) == (204, 204)


def test_a_stream_carries_what_is_held_without_a_delay(talk):
    token = token_for("wr_both", topics=["medtop:1"])
    SubscriptionFactory(company=token.company, product=ProductFactory(delay_minutes=15))
    talk = talk()
    (answer,) = talk.ask(("token", "wr_both"))
    assert answer.status == 200
    release()
    release(topics=(Subject(code="medtop:1"),))
    late, prompt = talk.pass_on()
    assert (late.variants, len(prompt.variants)) == ((), 1)


def test_a_kill_of_what_is_late_is_not_streamed_either(talk):
    token = token_for("wr_both", topics=["medtop:1"])
    SubscriptionFactory(company=token.company, product=ProductFactory(delay_minutes=15))
    talk = talk()
    talk.ask(("token", "wr_both"))
    release(make_kill(release().item))
    assert all(wire.variants == () for wire in talk.pass_on() if isinstance(wire, frames.Wire))


@pytest.mark.parametrize(
    ("scopes", "channels", "status"),
    [
        ([], [], 200),
        (["stream"], ["stream", "terminal"], 200),
        (["api"], [], 204),
        ([], ["terminal"], 204),
    ],
)
def test_a_token_streams_only_where_it_may(talk, scopes, channels, status):
    company = CompanyFactory()
    AccessTokenFactory(company=company, secret="wr_x", scopes=scopes)
    SubscriptionFactory(company=company, channels=channels)
    (answer,) = talk().ask(("token", "wr_x"))
    assert answer.status == status


def test_narrowing_a_subscription_ends_its_streams(talk):
    token = token_for("wr_x")
    talk = talk()
    (answer,) = talk.ask(("token", "wr_x"))
    (subscription,) = token.company.subscriptions.all()
    customers.change_subscription(
        subscription_id=subscription.pk, delay_minutes=15, now=utc_now(), actor=None
    )
    assert talk.check() == [frames.Revoke(((answer.principal, "rights_changed"),))]
    assert talk.ask(("token", "wr_x"))[0].status == 204


def test_a_replay_forgets_what_has_gone_out_of_the_archive(talk):
    token_for("wr_x", archive_days=1)
    release()
    talk = talk(preload_entries=0)
    (answer,) = talk.ask(("token", "wr_x"))
    now = utc_now()
    (chunk,) = talk.heed(frames.Replay(1, answer.class_id, 0), now)
    assert chunk.data
    (later,) = talk.heed(frames.Replay(1, answer.class_id, 0), now + timedelta(days=1, minutes=1))
    assert (later.upto, later.data) == (1, b"")


def test_an_entry_is_judged_once_for_equal_rights_and_spelled_once_for_each_level(
    talk, monkeypatch
):
    judged = []
    real = reading.judge
    monkeypatch.setattr(reading, "judge", lambda *a: judged.append(1) or real(*a))
    product = ProductFactory()
    for number in range(5):
        token_for(f"wr_{number}", product)
    token_for("wr_same_level")
    talk = talk()
    talk.ask(*(("token", f"wr_{number}") for number in range(5)), ("token", "wr_same_level"))
    judged.clear()
    release()
    (wire,) = talk.pass_on()
    assert len(judged) == 2
    (variant,) = wire.variants
    assert len(variant.classes) == 2


def test_an_entry_that_nobody_may_see_is_passed_on_without_a_text(talk):
    token_for("wr_topic", topics=["medtop:1"])
    talk = talk()
    talk.ask(("token", "wr_topic"))
    release()
    release(topics=(Subject(code="medtop:1"),))
    nobody, somebody = talk.pass_on()
    assert (nobody.seq, nobody.variants) == (1, ())
    assert (somebody.seq, len(somebody.variants)) == (2, 1)


def test_a_class_opens_with_the_newest_entries_that_it_may_read(talk):
    token_for("wr_topic", topics=["medtop:1"])
    for number in range(20):
        release(topics=(Subject(code=f"medtop:{number % 2}"),))
    talk = talk(preload_entries=10)
    talk.said.clear()
    talk.ask(("token", "wr_topic"))
    opened = next(message for message in talk.said if isinstance(message, frames.Open))
    assert opened.floor == 10
    assert [text.seq for text in opened.texts] == [12, 14, 16, 18, 20]


def test_a_class_opens_with_no_more_than_a_frame_takes(talk, monkeypatch):
    token_for("wr_all")
    for number in range(6):
        release(headline=str(number), slugline="x" * 1000)
    monkeypatch.setattr(reading, "_RECENT_BYTES", 4000)
    talk = talk()
    talk.said.clear()
    (answer,) = talk.ask(("token", "wr_all"))
    opened = next(message for message in talk.said if isinstance(message, frames.Open))
    seqs = [text.seq for text in opened.texts]
    assert 1 < len(seqs) < 6
    assert seqs == list(range(opened.floor + 1, 7)), "the newest, without a gap"
    (chunk,) = talk.heed(frames.Replay(1, answer.class_id, 0))
    assert chunk.upto == 6, "the rest comes from the database"


def test_a_replay_comes_in_pieces_that_meet(talk):
    token_for("wr_all")
    for _ in range(20):
        release()
    talk = talk(preload_entries=1, chunk_bytes=2000)
    (answer,) = talk.ask(("token", "wr_all"))
    release()  # committed, but not passed on: not in the replay either
    after, data, pieces = 0, b"", 0
    while after < 20:
        (chunk,) = talk.heed(frames.Replay(1, answer.class_id, after))
        assert after < chunk.upto
        after, data, pieces = chunk.upto, data + chunk.data, pieces + 1
    assert after == 20
    assert 1 < pieces < 20
    seal = Seal(talk.ready[0].key)
    ids = [line[4:] for line in data.decode().split("\n") if line.startswith("id: ")]
    assert [seal.unseal(text).seq for text in ids] == list(range(1, 21))


def test_a_kill_is_replayed_to_whoever_had_the_story_and_to_nobody_else(talk):
    token_for("wr_had", topics=["medtop:1"])
    token_for("wr_had_not", topics=["medtop:2"])
    first = make_item(topics=(Subject(code="medtop:1"),))
    release(first)
    release(make_kill(first, topics=()))
    talk = talk(preload_entries=0)
    for secret, count in (("wr_had", 2), ("wr_had_not", 0)):
        (answer,) = talk.ask(("token", secret))
        (chunk,) = talk.heed(frames.Replay(1, answer.class_id, 0))
        assert chunk.data.count(b"\ndata: ") == count


CANARY = b"CANARY-OF-A-KILLED-STORY"


def story(**over):
    return make_item(headline=CANARY.decode(), **over)


def opened(said):
    return next(message for message in said if isinstance(message, frames.Open))


def events(data):
    """What a stretch of a stream says, as (number, data); the number is that of the entry."""
    seal = Seal(house_key())
    for text in filter(None, data.decode().split("\n\n")):
        id_, _, body = text.partition("\n")
        yield seal.unseal(id_.removeprefix("id: ")).seq, json.loads(body.removeprefix("data: "))


def test_a_kill_takes_back_every_earlier_version_before_it_is_said(talk):
    token_for("wr_1")
    talk = talk()
    (answer,) = talk.ask(("token", "wr_1"))
    first = story()
    release(first)
    release()
    second = story(guid=first.guid, version=2)
    release(second)
    said = talk.pass_on()
    assert CANARY in said[0].variants[0].data
    release(make_kill(second))
    one, other, kill = talk.pass_on()
    assert kinds([one, other, kill]) == ["Retract", "Retract", "Wire"]
    assert (one.seq, other.seq, kill.seq) == (1, 3, 4)
    for retract in (one, other):
        assert {text.variant for text in retract.texts} == {
            f"{level}.{fmt}" for level in (1, 2) for fmt in ("item", "ticker")
        }
        assert said[retract.seq - 1].variants[0].variant in {t.variant for t in retract.texts}
        assert said[retract.seq - 1].variants[0].data.startswith(retract.mark)
        for text in retract.texts:
            ((seq, stub),) = events(text.data)
            assert (seq, stub["headline"]) == (retract.seq, "")
            assert text.data.startswith(retract.mark)
    assert kill.variants[0].classes == (answer.class_id,)


def test_a_hold_takes_nothing_back(talk):
    token_for("wr_1")
    talk = talk()
    talk.ask(("token", "wr_1"))
    first = story()
    release(first)
    hold = {"pub_status": PubStatus.WITHHELD, "update_type": UpdateType.HOLD}
    release(guid=first.guid, version=2, **hold)
    assert kinds(talk.pass_on()) == ["Wire", "Wire"]
    again = talk.heed(frames.Replay(1, next(iter(talk.source._groups)), 0))
    assert CANARY in again[0].data


def reads_stubs_only(talk, secret, level, keep):
    """Whoever comes now gets no text: neither from memory nor from the database."""
    talk.said.clear()
    (answer,) = talk.ask(("token", secret))
    texts = opened(talk.said).texts
    assert not keep or [text.seq for text in texts] == [1, 2, 3]
    (chunk,) = talk.heed(frames.Replay(1, answer.class_id, 0))
    assert all(CANARY not in data for data in (chunk.data, *(text.data for text in texts)))
    (one, stub), (two, other), (three, kill) = events(chunk.data)
    assert (one, two, three) == (1, 2, 3)
    assert (stub["pub_status"], stub["update_type"], stub["level"]) == ("canceled", "new", level)
    assert (other["headline"], kill["update_type"]) == ("Harbour reopens after storm", "kill")


@pytest.mark.parametrize("keep", [0, 1000], ids=["database", "memory"])
def test_after_a_kill_a_source_that_was_there_reads_no_text_of_the_story(talk, keep):
    for secret in ("wr_1", "wr_2"):
        token_for(secret)
    token_for("wr_headline", level="headline")
    talk = talk(preload_entries=keep)
    first = story()
    release(first)
    release()
    talk.pass_on()
    (answer,) = talk.ask(("token", "wr_1"))
    (chunk,) = talk.heed(frames.Replay(1, answer.class_id, 0))
    assert CANARY in chunk.data
    release(make_kill(first))
    talk.pass_on()
    (chunk,) = talk.heed(frames.Replay(1, answer.class_id, 0))
    assert CANARY not in chunk.data
    reads_stubs_only(talk, "wr_2", "full", keep)
    reads_stubs_only(talk, "wr_headline", "headline", keep)


@pytest.mark.parametrize("keep", [0, 1000], ids=["database", "memory"])
def test_a_source_that_starts_after_a_kill_reads_no_text_of_the_story(talk, keep):
    token_for("wr_1")
    first = story()
    release(first)
    release()
    release(make_kill(first))
    reads_stubs_only(talk(preload_entries=keep), "wr_1", "full", keep)


def test_a_story_killed_while_nobody_passed_on_is_never_told(talk):
    token_for("wr_1")
    talk = talk()
    talk.ask(("token", "wr_1"))
    first = story()
    release(first)
    for _ in range(250):  # the kill is not in the stretch that is read with the story
        release()
    release(make_kill(first))
    said = talk.pass_on()
    wires = [message for message in said if isinstance(message, frames.Wire)]
    assert [wire.seq for wire in wires] == list(range(1, 253))
    assert all(CANARY not in wire.variants[0].data for wire in wires)


def test_a_new_entry_at_the_head_is_passed_on_in_one_query(talk, django_assert_num_queries):
    token_for("wr_1")
    talk = talk()
    talk.ask(("token", "wr_1"))
    release()
    with django_assert_num_queries(1):
        assert kinds(talk.pass_on()) == ["Wire"]


def test_ten_thousand_look_ups_take_a_handful_of_queries(talk, django_assert_max_num_queries):
    product = ProductFactory()
    for number in range(30):
        token_for(f"wr_{number}", product)
    talk = talk()
    with django_assert_max_num_queries(12):
        answers = talk.ask(*(("token", f"wr_{number % 30}") for number in range(2000)))
    assert {answer.status for answer in answers} == {200}
    with django_assert_max_num_queries(0):
        talk.ask(*(("token", f"wr_{number % 30}") for number in range(2000)))


def test_many_new_classes_do_not_hold_up_the_wire(talk):
    secrets = [f"wr_{number}" for number in range(10)]
    for secret in secrets:
        token_for(secret)
    talk = talk()
    wanted = [frames.Lookup(n, "token", secret, "item") for n, secret in enumerate(secrets)]
    talk.source.heed(frames.Lookups(tuple(wanted)), utc_now())
    talk.said.clear()
    talk.source.work(utc_now())
    assert kinds(talk.said).count("Open") < 5
    assert talk.source.is_busy
    talk.work()
    answered = [a.conn for m in talk.said if isinstance(m, frames.Answers) for a in m.given]
    assert answered == list(range(10))


def test_a_change_of_rights_ends_those_whose_rights_changed_and_nobody_else(talk):
    token = token_for("wr_revoked")
    token_for("wr_stays")
    talk = talk()
    revoked, _ = talk.ask(("token", "wr_revoked"), ("token", "wr_stays"))
    assert talk.check() == []
    customers.revoke_token(token_id=token.pk, now=utc_now(), actor=None)
    assert talk.check() == [frames.Revoke(((revoked.principal, "rights_changed"),))]
    assert talk.check() == []


def test_rights_that_run_out_end_without_anybody_changing_them(talk):
    now = utc_now()
    company = CompanyFactory()
    AccessTokenFactory(company=company, secret="wr_demo")
    SubscriptionFactory(company=company, active_to=now + timedelta(hours=1))
    talk = talk()
    (answer,) = talk.ask(("token", "wr_demo"))
    assert talk.check(now + timedelta(minutes=59)) == []
    assert talk.check(now + timedelta(minutes=61)) == [
        frames.Revoke(((answer.principal, "rights_changed"),))
    ]


def test_a_principal_that_left_is_not_asked_about_again(talk):
    token = token_for("wr_left")
    talk = talk()
    (answer,) = talk.ask(("token", "wr_left"))
    talk.heed(frames.Left((answer.principal,), answer.serial))
    customers.revoke_token(token_id=token.pk, now=utc_now(), actor=None)
    assert talk.check() == []


def test_a_principal_that_left_and_came_back_meanwhile_is(talk):
    token = token_for("wr_left")
    talk = talk()
    (first,) = talk.ask(("token", "wr_left"))
    talk.ask(("token", "wr_left"))
    talk.heed(frames.Left((first.principal,), first.serial))
    customers.revoke_token(token_id=token.pk, now=utc_now(), actor=None)
    assert kinds(talk.check()) == ["Revoke"]


def test_an_idle_class_is_shut_unless_somebody_was_let_in_meanwhile(talk):
    product = ProductFactory()
    token_for("wr_1", product)
    talk = talk()
    (first,) = talk.ask(("token", "wr_1"))
    (second,) = talk.ask(("token", "wr_1"))
    assert talk.heed(frames.Idle(first.class_id, first.serial)) == []
    assert talk.heed(frames.Idle(first.class_id, second.serial)) == [frames.Shut(first.class_id)]


def test_the_next_source_takes_streams_over_and_ends_those_that_it_could_not_open(talk):
    token = token_for("wr_revoked")
    token_for("wr_stays")
    first = talk()
    revoked, stays = first.ask(("token", "wr_revoked"), ("token", "wr_stays"))
    customers.revoke_token(token_id=token.pk, now=utc_now(), actor=None)
    release()
    streams = [(answer.principal, answer.class_id) for answer in (revoked, stays)]
    second = talk()
    ready, *rest = second.start(first.source.epoch, 0, streams)
    assert ready.head == 0
    assert rest == [
        frames.Revoke(((revoked.principal, "rights_changed"),)),
        frames.Shut(revoked.class_id),
    ]
    (wire,) = second.pass_on()
    assert wire.variants[0].classes == (stays.class_id,)


def test_a_source_after_another_life_of_the_log_takes_nothing_over(talk):
    token_for("wr_1")
    first = talk()
    (answer,) = first.ask(("token", "wr_1"))
    said = talk().start("another life", 99, [(answer.principal, answer.class_id)])
    assert said == [frames.Ready(first.ready[0].key, first.source.epoch, 0)]


def tokens_in_use(talk, **wanted):
    return talk.source.tokens_in_use(**wanted)


def test_tokens_are_in_use_when_they_come_and_while_their_streams_are_open(talk):
    opened, poor = token_for("wr_open"), AccessTokenFactory(secret="wr_poor")
    token_for("wr_idle")
    talk = talk()
    talk.ask(("token", "wr_open"), ("token", "wr_poor"), ("token", "wr_unknown"), ("public", ""))
    assert tokens_in_use(talk, with_open=False) == {opened.pk, poor.pk}
    assert tokens_in_use(talk, with_open=False) == set()
    assert tokens_in_use(talk, with_open=True) == {opened.pk}


def test_one_token_at_two_addresses_is_two_principals(talk):
    token = token_for("wr_1")
    token.company.networks = ["192.0.2.0/24"]
    token.company.save()
    talk = talk()
    wanted = [
        frames.Lookup(number, "token", "wr_1", "item", address)
        for number, address in enumerate(["192.0.2.1", "192.0.2.2", "203.0.113.9", ""])
    ]
    said = talk.heed(frames.Lookups(tuple(wanted)))
    answers = [a for message in said if isinstance(message, frames.Answers) for a in message.given]
    assert [answer.status for answer in answers] == [200, 200, 403, 403]
    assert answers[0].principal != answers[1].principal
    assert answers[0].class_id == answers[1].class_id
