"""A write happens once, however often it is sent."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from wireroom.customers.directory.callers import CallerFacts
from wireroom.customers.policy import Reader
from wireroom.delivery.api.caller import Caller
from wireroom.delivery.api.once import KEPT, KeyNeeded, KeyReused, UnderWay, once
from wireroom.delivery.models import ApiAnswer

FACTS = CallerFacts("a", ["api"], 1, "a", "A", True, [], None, None, None)


def who(now: Any, token_id: int = 1) -> Caller:
    return Caller(token_id=token_id, reader=Reader(name="a"), facts=FACTS, now=now)


def request(key: str = "k", body: bytes = b"{}", path: str = "/api/v1/feeds") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return RequestFactory().post(path, body, content_type="application/json", headers=headers)


class Act:
    """Counts how often it was done."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> HttpResponse:
        self.times += 1
        response = HttpResponse(f'{{"secret": "made {self.times}"}}', status=201)
        response.headers["Location"] = "/there"
        return response


pytestmark = pytest.mark.django_db


def test_the_same_write_again_gets_the_first_answer(now: Any) -> None:
    act = Act()
    first = once(request(), who(now), act)
    again = once(request(), who(now + timedelta(hours=1)), act)
    assert act.times == 1
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert (again["Location"], again["Idempotency-Replayed"]) == ("/there", "true")
    assert "made" not in ApiAnswer.objects.get().body


def test_another_body_address_or_token_is_another_write(now: Any) -> None:
    act = Act()
    once(request(), who(now), act)
    with pytest.raises(KeyReused):
        once(request(body=b'{"a": 1}'), who(now), act)
    with pytest.raises(KeyReused):
        once(request(path="/api/v1/feeds/a/pause"), who(now), act)
    once(request(), who(now, token_id=2), act)
    assert act.times == 2


@pytest.mark.parametrize("key", ["", "a b", "é", "k" * 129])
def test_a_key_is_needed(now: Any, key: str) -> None:
    made = request("x")
    made.META["HTTP_IDEMPOTENCY_KEY"] = key
    with pytest.raises(KeyNeeded):
        once(made, who(now), Act())


def test_a_write_that_failed_leaves_nothing_and_can_be_tried_again(now: Any) -> None:
    def fail() -> HttpResponse:
        ApiAnswer.objects.create(token_id=9, key="effect", request=b"", began_at=now)
        raise ValueError("no luck")

    with pytest.raises(ValueError, match="no luck"):
        once(request(), who(now), fail)
    assert not ApiAnswer.objects.exists()
    act = Act()
    once(request(), who(now), act)
    assert act.times == 1


def test_while_it_is_under_way_the_same_write_waits(now: Any) -> None:
    def act() -> HttpResponse:
        with pytest.raises(UnderWay):
            once(request(), who(now + timedelta(seconds=5)), Act())
        return HttpResponse("{}")

    assert once(request(), who(now), act).status_code == 200


def test_what_was_left_under_way_is_taken_over_and_its_owner_rolled_back(now: Any) -> None:
    later, taker = now + timedelta(minutes=2), Act()

    def slow() -> HttpResponse:
        ApiAnswer.objects.create(token_id=9, key="effect", request=b"", began_at=later)
        once(request(), who(later), taker)
        return HttpResponse("{}")

    with pytest.raises(UnderWay):
        once(request(), who(now), slow)
    assert not ApiAnswer.objects.filter(key="effect").exists()


def test_answers_are_kept_for_a_day(now: Any) -> None:
    act = Act()
    once(request(), who(now), act)
    once(request("other"), who(now + KEPT - timedelta(minutes=1)), act)
    once(request(), who(now + KEPT - timedelta(seconds=1)), act)
    assert act.times == 2
    once(request(), who(now + KEPT + timedelta(seconds=1)), act)
    assert act.times == 3


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_done(now: Any) -> None:
    done: list[int] = []
    told: list[object] = []
    gate = threading.Barrier(6)

    def act() -> HttpResponse:
        done.append(1)
        return HttpResponse("{}", status=201)

    def send(number: int) -> None:
        gate.wait()
        try:
            told.append(once(request(), who(now + timedelta(microseconds=number)), act).status_code)
        except UnderWay:
            told.append(409)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1
    assert set(told) <= {201, 409}
    assert told.count(201) >= 1
    with transaction.atomic():
        assert ApiAnswer.objects.count() == 1
