"""What is sold with a delay, new terms and the end of a demo, on a screen that is open."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.house import House
from tests.browser.screen import Screen
from wireroom.kernel.ids import short

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

Subscriber = Callable[..., dict[str, Any]]
Open = Callable[[], Screen]
DELAY_S = 60
BODY = [{"type": "paragraph", "text": "canary-4711 sings in the body"}]


@pytest.fixture
def terms(house: House) -> Iterator[Callable[[], None]]:
    """Publish terms that are gone after the test: the others share its house."""
    yield lambda: house.order("publish_terms") and None
    house.order("forget_terms")


def _hurry(screen: Screen, ms: int = 300) -> None:
    """Have the lists asked for anew all the time."""
    script = "document.querySelector('.terminal').dataset.laterEveryValue = arguments[0]"
    screen.driver.execute_script(script, ms)


def _calm(screen: Screen) -> None:
    """Leave a hurried page: its answers would bring cookies to whoever has the browser next."""
    screen.driver.get("about:blank")
    time.sleep(0.5)


def _enter(screen: Screen, person: dict[str, Any], state: str) -> Screen:
    screen.sign_in(person)
    screen.wait_for_state(state)
    return screen


def _wait_for_a_new_list(screen: Screen) -> None:
    screen.driver.execute_script("window.before = document.querySelector('.line')")
    gone = "return !window.before.isConnected"
    screen.wait(lambda: screen.driver.execute_script(gone), "the list was not asked for anew")


def test_a_delayed_story_appears_by_itself_when_its_time_has_come_and_not_before(
    house: House, subscriber: Subscriber, open_browser: Open
) -> None:
    late = _enter(open_browser(), subscriber(delay_minutes=1), "Updated every minute")
    buyer = subscriber(languages=["de"])
    house.order("sell", company=buyer["company"], name="delayed", delay_minutes=1)
    both = _enter(open_browser(), buyer, "Live")
    for screen in (late, both):
        _hurry(screen)
    released_s = time.monotonic()
    story = house.release(headline="Quagga born")
    house.release(headline="Quagga geboren", language="de")
    both.wait_for_line("Quagga geboren")
    _wait_for_a_new_list(both)
    assert both.headlines()[0] == "Quagga geboren"
    for screen in (late, both):
        screen.wait(lambda s=screen: "Quagga born" in s.headlines(), "never", DELAY_S + 20)
        assert time.monotonic() - released_s >= DELAY_S
    assert "Quagga geboren" in both.headlines()
    late.wait(lambda: "Quagga geboren" in late.headlines(), "the second never came")
    assert "Quagga" in late.text("[data-announce-target=polite]")
    assert "Updated every minute" in late.text(".state")
    assert "Live" in both.text(".state")
    _a_kill_that_no_stream_tells_empties_what_is_open(house, late, story)
    for screen in (late, both):
        assert screen.complaints() == []
        _calm(screen)


def _a_kill_that_no_stream_tells_empties_what_is_open(
    house: House, screen: Screen, story: dict[str, Any]
) -> None:
    screen.driver.get(f"{screen.base}/terminal/story/{short(story['guid'])}/")
    screen.wait_for_state("Updated every minute")
    assert "Ships moved" in screen.text(".story")
    _hurry(screen)
    stop = {"pub_status": "canceled", "update_type": "kill", "headline": "KILL: HARBOUR-STORM"}
    house.release(guid=story["guid"], version=2, **stop | {"body": []})
    screen.wait(lambda: "withdrawn for good" in screen.text(".story"), "it is still there")
    screen.wait(lambda: "Killed HARBOUR-STORM" in screen.headlines(), "the list has no kill")
    assert "Ships moved" not in screen.driver.page_source


def test_the_readers_place_and_focus_stay(
    house: House, subscriber: Subscriber, open_browser: Open
) -> None:
    buyer = subscriber()
    house.order("sell", company=buyer["company"], name="place", delay_minutes=1)
    for number in range(205):
        house.release(headline=f"Quoll {number}")
    screen = _enter(open_browser(), buyer, "Live")
    screen.driver.execute_script("document.querySelector('.older a').focus()")
    screen.press(Keys.ENTER)
    screen.wait(lambda: "Quoll 60" in screen.headlines(), "the older lines never came")
    find = (
        "const line = [...document.querySelectorAll('.line')]"
        ".find((each) => each.textContent.includes('Quoll 60'));"
    )
    screen.driver.execute_script(f"{find} line.scrollIntoView(); line.querySelector('a').focus()")
    where = f"{find} return line.getBoundingClientRect().top"
    before = screen.driver.execute_script(where)
    _hurry(screen)
    house.release(headline="Quoll on top")
    screen.wait(lambda: screen.headlines()[0] == "Quoll on top", "the news never came")
    for _ in range(2):
        _wait_for_a_new_list(screen)
        assert screen.driver.execute_script(where) == pytest.approx(before, abs=1)
        assert screen.focused() == "Quoll 60"
    assert screen.text(".pill") == "1 new ↑"
    assert screen.complaints() == []
    _calm(screen)


def test_what_cannot_be_live_says_so_on_every_page(
    house: House, subscriber: Subscriber, open_browser: Open
) -> None:
    screen = _enter(open_browser(), subscriber(delay_minutes=1), "Updated every minute")
    screen.driver.get(f"{screen.base}/terminal/columns/")
    screen.wait_for_state("Updated every minute")
    screen.driver.get(f"{screen.base}/terminal/bookmarks/")
    screen.wait_for_state("Delayed")
    assert "every minute" not in screen.text(".state")


def test_who_buys_the_live_wire_gets_it_without_a_reload(
    house: House, subscriber: Subscriber, open_browser: Open
) -> None:
    buyer = subscriber(delay_minutes=1)
    screen = _enter(open_browser(), buyer, "Updated every minute")
    _hurry(screen)
    house.order("sell", company=buyer["company"], name="upgrade")
    screen.wait_for_state("Live")


def test_whoever_is_left_with_a_delayed_product_gets_its_lists_without_a_reload(
    house: House, subscriber: Subscriber, open_browser: Open
) -> None:
    buyer = subscriber()
    screen = _enter(open_browser(), buyer, "Live")
    house.order("sell", company=buyer["company"], name="downgrade", delay_minutes=1)
    house.order("end_subscription", subscription=buyer["subscription"])
    screen.wait_for_state("Updated every minute")


def test_new_terms_are_said_and_led_to_while_the_screen_is_open(
    house: House, subscriber: Subscriber, open_browser: Open, terms: Callable[[], None]
) -> None:
    house.release(headline="Terms of trade", body=BODY)
    screen = _enter(open_browser(), subscriber(), "Live")
    assert "New terms" not in screen.text(".terminal")
    terms()
    screen.press("j", Keys.ENTER)
    for place in (".pane", "[role=alert] .terms-note"):
        screen.wait(lambda at=place: "New terms of use" in screen.text(at), "nothing was said")
        assert "not available" not in screen.text(place)
    address = screen.driver.current_url
    screen.find(".pane .terms-note a").click()
    screen.wait(lambda: "Be fair." in screen.text("main"), "the link led nowhere")
    screen.find("main .panel__buttons button").click()
    screen.wait(lambda: "canary-4711" in screen.text(".story"), "the story was not opened")
    assert screen.driver.current_url == address
    assert "New terms" not in screen.text("[role=alert]")


def test_who_agrees_elsewhere_can_go_on_here(
    house: House, subscriber: Subscriber, open_browser: Open, terms: Callable[[], None]
) -> None:
    house.release(headline="Terms of trade", body=BODY)
    screen = _enter(open_browser(), subscriber(), "Live")
    here = screen.driver.current_window_handle
    terms()
    screen.press("j", Keys.ENTER)
    screen.wait(lambda: screen.text(".bar .terms-note"), "nothing was said")
    screen.driver.switch_to.new_window("tab")
    screen.driver.get(f"{screen.base}/account/terms/")
    screen.find("main .panel__buttons button").click()
    screen.wait(lambda: "Be fair." not in screen.text("main"), "not agreed")
    screen.driver.close()
    screen.driver.switch_to.window(here)
    screen.press("j", Keys.ENTER)
    screen.wait(lambda: screen.text(".story"), "nothing opens")
    assert not screen.text(".bar .terms-note")


@pytest.mark.parametrize("page", ["", "topics/"])
def test_the_line_of_a_demo_follows_what_sales_decide(
    house: House, subscriber: Subscriber, open_browser: Open, page: str
) -> None:
    person = subscriber(days=3)
    screen = _enter(open_browser(), person, "Live")
    screen.driver.get(f"{screen.base}/terminal/{page}")
    screen.wait_for_state("Live")
    assert "2 days 23 hours left" in screen.text(".trial")
    house.order("extend", subscription=person["subscription"], days=10)
    screen.wait(lambda: "9 days 23 hours left" in screen.text(".trial"), "the old end is shown")
    house.order("sell", company=person["company"], name=f"paid{len(page)}")
    house.order("end_subscription", subscription=person["subscription"])
    screen.wait(lambda: not screen.text(".trial"), "it is still called a demo")
    screen.wait_for_state("Live")
