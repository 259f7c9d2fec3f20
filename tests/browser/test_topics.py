"""From nothing to useful alerts: topics, rail, toasts, columns, bookmarks, in a real browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.house import House
from tests.browser.screen import Screen
from wireroom.kernel.ids import short

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

Subscriber = Callable[..., dict[str, Any]]
CANARY = "canary4711"


def _go(screen: Screen, path: str) -> None:
    screen.driver.get(f"{screen.base}/terminal/{path}")
    screen.wait_for_state("Live")


def _make(screen: Screen, query: str, name: str, *ticks: str) -> None:
    screen.driver.get(f"{screen.base}/terminal/topics/new/")
    screen.find("#query").send_keys(query)
    screen.wait(lambda: "Would have matched" in screen.text(".backtest"), "it was not tried")
    screen.find("#name").send_keys(name)
    for tick in ticks:
        screen.find(f"[name={tick}]").click()
    screen.find("#name").send_keys(Keys.ENTER)
    screen.wait(lambda: name in screen.text(".rail"), "the topic is not in the rail")


def _badge(screen: Screen, name: str) -> str:
    script = (
        "const link = [...document.querySelectorAll('.rail__link')]"
        ".find((each) => each.textContent.includes(arguments[0]));"
        "const badge = link?.querySelector('.badge');"
        "return badge && !badge.hidden ? badge.querySelector('[aria-hidden]').textContent : ''"
    )
    return str(screen.driver.execute_script(script, name))


def _toasts(screen: Screen) -> str:
    return screen.text(".toasts")


def test_a_newcomer_has_five_alerts_in_less_than_three_minutes(
    house: House, screen: Screen
) -> None:
    began_s = time.monotonic()
    company = [{"name": "Nordsea Gas", "instruments": [{"ticker": "NSG"}]}]
    topics = [{"code": "medtop:04000000", "label": "economy, business and finance"}]
    for urgency in (2, 4, 4):
        house.release(
            headline="Nordsea Gas profit up", urgency=urgency, companies=company, topics=topics,
            places=[{"name": "Bergen"}],
        )  # fmt: skip
    _go(screen, "topics/")
    screen.wait(lambda: _again(screen, ".starter", 3), "nothing was suggested")
    offered = screen.text(".starters__list")
    assert "Flashes and alerts" in offered
    assert "Nordsea Gas" in offered
    screen.find(".starters__head button").click()
    screen.wait(lambda: "Nordsea Gas" in screen.text(".rail"), "the topics were not made")
    for query in ("zinc", "copper"):
        _make(screen, query, query.title())
    assert len(screen.driver.find_elements(By.CSS_SELECTOR, ".rail [data-topic] .dot")) >= 5
    assert time.monotonic() - began_s < 180
    house.release(headline="Zinc at a record")
    screen.wait(lambda: _badge(screen, "Zinc") == "1", "no number beside the topic")
    screen.wait(lambda: "Zinc at a record" in _toasts(screen), "no toast")
    assert screen.driver.title.startswith("(1) ")
    assert not screen.complaints()


def _again(screen: Screen, css: str, count: int) -> bool:
    if len(screen.driver.find_elements(By.CSS_SELECTOR, css)) >= count:
        return True
    time.sleep(0.3)
    screen.driver.refresh()
    return False


def test_what_is_no_search_says_where_while_it_is_written(screen: Screen) -> None:
    screen.driver.get(f"{screen.base}/terminal/topics/new/")
    screen.find("#query").send_keys('gas "natural')
    screen.wait(lambda: "not a search yet" in screen.text(".backtest"), "nothing was said")
    assert screen.find("#query").get_attribute("aria-invalid") == "true"
    screen.find("#query").send_keys('"')
    screen.wait(lambda: "Would have matched" in screen.text(".backtest"), "it never was good")
    assert screen.find("#query").get_attribute("aria-invalid") == "false"


def test_the_list_of_alerts_grows_by_itself_and_is_read_at_one_press(
    house: House, screen: Screen
) -> None:
    _make(screen, "tungsten", "Tungsten")
    _go(screen, "alerts/")
    story = house.release(headline="Tungsten mine opens", urgency=2)
    screen.wait(lambda: "Tungsten mine opens" in screen.text(".alerts"), "the alert never came")
    assert "Alert" in screen.text(".alerts")
    kill = {"pub_status": "canceled", "update_type": "kill", "headline": "KILL: MINE", "body": []}
    house.release(guid=story["guid"], version=2, slugline="MINE", **kill)
    screen.wait(lambda: "Killed" in screen.text(".alerts"), "the kill never came")
    assert "Tungsten mine opens" not in screen.text(".alerts")
    screen.press("r")
    screen.wait(lambda: _badge(screen, "Alerts") == "", "it still is unread")
    assert not screen.complaints()


def test_a_story_that_is_open_in_one_window_rings_and_changes_in_another(
    house: House, screen: Screen
) -> None:
    _make(screen, "vanadium", "Vanadium")
    _go(screen, "alerts/")
    story = house.release(headline="Vanadium mine opens")
    screen.wait(lambda: "mine opens" in screen.text(".alerts"), "the alert never came")
    alerts = screen.driver.current_window_handle
    screen.driver.switch_to.new_window("window")
    _go(screen, f"story/{short(story['guid'])}/")
    screen.wait(lambda: _badge(screen, "Alerts") == "", "opening it does not count as reading")
    reader = screen.driver.current_window_handle
    screen.driver.switch_to.window(alerts)
    screen.wait(
        lambda: "Unread" not in screen.text(".alerts"), "the other window still says unread"
    )
    again = {"guid": story["guid"], "version": 2, "update_type": "development"}
    house.release(headline="Vanadium mine shuts", **again)
    screen.wait(lambda: "mine shuts" in screen.text(".alerts"), "the list is out of date")
    screen.wait(lambda: "mine shuts" in screen.text("[data-alerts-target=spoken]"), "not told")
    kill = {"pub_status": "canceled", "update_type": "kill", "headline": "KILL: MINE", "body": []}
    house.release(guid=story["guid"], version=3, slugline="MINE", **kill)
    screen.wait(
        lambda: "Vanadium mine" not in screen.driver.page_source, "its words are still here"
    )
    screen.driver.switch_to.window(reader)
    screen.wait(lambda: "Vanadium mine" not in screen.text(".pane"), "its text is still here")
    assert not screen.complaints()


def test_what_is_no_query_needs_no_bar_to_scroll(screen: Screen) -> None:
    screen.find("#query").send_keys('gas "natural')
    screen.wait(lambda: "not closed" in screen.text("#query-problem"), "nothing was said")
    fits = "const { scrollHeight, clientHeight } = document.querySelector('.problem__text');"
    assert screen.driver.execute_script(f"{fits} return scrollHeight <= clientHeight")


def test_who_may_not_read_it_hears_nothing(
    house: House, screen: Screen, open_browser: Callable[[], Screen], subscriber: Subscriber
) -> None:
    headline_only = open_browser()
    headline_only.sign_in(subscriber(level="headline"))
    for each in (screen, headline_only):
        _make(each, CANARY, "Secret")
        _go(each, "alerts/")
    house.release(headline="Gas deal", body=[{"type": "paragraph", "text": CANARY}])
    screen.wait(lambda: "Gas deal" in screen.text(".alerts"), "the entitled heard nothing")
    house.release(headline="Barley deal")
    time.sleep(2)
    assert _badge(headline_only, "Secret") == ""
    assert "Gas deal" not in headline_only.driver.page_source


def test_an_alert_rings_in_one_of_two_tabs(house: House, screen: Screen) -> None:
    _make(screen, "cobalt", "Cobalt", "sound")
    screen.driver.execute_script("localStorage.setItem('wireroom:sound', 'on')")
    count = (
        "window.rings = 0; const start = OscillatorNode.prototype.start;"
        "OscillatorNode.prototype.start = function (at) { window.rings++; start.call(this, at); }"
    )
    tabs = [screen.driver.current_window_handle]
    screen.driver.execute_script(count)
    screen.driver.switch_to.new_window("tab")
    tabs.append(screen.driver.current_window_handle)
    _go(screen, "bookmarks/")
    screen.driver.execute_script(count)
    house.release(headline="Cobalt price doubles")
    rings = []
    for tab in tabs:
        screen.driver.switch_to.window(tab)
        screen.wait(lambda: "Cobalt" in screen.text(".toasts .toast"), "no toast")
        rings.append(screen.driver.execute_script("return window.rings"))
    assert sorted(rings) == [0, 2]  # two tones, once


def test_a_muted_story_rings_no_more(house: House, screen: Screen) -> None:
    _make(screen, "nickel", "Nickel")
    _go(screen, "bookmarks/")
    story = house.release(headline="Nickel strike begins")
    screen.wait(lambda: "Nickel strike begins" in _toasts(screen), "no toast")
    screen.find(".toast__mute").click()
    screen.wait(lambda: not _toasts(screen), "the toast stays")
    house.release(guid=story["guid"], version=2, update_type="development", headline="Nickel two")
    house.release(headline="Nickel strike elsewhere")
    screen.wait(lambda: "elsewhere" in _toasts(screen), "the next one is not heard")
    assert "Nickel two" not in _toasts(screen)


def test_columns_are_live_and_go_by_keys(house: House, screen: Screen) -> None:
    house.release(headline="Silver first")
    _make(screen, "silver", "Silver")
    _make(screen, "platinum", "Platinum")
    ids = [
        link.get_attribute("data-topic")
        for link in screen.driver.find_elements(By.CSS_SELECTOR, ".rail a[data-topic]")
    ]
    _go(screen, f"columns/?t={ids[0]}&t={ids[1]}")
    story = house.release(headline="Platinum news")
    house.release(headline="Silver news")
    screen.wait(lambda: "Platinum news" in _column(screen, ids[1]), "the column is not live")
    screen.wait(lambda: "Silver news" in _column(screen, ids[0]), "the other is not live")
    assert "Platinum news" not in _column(screen, ids[0])
    screen.press("j", Keys.ARROW_RIGHT)
    assert screen.focused() == "Platinum news"
    screen.press(Keys.ENTER)
    screen.wait(lambda: "Ships moved" in screen.text(".overlay"), "the story did not open")
    kill = {"pub_status": "canceled", "update_type": "kill", "headline": "KILL: X", "body": []}
    house.release(guid=story["guid"], version=2, slugline="X", **kill)
    screen.wait(lambda: "Killed" in _column(screen, ids[1]), "the kill is not in the column")
    screen.wait(lambda: "Ships moved" not in screen.text(".overlay"), "the text is still there")
    screen.press(Keys.ESCAPE)
    screen.wait(lambda: not screen.find(".overlay").is_displayed(), "the story stays open")
    screen.find(f".column[data-topic='{ids[0]}'] .line__link").send_keys(
        Keys.SHIFT, Keys.ARROW_RIGHT
    )
    screen.wait(lambda: _order(screen) == [ids[1], ids[0]], "the column did not move")
    _go(screen, "columns/")
    assert _order(screen) == [ids[1], ids[0]]
    assert not screen.complaints()


def _column(screen: Screen, topic: str) -> str:
    return screen.text(f".column[data-topic='{topic}'] .feed")


def _order(screen: Screen) -> list[str]:
    columns = screen.driver.find_elements(By.CSS_SELECTOR, ".column")
    return [str(column.get_attribute("data-topic")) for column in columns]


def test_a_story_is_kept_by_a_key_and_found_among_bookmarks_and_recent(
    house: House, screen: Screen
) -> None:
    story = house.release(headline="Rye harvest ends")
    _go(screen, f"story/{short(story['guid'])}/")
    screen.press("s")
    screen.wait(lambda: screen.find("#story-note").is_displayed(), "it was not kept")
    screen.find("#story-note").send_keys("call Riga", Keys.TAB)
    screen.wait(lambda: _says(screen, "bookmarks/", "call Riga"), "the note is not there")
    assert "Rye harvest ends" in screen.text(".feed")
    screen.wait(lambda: _says(screen, "recent/", "Rye harvest ends"), "it is not among recent")
    assert not screen.complaints()


def _says(screen: Screen, path: str, words: str) -> bool:
    screen.driver.get(f"{screen.base}/terminal/{path}")
    return words in screen.driver.page_source


def test_the_rail_opens_by_key_and_is_a_drawer_on_a_phone(screen: Screen) -> None:
    _go(screen, "alerts/")
    screen.press("t")
    assert "Alerts" in screen.focused()
    screen.press("t")
    assert not screen.find(".rail__inner").is_displayed()
    screen.wait(lambda: _is_closed(screen), "it was not remembered")
    screen.press("t")
    size = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    screen.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    _go(screen, "alerts/")
    assert not screen.find(".rail__inner").is_displayed()
    screen.find(".rail-button").click()
    assert screen.find(".rail__inner").is_displayed()
    screen.press(Keys.ESCAPE)
    assert not screen.find(".rail__inner").is_displayed()
    wide = "return document.documentElement.scrollWidth > innerWidth"
    assert not screen.driver.execute_script(wide)


def _is_closed(screen: Screen) -> bool:
    screen.driver.get(f"{screen.base}/terminal/bookmarks/")
    return not screen.find(".rail__inner").is_displayed()


def test_a_kill_takes_the_words_off_the_toast_and_comes_in_its_place(
    house: House, screen: Screen
) -> None:
    _make(screen, "chromium", "Chromium")
    _go(screen, "bookmarks/")
    story = house.release(headline="Chromium mine floods")
    screen.wait(lambda: "Chromium mine floods" in _toasts(screen), "no toast")
    again = {"guid": story["guid"], "version": 2, "update_type": "development"}
    house.release(headline="Chromium mine is dry", **again)
    screen.wait(lambda: "is dry" in _toasts(screen), "the update is not told")
    assert len(screen.driver.find_elements(By.CSS_SELECTOR, ".toast")) == 1
    kill = {"pub_status": "canceled", "update_type": "kill", "headline": "KILL: MINE", "body": []}
    house.release(guid=story["guid"], version=3, slugline="MINE", **kill)
    screen.wait(lambda: "Killed MINE" in _toasts(screen), "the kill is not told")
    assert "dry" not in _toasts(screen)
    assert not screen.complaints()


def test_whoever_opens_a_story_has_read_its_alerts(house: House, screen: Screen) -> None:
    _make(screen, "vanadium", "Vanadium")
    _go(screen, "alerts/")
    house.release(headline="Vanadium found")
    house.release(headline="Vanadium lost")
    screen.wait(lambda: _badge(screen, "Vanadium") == "2", "no number beside the topic")
    screen.wait(lambda: "Vanadium found" in screen.text(".alerts"), "the alert never came")
    screen.find(".alert .line__link").click()
    screen.wait(lambda: _badge(screen, "Vanadium") == "1", "it still is unread")
    assert screen.driver.title == "Vanadium lost" or screen.driver.title.startswith("(1) ")


def test_the_query_box_and_the_keys_are_on_every_page(screen: Screen) -> None:
    for path in ("alerts/", "columns/", "topics/", "bookmarks/", "preferences/"):
        _go(screen, path)
        screen.find("body").send_keys("?")
        assert screen.find("dialog.help").is_displayed()
        screen.press(Keys.ESCAPE)
        assert not screen.find("dialog.help").is_displayed()
    screen.find("body").send_keys("/")
    screen.press("osmium urg")
    screen.wait(lambda: "urgency:" in screen.text(".bar .options"), "nothing is offered")
    screen.press(Keys.ARROW_DOWN, Keys.ENTER, "2", Keys.ENTER)
    screen.wait(lambda: screen.driver.current_url.endswith("?q=osmium+urgency%3A2"), "no search")
    assert not screen.complaints()


def test_the_editor_offers_what_may_follow_and_enter_takes_it(screen: Screen) -> None:
    screen.driver.get(f"{screen.base}/terminal/topics/new/")
    screen.find("#query").send_keys("urge")
    screen.wait(lambda: "urgency:" in screen.text("#topic-options"), "nothing is offered")
    screen.press(Keys.ARROW_DOWN, Keys.ENTER)
    assert screen.find("#query").get_attribute("value") == "urgency:"
    screen.press("1")
    screen.wait(lambda: "Would have matched" in screen.text(".backtest"), "it was not tried")
    screen.press(Keys.ESCAPE, Keys.ENTER)
    screen.wait(lambda: "keeps watch" in screen.text(".personal__messages"), "it was not saved")
    assert not screen.complaints()


def test_the_first_columns_are_the_first_topics(screen: Screen) -> None:
    for word in ("rhenium", "iridium"):
        _make(screen, word, word.title())
    _go(screen, "columns/")
    columns = screen.driver.find_elements(By.CSS_SELECTOR, ".column__name")
    assert [column.text for column in columns] == ["Rhenium", "Iridium"]
