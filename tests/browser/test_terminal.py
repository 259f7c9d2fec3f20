"""What a customer does at the terminal, in a real browser on a running house."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.house import House
from tests.browser.screen import Screen
from wireroom.kernel.ids import short

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]

Subscriber = Callable[..., dict[str, Any]]
CANARY = "canary-4711 sings in the body"
BODY = [{"type": "paragraph", "text": CANARY}]


def _kill(story: dict[str, Any]) -> dict[str, Any]:
    stop = {"pub_status": "canceled", "update_type": "kill", "headline": "KILL: HARBOUR-STORM"}
    return {"guid": story["guid"], "version": story["version"] + 1, "body": [], **stop}


def test_a_wrong_password_is_refused(house: House, open_browser: Callable[[], Screen]) -> None:
    screen = open_browser()
    screen.sign_in({"email": "nobody@example.com", "password": "wrong"})
    screen.wait(lambda: "do not match" in screen.text("[role=alert]"), "nothing was said")


def test_a_release_appears_by_itself(house: House, screen: Screen) -> None:
    house.release(headline="Storm over the harbour")
    screen.wait_for_line("Storm over the harbour")
    house.release(headline="Port closed", urgency=1)
    screen.wait_for_line("Flash Port closed")
    assert "Port closed" in screen.text("[aria-live=assertive]")
    assert screen.complaints() == []


def test_an_update_raises_its_line_and_says_what_it_is(house: House, screen: Screen) -> None:
    story = house.release(headline="Storm expected")
    house.release(headline="Something else")
    screen.wait_for_line("Something else")
    house.release(
        **story | {"version": 2, "headline": "Storm came", "update_type": "correction_fact"}
    )
    screen.wait_for_line("Corrected Storm came")
    assert "Storm expected" not in screen.headlines()


def test_lines_from_the_stream_look_like_lines_from_the_server(
    house: House, screen: Screen
) -> None:
    house.release(headline="Talks", urgency=2, genre="genre:Interview", language="de")
    screen.wait_for_line("Alert Talks")
    script = """
        const line = document.querySelector(".line").cloneNode(true);
        line.classList.remove("line--arrived");
        line.querySelector("time").removeAttribute("datetime");
        line.querySelector("time").removeAttribute("title");
        return line.outerHTML.replaceAll(/>\\s+</g, "><");"""
    drawn = screen.driver.execute_script(script)
    screen.driver.refresh()
    screen.wait_for_line("Alert Talks")
    assert screen.driver.execute_script(script) == drawn


def test_keys_move_open_and_close(house: House, screen: Screen) -> None:
    house.release(headline="Older", body=BODY)
    house.release(headline="Newer")
    screen.wait_for_line("Newer")
    screen.press("j")
    assert screen.focused() == "Newer"
    screen.press("j")
    assert screen.focused() == "Older"
    screen.press(Keys.ENTER)
    screen.wait(lambda: CANARY in screen.text(".story"), "the story never opened")
    screen.press(Keys.ESCAPE)
    screen.wait(lambda: not screen.text(".story"), "the story never closed")
    assert screen.focused() == "Older"
    screen.press("k")
    assert screen.focused() == "Newer"
    screen.press("?")
    assert screen.find("dialog").is_displayed()


def test_whoever_reads_below_keeps_the_place_and_is_told(house: House, screen: Screen) -> None:
    for number in range(60):
        house.release(headline=f"Storm {number}")
    screen.wait_for_line("Storm 59")
    top = "return document.querySelectorAll('.line')[40].getBoundingClientRect().top"
    screen.driver.execute_script("document.querySelector('.scroller').scrollTop = 600")
    marked = "window.marked = document.querySelectorAll('.line')[40]"
    before = screen.driver.execute_script(f"{marked}; {top}")
    house.release(headline="News above")
    screen.wait_for_line("News above")
    now = "return window.marked.getBoundingClientRect().top"
    assert screen.driver.execute_script(now) == pytest.approx(before, abs=1)
    assert screen.text(".pill") == "1 new ↑"
    screen.find(".pill").click()
    screen.wait(lambda: not screen.find(".pill").is_displayed(), "the pill stayed")


def test_older_lines_come_below_those_that_are_here(house: House, screen: Screen) -> None:
    for number in range(105):
        house.release(headline=f"Rain {number}")
    screen.driver.get(f"{screen.base}/terminal/")
    screen.wait_for_state("Live")
    assert "Rain 4" not in screen.headlines()
    screen.driver.execute_script("document.querySelector('.older a').focus()")
    screen.press(Keys.ENTER)
    screen.wait(lambda: "Rain 0" in screen.headlines(), "the older lines never came")
    rain = [headline for headline in screen.headlines() if headline.startswith("Rain ")]
    assert rain == [f"Rain {number}" for number in reversed(range(105))]
    assert screen.focused() == "Rain 4"


def test_a_kill_removes_the_text_from_the_list_and_the_open_story(
    house: House, screen: Screen
) -> None:
    story = house.release(headline="Bank fails", body=BODY)
    screen.wait_for_line("Bank fails")
    screen.press("j", Keys.ENTER)
    screen.wait(lambda: CANARY in screen.text(".story"), "the story never opened")
    house.release(**_kill(story))
    screen.wait_for_line("Killed HARBOUR-STORM")
    assert CANARY not in screen.driver.page_source
    assert "Bank fails" not in screen.driver.page_source
    screen.wait(lambda: "withdrawn for good" in screen.text(".story"), "no notice in its place")


def test_a_kill_also_empties_a_story_that_was_opened_as_a_page(
    house: House, screen: Screen
) -> None:
    story = house.release(headline="Bank fails", body=BODY)
    screen.driver.get(f"{screen.base}/terminal/story/{short(story['guid'])}/")
    screen.wait_for_state("Live")
    assert screen.driver.title == "Bank fails"
    house.release(**_kill(story))
    screen.wait(lambda: "withdrawn for good" in screen.text(".story"), "no notice in its place")
    assert CANARY not in screen.driver.page_source
    assert "Bank fails" not in screen.driver.page_source


def test_a_kill_that_shows_itself_is_no_proof_that_somebody_asked_for_it(
    house: House, screen: Screen
) -> None:
    story = house.release(headline="Bank fails", body=BODY)
    screen.wait_for_line("Bank fails")
    screen.driver.execute_script(r"""
        const real = window.fetch;
        window.asked = [];
        window.fetch = (url, options) => {
            if (/\/story\/[^\/]+\/$/.test(url)) asked.push(options.headers["X-Script"]);
            return real(url, options);
        };
    """)
    screen.press("j", Keys.ENTER)
    screen.wait(lambda: CANARY in screen.text(".story"), "the story never opened")
    house.release(**_kill(story))
    screen.wait(lambda: "withdrawn for good" in screen.text(".story"), "no notice in its place")
    first, *later = screen.driver.execute_script("return window.asked")
    assert (first, set(later)) == ("1", {"again"})


def test_another_story_begins_at_its_top_and_back_leads_to_the_first(
    house: House, screen: Screen
) -> None:
    house.release(headline="Long", body=BODY * 200)
    house.release(headline="Longer", body=BODY * 300)
    screen.wait_for_line("Longer")
    screen.press("j", Keys.ENTER)
    screen.wait(lambda: screen.text(".story h1") == "Longer", "the first never opened")
    screen.driver.execute_script("document.querySelector('.pane').scrollTop = 2000")
    screen.press("j", Keys.ENTER)
    screen.wait(lambda: screen.text(".story h1") == "Long", "the second never opened")
    top = "return document.querySelector('.pane').scrollTop"
    screen.wait(lambda: screen.driver.execute_script(top) == 0, "it did not begin at its top")
    screen.driver.back()
    screen.wait(lambda: not screen.text(".story"), "back did not close the story")


def test_an_open_story_follows_its_new_version(house: House, screen: Screen) -> None:
    story = house.release(headline="Talks begin")
    screen.wait_for_line("Talks begin")
    screen.press("j", Keys.ENTER)
    screen.wait(lambda: "Ships moved" in screen.text(".story"), "the story never opened")
    house.release(**story | {"version": 2, "update_type": "development", "body": BODY})
    screen.wait(lambda: CANARY in screen.text(".story"), "the new version never came")
    assert "v1" in screen.text(".history")


def test_a_restart_of_the_streams_loses_nothing_and_doubles_nothing(
    house: House, screen: Screen
) -> None:
    house.release(headline="Before")
    screen.wait_for_line("Before")
    house.stop("push")
    screen.wait(lambda: "Live" not in screen.text(".state"), "the end was not noticed")
    for number in range(5):
        house.release(headline=f"Meanwhile {number}")
    house.start("push")
    screen.wait_for_line("Meanwhile 4")
    screen.wait_for_state("Live")
    house.release(headline="After")
    screen.wait_for_line("After")
    newest = [f"Meanwhile {number}" for number in (4, 3, 2, 1, 0)]
    assert screen.headlines()[:7] == ["After", *newest, "Before"]


def test_after_a_new_life_of_the_log_the_list_is_read_anew(house: House, screen: Screen) -> None:
    house.release(headline="Before the restore")
    screen.wait_for_line("Before the restore")
    house.stop("push")
    screen.driver.execute_script("document.querySelector('.line').remove()")
    house.wireroom("new-epoch", "--reason", "test of a restore")
    house.start("push")
    screen.wait_for_line("Before the restore")
    screen.wait_for_state("Live")
    house.release(headline="After the restore")
    screen.wait_for_line("After the restore")


def test_being_offline_is_said_and_being_back_catches_up(house: House, screen: Screen) -> None:
    network = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    emulate = "Network.emulateNetworkConditions"
    screen.driver.execute_cdp_cmd(emulate, {"offline": True, **network})
    screen.wait_for_state("Offline")
    house.release(headline="While you were away")
    screen.driver.execute_cdp_cmd(emulate, {"offline": False, **network})
    screen.wait_for_line("While you were away")
    screen.wait_for_state("Live")


def test_when_the_subscription_ends_the_screen_is_empty_within_seconds(
    house: House, subscriber: Subscriber, open_browser: Callable[[], Screen]
) -> None:
    house.release(headline="For subscribers")
    person, screen = subscriber(), open_browser()
    screen.sign_in(person)
    screen.wait_for_state("Live")
    house.order("end_subscription", subscription=person["subscription"])
    screen.wait(lambda: "No active subscription" in screen.text("h1"), "still reading")
    assert "For subscribers" not in screen.driver.page_source


def test_signing_out_elsewhere_ends_the_stream(
    house: House, subscriber: Subscriber, open_browser: Callable[[], Screen]
) -> None:
    person, screen = subscriber(), open_browser()
    screen.sign_in(person)
    screen.wait_for_state("Live")
    screen.driver.switch_to.new_window("tab")
    screen.driver.get(f"{screen.base}/terminal/")
    screen.find("form[action='/logout/'] button").click()
    screen.wait(lambda: "Sign in" in screen.text("h1"), "not signed out")
    screen.driver.switch_to.window(screen.driver.window_handles[0])
    screen.wait_for_state("Signed out")
    assert screen.find("[data-status-target=login]").is_displayed()


def test_whoever_loses_the_seat_is_told_when_and_may_sign_in_again(
    subscriber: Subscriber, open_browser: Callable[[], Screen]
) -> None:
    person, first, second = subscriber(seats=1), open_browser(), open_browser()
    first.sign_in(person)
    first.wait_for_state("Live")
    second.sign_in(person)
    second.wait_for_state("Live")
    first.wait_for_state("took this seat")
    assert re.search(r"signed in at \d\d:\d\d and took", first.text(".state"))
    assert first.find("[data-status-target=why]").is_displayed()
    first.find("[data-status-target=login]").click()
    first.wait(lambda: "took this seat" in first.text("main"), "the sign-in page does not say why")
    assert "Live" in second.text(".state")


def test_a_headline_customer_sees_headlines_and_never_a_body(
    house: House, subscriber: Subscriber, open_browser: Callable[[], Screen]
) -> None:
    screen = open_browser()
    screen.sign_in(subscriber(level="headline"))
    screen.wait_for_state("Live")
    story = house.release(headline="Gas price", body=BODY)
    screen.wait_for_line("Gas price")
    screen.driver.get(f"{screen.base}/terminal/story/{short(story['guid'])}/")
    assert "headline of this story" in screen.text(".story")
    assert CANARY not in screen.driver.page_source
