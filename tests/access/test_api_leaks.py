"""What the API says of stories that its caller may not see: nothing, by any call, in any format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.access.answers import MANNERS, Answer, ask
from tests.access.leaks import (
    MAY_SAY,
    NONE,
    READERS,
    STATES,
    Told,
    item,
    people,
    put,
    sell,
    sight,
    word,
)
from tests.factories.customers import AccessTokenFactory
from wireroom.delivery.api import caller, guard, limits
from wireroom.delivery.conf import ApiSettings

pytestmark = pytest.mark.django_db

Stories = dict[str, Told]
SUFFIXES = ("", ".json", ".ninjs", ".g2.xml", ".nitf.xml", ".7901", ".html", ".txt")
everybody = pytest.mark.parametrize("who", READERS)
_COUNTS = frozenset({"RateLimit"})
_CURSOR = re.compile(rb'"after":"[^"]*"')


class Caller:
    """Asks with a token."""

    def __init__(self, secret: str) -> None:
        self._client, self._bearer = Client(), f"Bearer {secret}"

    def ask(self, address: str, *asked: str, how: str = "GET", **headers: str) -> Answer:
        """Ask in a manner; how many requests are left is no part of an answer."""
        told = {"Authorization": self._bearer, **headers}
        answer = ask(self._client, f"/api/v1{address}", *asked, how=how, **told)
        for name in _COUNTS:
            answer.facts.pop(name, None)
        if _CURSOR.search(answer.body):  # another text each time, so another tag
            answer.facts.pop("ETag", None)
            answer.body = _CURSOR.sub(b'"after":""', answer.body)
        return answer


@pytest.fixture
def callers(
    stories: Stories, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, Caller]]:
    """A token of each company, and one of an editor."""
    for module in (caller, guard):
        monkeypatch.setattr(module, "api_settings", lambda: ApiSettings(requests_per_minute=10**6))
    monkeypatch.setattr(caller, "utc_now", lambda: now)
    companies = sell(now)
    for name, company in companies.items():
        AccessTokenFactory(company=company, secret=f"wr_{name}", scopes=["api"])
    editor = people(companies)["staff"]
    AccessTokenFactory(company=None, person=editor, secret="wr_staff", scopes=["api"])
    yield {name: Caller(f"wr_{name}") for name in READERS}
    for counters in limits._open.values():
        counters.close()
    limits._open.clear()


def faults(answer: Answer, state: str, who: str, absent: Answer, how: str) -> str:
    """Say what an answer betrays, or fails to say."""
    seen = sight(who, state)
    if seen is NONE:
        return "" if answer == absent else answer.unlike(absent)
    says, may = answer.says(state), MAY_SAY[seen]
    if any(has and not might for has, might in zip(says, may, strict=True)):
        return f"says more than {seen}"
    return f"does not say {seen}" if how == "GET" and says != may else ""


@everybody
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_story_in_every_format(
    callers: dict[str, Caller], stories: Stories, who: str, suffix: str
) -> None:
    wrong = []
    for how in MANNERS:
        told = {
            state: callers[who].ask(f"/items/{each.guid}{suffix}", each.guid, how=how)
            for state, each in stories.items()
        }
        for state, answer in told.items():
            fault = faults(answer, state, who, told["missing"], how)
            wrong += [f"{how}, {state}: {fault}"] if fault else []
    assert wrong == []


@everybody
@pytest.mark.parametrize("version", ["1", "2", "1.txt", "9"])
def test_a_version(callers: dict[str, Caller], stories: Stories, who: str, version: str) -> None:
    told = {
        state: callers[who].ask(f"/items/{each.guid}/versions/{version}", each.guid)
        for state, each in stories.items()
    }
    wrong = []
    for state, answer in told.items():
        says, may = answer.says(state), MAY_SAY[sight(who, state)]
        if any(has and not might for has, might in zip(says, may, strict=True)):
            wrong.append(f"{state}: says too much")
        if sight(who, state) is NONE and answer != told["missing"]:
            wrong.append(f"{state}: {answer.unlike(told['missing'])}")
    assert wrong == []


DRY = "/dry-run?query={}"
LISTS = (
    "/items",
    "/items?include=item",
    "/items?query=harbour",
    "/search?query=harbour&counts=true",
    "/search?query=harbour&order=relevance",
    "/search?all_versions=true",
    "/topics",
)


@everybody
def test_no_list_says_more_than_may_be_seen(
    callers: dict[str, Caller], stories: Stories, who: str
) -> None:
    wrong = []
    for path in LISTS:
        answer = callers[who].ask(path)
        for state in STATES:
            says, may = answer.says(state), MAY_SAY[sight(who, state)]
            if any(has and not might for has, might in zip(says, may, strict=True)):
                wrong.append(f"{path} says too much of {state}")
    assert wrong == []


def test_who_may_read_a_story_has_it_on_the_lists(
    callers: dict[str, Caller], stories: Stories
) -> None:
    """The negative of the test above."""
    for path in LISTS[:4]:
        assert callers["full"].ask(path).says("premium")[0], path
    assert callers["full"].ask("/items?include=item").says("premium") == (True, True)
    assert callers["headline"].ask("/items?include=item").says("common") == (True, False)


@everybody
@pytest.mark.parametrize("path", ["/search?counts=true&query={}", "/items?query={}", DRY])
def test_words_that_may_not_be_seen_find_nothing(
    callers: dict[str, Caller], stories: Stories, who: str, path: str
) -> None:
    wrong = []
    nobodys = word("missing", "1")
    absent = callers[who].ask(path.format(nobodys), nobodys)
    for state in STATES:
        for part, may in zip(("headline", "text"), MAY_SAY[sight(who, state)], strict=True):
            hidden = word(state, part)
            answer = callers[who].ask(path.format(hidden), hidden)
            if not may and answer != absent:
                wrong.append(f"{part} of {state}: {answer.unlike(absent)}")
    assert wrong == []


@pytest.mark.parametrize("who", [who for who in READERS if sight(who, "others") is NONE])
def test_a_release_for_others_changes_nothing(
    callers: dict[str, Caller], stories: Stories, who: str, now: datetime
) -> None:
    before = {path: callers[who].ask(path) for path in LISTS}
    put(item("late", "others"), now)
    for path in LISTS:
        answer, earlier = callers[who].ask(path), before[path]
        assert answer == earlier, answer.unlike(earlier)


def test_a_release_for_oneself_changes_the_list(
    callers: dict[str, Caller], stories: Stories, now: datetime
) -> None:
    """The negative of the test above."""
    put(item("late", "others"), now)
    late: Any = callers["other"].ask("/items")
    assert late.says("late")[0]
