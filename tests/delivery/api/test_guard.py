"""What every call of the API has in common."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.items import release
from wireroom.delivery.api import account

pytestmark = pytest.mark.django_db


def code_of(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    return answer.status_code, answer.json()["code"]


def test_unknown_addresses_are_problems_too(sold: Any) -> None:
    call = sold()
    for path in ("/nothing", "/items/a/b/c", "/"):
        assert code_of(call.get(path)) == (404, "no_such_call")
    assert code_of(call.client.get("/api/")) == (404, "no_such_call")
    assert code_of(call.client.get("/api/v2/items")) == (404, "no_such_call")


def test_head_is_get_without_its_body(sold: Any) -> None:
    call, entry = sold(), release()
    address = f"/items/{entry.guid}"
    read, head = call.get(address), call("HEAD", address)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control"):
        assert head[name] == read[name]


def test_options_names_the_methods_and_opens_nothing(sold: Any) -> None:
    answer = sold()("OPTIONS", "/feeds", Origin="https://evil.example")
    assert answer.status_code == 204
    assert answer["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert not [name for name in answer.headers if name.startswith("Access-Control")]


def test_another_method_is_refused_by_name(sold: Any) -> None:
    answer = sold()("DELETE", "/items")
    assert code_of(answer) == (405, "method_not_allowed")
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_a_body_is_json_and_not_too_long(sold: Any, limited: Any) -> None:
    call = sold()
    form = call.client.post(
        "/api/v1/feeds", {"name": "A"}, headers={"Authorization": f"Bearer {call.secret}"}
    )
    assert code_of(form) == (415, "json_needed")
    long = call.post("/feeds", {"name": "A" * 70_000, "destination": "feed"})
    assert code_of(long) == (413, "body_too_long")


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        "1",
        '"a"',
        "[" * 60_000,
        '{"name": "\\ud800", "destination": "feed"}',
        '{"name": NaN}',
        '{"name": "a\\u0000b", "destination": "feed"}',
        '{"options": ' + '{"a":' * 40 + "1" + "}" * 40 + "}",
    ],
)
def test_what_is_no_json_object_of_ours_is_refused(sold: Any, body: str) -> None:
    call = sold()
    answer = call.client.post(
        "/api/v1/feeds",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {call.secret}", "Idempotency-Key": "a"},
    )
    assert code_of(answer)[0] in {400, 422}


def test_wrong_values_are_told_by_field(sold: Any) -> None:
    call = sold()
    answer = call.get("/items?limit=0")
    assert code_of(answer) == (422, "not_valid")
    assert "limit" in answer.json()
    odd = call.post("/feeds", {"name": "A", "destination": "moon", "status": 1, "self": 2})
    assert code_of(odd) == (422, "not_valid")
    assert odd.json()["status"] == 422
    assert "destination" in odd.json()


def test_an_unexpected_fault_is_a_problem_without_a_word_about_it(
    sold: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(account, "api_settings", lambda: fail(0))
    answer = sold().get("/account")
    assert code_of(answer) == (500, "internal_error")
    assert b"secret" not in answer.content


def test_limits_are_told_and_held(sold: Any, limited: Any) -> None:
    limited(requests_per_minute=3)
    call, other = sold(), sold()
    told = [call.get("/account") for _ in range(3)]
    assert [answer["RateLimit"].partition(";t")[0] for answer in told] == [
        '"token";r=2',
        '"token";r=1',
        '"token";r=0',
    ]
    assert told[0]["RateLimit-Policy"] == '"token";q=3;w=60'
    over = call.get("/account")
    assert code_of(over) == (429, "rate_limited")
    assert 1 <= int(over["Retry-After"]) <= 60
    assert other.get("/account").status_code == 200


def test_answers_are_for_one_reader_and_asked_for_again(sold: Any) -> None:
    answer = sold().get("/items")
    assert answer["Cache-Control"] == "private, no-cache"
    assert {"Accept", "Authorization"} <= {*answer["Vary"].split(", ")}
