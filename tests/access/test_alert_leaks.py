"""What leaves by mail and webhook: judged when it leaves, and no more than may be seen then."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest

from tests.access.leaks import (
    FULL,
    HEADLINE,
    NONE,
    NOTICE,
    STATES,
    fill_wire,
    people,
    sell,
    sight,
    word,
)
from tests.delivery.alerts.conftest import House, house, mail
from tests.delivery.webhooks.server import receiving
from tests.factories.matching import catch_up, make_topic
from wireroom.customers.models import Subscription
from wireroom.kernel.clock import utc_now

__all__ = ["house", "mail"]

WHO = ("headline", "full", "other", "demo", "lapsed")
PARTS = ("headline", "text")
ALL = "harbour OR kill OR hold"


@pytest.fixture
def readers(house: House) -> dict[str, Any]:
    """Everybody has a topic that rings for all there is."""
    found = people(sell(utc_now()))
    for person in found.values():
        make_topic(person.pk, ALL, email="instant", webhook=True)
    return found


def test_what_is_mailed_and_posted(house: House, mail: Any, readers: dict[str, Any]) -> None:
    with receiving() as receiver:
        for name, person in readers.items():
            house.webhook(person.pk, f"{receiver.url}/{name}")
        fill_wire(utc_now())
        catch_up(house.matching)
        house.send(within_s=40)
    told = {
        name: (mailed(mail.messages, person.email), posted(receiver.requests, name))
        for name, person in readers.items()
    }
    wrong = [
        f"{by} to {name} says the {part} of {state}"
        for name, texts in told.items()
        for by, text in zip(("a mail", "a post"), texts, strict=True)
        for state in STATES
        for part in PARTS
        if word(state, part) in text and not may_say(name, state, part)
    ]
    assert wrong == []
    assert word("common", "headline") in told["headline"][0], "headlines are mailed"
    assert word("common", "headline") in told["headline"][1], "headlines are posted"
    assert word("premium", "text") in told["full"][0], "texts are mailed"
    assert word("premium", "text") in told["full"][1], "texts are posted"
    assert told["lapsed"] == ("", "")


def may_say(name: str, state: str, part: str) -> bool:
    seen = sight(name, state)
    assert seen in (NONE, NOTICE, HEADLINE, FULL)
    return seen is FULL or (seen is HEADLINE and part == "headline")


def mailed(messages: list[EmailMessage], to: str) -> str:
    """Join what went to an address, heads and both bodies."""
    return "".join(
        f"{dict(found)}{part.get_content()}"
        for found in messages
        if to in str(found["to"])
        for part in found.walk()
        if part.get_content_maintype() == "text"
    )


def posted(requests: list[bytes], to: str) -> str:
    """Join what was posted to the address of one reader."""
    return "".join(r.decode() for r in requests if r.startswith(f"POST /hook/{to} ".encode()))


def test_who_loses_a_right_before_the_alert_leaves_gets_no_story(
    house: House, mail: Any, readers: dict[str, Any]
) -> None:
    with receiving() as receiver:
        for name in ("full", "other"):
            house.webhook(readers[name].pk, f"{receiver.url}/{name}")
        fill_wire(utc_now())
        catch_up(house.matching)
        company = readers["full"].company
        Subscription.objects.filter(company=company).update(active_to=utc_now())
        house.send(within_s=40)
    told = mailed(mail.messages, readers["full"].email) + posted(receiver.requests, "full")
    said = [state for state in STATES for part in PARTS if word(state, part) in told]
    assert said == [], "at most the notices of what was held or killed"
    assert word("others", "text") in mailed(mail.messages, readers["other"].email)
    assert word("others", "text") in posted(receiver.requests, "other")
