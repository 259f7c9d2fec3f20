"""A company's administrator makes a webhook feed, tries it, reads its log and sends once more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.house import House
from tests.browser.screen import Screen
from tests.delivery.webhooks.server import receiving

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

_TO_LOOPBACK = "WIREROOM_WEBHOOKS_TO_LOOPBACK"


@pytest.fixture
def sending(house: House) -> Iterator[None]:
    """A house that may call this machine, with the process that sends."""
    house.stop("web")
    house.environment[_TO_LOOPBACK] = "1"
    house.start("web", "deliver")
    yield
    house.stop("deliver")
    house.stop("web")
    del house.environment[_TO_LOOPBACK]
    house.start("web")


@pytest.fixture
def boss(
    house: House,
    sending: None,
    open_browser: Callable[[], Screen],
    subscriber: Callable[..., dict[str, Any]],
) -> Screen:
    """An administrator who has signed in."""
    person = subscriber()
    house.order("administrator", email=person["email"])
    screen = open_browser()
    screen.sign_in(person)
    screen.wait_for_state("Live")
    return screen


def fill(screen: Screen, **facts: str) -> None:
    for name, text in facts.items():
        screen.find(f"[name={name}]").clear()
        screen.find(f"[name={name}]").send_keys(text)


def reload_until(screen: Screen, words: str, css: str = "main") -> None:
    """Look again until the page says what has happened meanwhile."""

    def seen() -> bool:
        screen.driver.get(screen.driver.current_url)
        return words in screen.text(css)

    screen.wait(seen, f"the page never said {words!r}")


def press(screen: Screen, css: str, words: str, where: str = "main") -> None:
    """Press a button and wait for the page that says so."""
    screen.find(css).click()
    screen.wait(lambda: words in screen.text(where), f"no page said {words!r}")


def test_a_feed_is_made_tried_and_sends_once_more(house: House, boss: Screen) -> None:
    with receiving() as receiver:
        boss.driver.get(f"{boss.base}/account/feeds/")
        press(boss, ".account__head .button", "Webhook", ".ways")
        press(boss, 'a[href$="/new/webhook/"]', "Make a feed: Webhook", "h1")

        fill(boss, name="Newsroom", query="gas AND (")
        press(boss, "[value=try]", "This is not a search yet", ".notice--error")
        assert boss.text(".fault mark") == "("
        fill(boss, query="gas")
        press(boss, "[value=try]", "stories that mention gas", "section[role=status]")
        press(boss, "[value=next]", "Where it goes", "#where")

        fill(boss, url=receiver.url)
        press(boss, ".panel__buttons [value=make]", "whsec_", ".secret")
        page = boss.driver.current_url

        boss.driver.get(page + "tests/")
        press(boss, "[value=kill]", "Test: Kill", "#delivery")
        reload_until(boss, "Delivered", ".panel__head")
        assert b"feed.test" in receiver.bodies[0]

        house.release(headline="Team wins cup", body=[{"type": "paragraph", "text": "Sport."}])
        house.release(headline="Gas flows again")
        boss.driver.get(page + "log/")
        reload_until(boss, "Delivered", ".log")
        assert "Gas flows again" in boss.text(".log")
        assert "Team wins cup" not in boss.text(".log")
        assert len(receiver.bodies) == 2

        press(boss, ".log tbody a", "No. 1", "#delivery")
        press(boss, ".panel__head form button", "under the same number", ".account__messages")
        reload_until(boss, "sent 2 times")
        first, again = (head["webhook-id"] for head in receiver.heads[1:])
        assert first == again
    assert boss.complaints() == []


def test_nothing_of_feeds_is_wider_than_a_narrow_screen(boss: Screen) -> None:
    boss.driver.get(f"{boss.base}/account/feeds/new/feed/")
    fill(boss, name="A name without end " + "x" * 60)
    press(boss, "[value=next]", "Where it goes", "#where")
    press(boss, ".panel__buttons [value=make]", "The feed is made", ".account__messages")
    page = boss.driver.current_url
    size = {"width": 320, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    boss.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    wide = "return document.documentElement.scrollWidth - innerWidth"
    try:
        for path in ("", "log/", "tests/", "why/", "last-week/", "rewind/", "change/", "../new/"):
            boss.driver.get(page + path)
            assert boss.driver.execute_script(wide) <= 0, path
            assert boss.text("h1"), path
    finally:
        boss.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
