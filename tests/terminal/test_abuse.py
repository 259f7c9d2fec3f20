"""What nobody's browser sends: it is refused, and costs no more than an ordinary question."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.items import release
from wireroom.delivery.places import place_of
from wireroom.kernel.ids import short
from wireroom.terminal.views.live import MOST

pytestmark = pytest.mark.django_db

DIGITS = "9" * 5000
"""More than Python reads as a number (CVE-2020-10735)."""


@pytest.mark.parametrize(
    "address",
    [
        f"/terminal/?topic={DIGITS}",
        f"/terminal/?q=gas&topic={DIGITS}",
        f"/terminal/columns/?t={DIGITS}",
        f"/terminal/alerts/?topic={DIGITS}",
    ],
)
def test_a_number_without_end_is_no_number(subscriber: Any, address: str) -> None:
    assert subscriber().get(address).status_code == 200


def test_a_version_without_end_does_not_exist(subscriber: Any) -> None:
    story = short(release(headline="Gas").item.guid)
    answer = subscriber().get(f"/terminal/story/{story}/?version={DIGITS}")
    assert answer.status_code in {200, 404}


@pytest.mark.parametrize("address", ["/terminal/live/", "/terminal/personal/state/"])
@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"x":' * 50_000, '{"x":' + "[" * 5000 + "]" * 5000 + "}"]
)
def test_json_in_json_without_end_is_refused(subscriber: Any, address: str, body: str) -> None:
    answer = subscriber().post(address, body, content_type="application/json")
    assert answer.status_code == 400


def test_places_that_differ_do_not_cost_a_reading_of_the_wire_each(subscriber: Any) -> None:
    for number in range(MOST):
        release(headline=f"Gas {number}")
    client = subscriber()
    queries = {str(seq): {"q": "gas", "after": place_of(seq)} for seq in range(MOST)}
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.post(
            "/terminal/live/", {"queries": queries}, content_type="application/json"
        )
    assert answer.status_code == 200
    assert len(asked) < MOST


def test_the_end_of_a_list_is_another_text_each_time(subscriber: Any, on_wire: Any) -> None:
    client = subscriber(languages=["en"])
    on_wire(headline="Gas")  # the same text twice would be told apart when a hidden one came
    address = "/terminal/search/?q=gas&count=only"
    ends = set(re.findall(r"until=[^&\"]+", client.get(address).content.decode()))
    assert ends
    assert ends.isdisjoint(re.findall(r"until=[^&\"]+", client.get(address).content.decode()))
