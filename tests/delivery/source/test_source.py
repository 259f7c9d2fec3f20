"""What the source says: who is let in, what they may read, and who must go."""

from __future__ import annotations

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
from wireroom.delivery.push import frames
from wireroom.delivery.push.seal import Seal
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Subject
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


def test_an_entry_is_judged_once_for_equal_rights_and_spelled_once_for_each_level(
    talk, monkeypatch
):
    from wireroom.delivery.source import reading  # noqa: PLC0415

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
