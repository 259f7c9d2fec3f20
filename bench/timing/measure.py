"""Requests of several kinds in an order by chance: what changes with time meets all alike."""

from __future__ import annotations

import http.client
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from bench.common import chance, machine
from bench.timing.house import House
from bench.timing.judging import Comparison, compare

KINDS = ("sign-in", "reset", "story", "site")
_WARM_UP = 10


@dataclass(frozen=True)
class Plan:
    """How much is asked."""

    people: int
    """Of each kind; nobody is tried more often than the house allows."""
    tries: int
    """For each person, fewer than lock somebody out."""
    stories: int
    rounds: int
    """How often each story is asked for."""
    what: tuple[str, ...] = KINDS


class Ask(NamedTuple):
    """One request, and the kind that it is of."""

    kind: str
    path: str
    form: dict[str, str] | None = None
    cookie: str = ""


class Browser:
    """One line to the house; every request comes from another address."""

    def __init__(self, house: House) -> None:
        """Connect, and fetch what a form needs."""
        self._line = http.client.HTTPConnection("127.0.0.1", house.port, timeout=60)
        self._number = 0
        _, head, page = self._send(Ask("", "/login/"))
        found = re.search(rb'csrfmiddlewaretoken" value="([^"]+)', page)
        if found is None:
            raise RuntimeError("There is no form to sign in.")
        self._token = found[1].decode()
        self._cookie = head.split(";")[0].strip()

    def time_ms(self, ask: Ask) -> tuple[int, float]:
        """Send a request; give the status and the milliseconds until the whole answer was here."""
        begun = time.perf_counter()
        status, _, _ = self._send(ask)
        return status, (time.perf_counter() - begun) * 1000

    def _send(self, ask: Ask) -> tuple[int, str, bytes]:
        self._number += 1
        place = f"10.{self._number >> 16 & 255}.{self._number >> 8 & 255}.{self._number & 255}"
        headers = {"X-Forwarded-For": place, "X-Script": "1"}
        body = None
        if ask.form is not None:
            body = urlencode({**ask.form, "csrfmiddlewaretoken": self._token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Cookie"] = self._cookie
        if ask.cookie:
            headers["Cookie"] = f"sessionid={ask.cookie}"
        self._line.request("POST" if body else "GET", ask.path, body, headers)
        answer = self._line.getresponse()
        return answer.status, answer.headers.get("Set-Cookie", ""), answer.read()


def run(house: House, plan: Plan) -> list[Comparison]:
    """Ask, group after group, and compare each kind with the first of its group."""
    found: list[Comparison] = []
    with _pinned():
        browser = Browser(house)
        for group in plan.what:
            times_ms = _times(browser, list(_ASKS[group](house, plan)), group)
            base, *others = times_ms
            found += [compare(group, o, base, times_ms[o], times_ms[base]) for o in others]
    return found


def _times(browser: Browser, asks: list[Ask], group: str) -> dict[str, list[float]]:
    times_ms: dict[str, list[float]] = {ask.kind: [] for ask in asks}
    chance.repeatable(group).shuffle(asks)
    for ask in asks[:_WARM_UP]:
        browser.time_ms(ask)
    statuses = set()
    for ask in asks:
        status, spent_ms = browser.time_ms(ask)
        statuses.add(status)
        times_ms[ask.kind].append(spent_ms)
    if len(statuses) != 1:
        raise RuntimeError(f"{group}: the answers differ by more than time: {sorted(statuses)}.")
    return times_ms


def _sign_ins(house: House, plan: Plan) -> Iterator[Ask]:
    for kind, emails in house.people.items():
        for email in emails:
            for number in range(plan.tries):
                yield Ask(kind, "/login/", {"login": email, "password": f"wrong-{number}"})


def _resets(house: House, _plan: Plan) -> Iterator[Ask]:
    for kind, emails in house.people.items():
        for email in emails:
            yield Ask(kind, "/account/password/reset/", {"email": email})


def _stories(house: House, plan: Plan) -> Iterator[Ask]:
    for _ in range(plan.rounds):
        for kind, names in (("missing", house.missing), ("hidden", house.hidden)):
            for name in names:
                yield Ask(kind, f"/terminal/story/{name}/", cookie=house.session)


def _site(house: House, plan: Plan) -> Iterator[Ask]:
    for _ in range(plan.rounds):
        for kind, names in (("missing", house.missing), ("hidden", house.hidden)):
            for name in names:
                yield Ask(kind, f"/story/{name}/")


_ASKS: dict[str, Callable[[House, Plan], Iterator[Ask]]] = {
    "sign-in": _sign_ins,
    "reset": _resets,
    "story": _stories,
    "site": _site,
}


@contextmanager
def _pinned() -> Iterator[None]:
    """Keep to the client's core, away from the server's."""
    core, before = machine.client_core(), os.sched_getaffinity(0)
    if core is not None:
        os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
