"""A post to a real server, well-behaved or not."""

from __future__ import annotations

import time

import pytest

from tests.delivery.webhooks.server import certificate, ok, receiving, status
from wireroom.delivery.webhooks.answers import Outcome
from wireroom.delivery.webhooks.posting import Post, Poster

HERE = Poster(loopback=True, total_s=1.0)


def post(url, body=b'{"a":1}', **headers):
    return Post(url=url, body=body, headers=headers)


def test_a_receiver_gets_the_body_and_the_fields(now):
    with receiving() as receiver:
        body = b"x" * 300_000
        answer = HERE.post(post(receiver.url, body, **{"webhook-id": "alert_1"}), now)
    assert (answer.outcome, answer.status) == (Outcome.DELIVERED, 204)
    assert receiver.bodies == [body]
    (head,) = receiver.heads
    assert head["host"] == f"127.0.0.1:{receiver.port}"
    assert (head["webhook-id"], head["content-type"]) == ("alert_1", "application/json")
    assert head["user-agent"].startswith("Wireroom/")


def test_without_the_setting_this_machine_hears_nothing(now):
    with receiving() as receiver:
        answer = Poster().post(post(receiver.url), now)
    assert answer.outcome is Outcome.REFUSED
    assert receiver.requests == []


def test_a_redirect_is_not_followed(now):
    with receiving() as other, receiving(status(302, location=other.url)) as receiver:
        answer = HERE.post(post(receiver.url), now)
    assert (answer.outcome, answer.status) == (Outcome.FAILED, 302)
    assert other.requests == []


def test_busy_receivers_say_how_long_and_gone_ones_are_gone(now):
    with receiving(status(429, retry_after="30")) as receiver:
        assert HERE.post(post(receiver.url), now).retry_after.total_seconds() == 30
    with receiving(status(410)) as receiver:
        assert HERE.post(post(receiver.url), now).outcome is Outcome.GONE


def test_an_interim_answer_is_not_the_answer(now):
    said = b"HTTP/1.1 103 Early\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
    with receiving(lambda _: said) as receiver:
        assert HERE.post(post(receiver.url), now).status == 200


@pytest.mark.parametrize("manner", ["silent", "drips", "endless"])
def test_a_receiver_that_hangs_costs_a_second_and_no_more(manner, now):
    def drip(_request):
        yield b"HTTP/1.1 200 OK\r\n"
        for number in range(100):
            time.sleep(0.1)
            yield f"x-{number}: y\r\n".encode()

    def pour(_request):
        yield b"HTTP/1.1 200 OK\r\n"
        while True:
            yield b"x: " + b"y" * 1000 + b"\r\n"

    manners = {"silent": lambda _: None, "drips": drip, "endless": pour}
    with receiving(manners[manner]) as receiver:
        began_s = time.monotonic()
        answer = HERE.post(post(receiver.url), now)
        assert time.monotonic() - began_s < 3
    assert answer.outcome is Outcome.FAILED
    assert answer.timed_out is (manner != "endless")


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 101 Up\r\n\r\n"])
def test_what_is_no_answer_is_a_failure(said, now):
    with receiving(lambda _: said) as receiver:
        assert HERE.post(post(receiver.url), now).outcome is Outcome.FAILED


def test_a_closed_port_is_a_failure_and_the_next_address_is_tried(now):
    with receiving() as receiver:
        url = f"http://hooks.example.com:{receiver.port}/"
        both = Poster(loopback=True, resolver=lambda *_: ["::1", "127.0.0.1"])
        assert both.post(post(url), now).outcome is Outcome.DELIVERED
        one = Poster(loopback=True, resolver=lambda *_: ["::1"])
        assert one.post(post(url), now).outcome is Outcome.FAILED


def test_tls_names_the_host_while_it_goes_to_the_judged_address(tmp_path, now):
    server, client = certificate(tmp_path)
    asked = []

    def once(host, port):
        asked.append((host, port))
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]  # rebinding: never asked again

    with receiving(ok, server) as receiver:
        poster = Poster(loopback=True, resolver=once, context=client)
        url = f"https://hooks.example.com:{receiver.port}/in"
        assert poster.post(post(url), now).outcome is Outcome.DELIVERED
        assert receiver.names == ["hooks.example.com"]
        assert receiver.heads[0]["host"] == f"hooks.example.com:{receiver.port}"
        assert len(asked) == 1
        assert poster.post(post(url), now).outcome is Outcome.REFUSED
    assert len(receiver.requests) == 1


def test_a_certificate_for_another_name_or_of_nobody_we_know_is_refused(tmp_path, now):
    server, client = certificate(tmp_path)
    with receiving(ok, server) as receiver:
        url = f"https://other.example.com:{receiver.port}/"
        for context in (client, None):
            poster = Poster(loopback=True, resolver=lambda *_: ["127.0.0.1"], context=context)
            answer = poster.post(post(url), now)
            assert answer.outcome is Outcome.FAILED
            assert answer.detail.startswith("TLS")
    assert receiver.requests == []
