"""Searching, in a real browser on a running house."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.house import House
from tests.browser.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]

HOSTILE = "<img src=x onerror=document.title='owned'>"


def _body(text: str) -> list[dict[str, str]]:
    return [{"type": "paragraph", "text": text}]


def _search(screen: Screen, text: str) -> None:
    screen.press("/")
    screen.find("#query").clear()
    screen.find("#query").send_keys(text)


def _shows(screen: Screen, *headlines: str) -> None:
    screen.wait(lambda: screen.headlines() == list(headlines), f"never only {headlines}")


def test_typing_finds_and_the_address_is_the_search(house: House, screen: Screen) -> None:
    house.release(headline="Quokka prices rise", body=_body("The quokka price rose."))
    house.release(headline="Football result")
    screen.wait_for_line("Football result")
    _search(screen, "quokkas")
    _shows(screen, "Quokka prices rise")
    screen.wait(lambda: screen.driver.current_url.endswith("/terminal/?q=quokkas"), "no address")
    assert screen.text(".line mark") == "Quokka"
    assert "1 story" in screen.text(".results__count")
    screen.wait(
        lambda: "1 story" in screen.text("[data-recount-target=spoken]"), "nothing was said"
    )
    screen.press(Keys.ENTER)
    assert "Quokka prices rise" in screen.focused()
    screen.press(Keys.ENTER)
    screen.wait(lambda: screen.text(".prose mark") == "quokka", "no mark in the text")
    assert "Matched because" in screen.text(".because")
    screen.driver.refresh()
    _shows(screen, "Quokka prices rise")
    assert screen.text(".prose mark") == "quokka"
    screen.press(Keys.ESCAPE)
    _search(screen, "")
    screen.press("q", Keys.ESCAPE, Keys.ESCAPE)
    screen.wait(lambda: "Football result" in screen.headlines(), "the wire did not come back")
    assert screen.complaints() == []


def test_enter_asks_at_once_and_goes_to_the_first_result(house: House, screen: Screen) -> None:
    house.release(headline="Cassowary crossing")
    house.release(headline="Something else")
    screen.wait_for_line("Something else")
    _search(screen, "cassowary")
    screen.press(Keys.ENTER)
    _shows(screen, "Cassowary crossing")
    screen.wait(lambda: screen.focused() == "Cassowary crossing", "the focus is elsewhere")


def test_what_arrives_and_meets_the_query_is_put_on_top_and_nothing_else(
    house: House, screen: Screen
) -> None:
    first = house.release(headline="Wombat one")
    screen.wait_for_line("Wombat one")
    _search(screen, "wombat")
    _shows(screen, "Wombat one")
    house.release(headline="Nothing to do with it")
    house.release(headline="Wombat two")
    _shows(screen, "Wombat two", "Wombat one")
    house.release(**first | {"version": 2, "headline": "Kiwi", "update_type": "development"})
    _shows(screen, "Wombat two")
    screen.wait(lambda: "1 story" in screen.text(".results__count"), "not counted anew")
    assert screen.complaints() == []


def test_a_kill_takes_the_text_out_of_the_results_at_once(house: House, screen: Screen) -> None:
    story = house.release(headline="Numbat scandal")
    screen.wait_for_line("Numbat scandal")
    _search(screen, "numbat")
    _shows(screen, "Numbat scandal")
    kill = {"pub_status": "canceled", "update_type": "kill", "headline": "KILL: HARBOUR-STORM"}
    house.release(guid=story["guid"], version=2, body=[], **kill)
    _shows(screen, "Killed HARBOUR-STORM")
    assert "Numbat scandal" not in screen.driver.page_source


def test_a_bad_query_is_explained_and_the_last_good_results_stay(
    house: House, screen: Screen
) -> None:
    house.release(headline="Bilby boom")
    screen.wait_for_line("Bilby boom")
    _search(screen, "bilby")
    _shows(screen, "Bilby boom")
    screen.find("#query").send_keys(" AND (x")
    screen.wait(lambda: screen.text(".problem__here") == "(", "nothing points at the bracket")
    assert screen.find("#query").get_attribute("aria-invalid") == "true"
    assert screen.headlines() == ["Bilby boom"]
    assert screen.driver.current_url.endswith("?q=bilby")
    screen.find("#query").send_keys(Keys.BACKSPACE * 7)
    screen.wait(lambda: not screen.find("#query-problem").is_displayed(), "still complains")


def test_a_suggestion_is_taken_by_keys(house: House, screen: Screen) -> None:
    house.release(headline="Market", companies=[{"name": "Potoroo", "instruments": []}])
    screen.wait_for_line("Market")
    _search(screen, "company:poto")
    screen.wait(lambda: screen.text("[role=option]").startswith("company:Potoroo"), "no suggestion")
    screen.press(Keys.ARROW_DOWN)
    box = screen.find("#query")
    assert box.get_attribute("aria-activedescendant") == "query-options-0"
    screen.press(Keys.ENTER)
    assert box.get_attribute("value") == "company:Potoroo "
    _shows(screen, "Market")


def test_a_facet_is_added_to_the_query_and_the_builder_shows_it(
    house: House, screen: Screen
) -> None:
    house.release(headline="Sheep deal")
    house.release(headline="Dingo deal", language="en")
    house.release(headline="Dingo Geschäft", language="de")
    screen.wait_for_line("Dingo Geschäft")
    _search(screen, "dingo")
    _shows(screen, "Dingo Geschäft", "Dingo deal")
    screen.press(Keys.ENTER, "f")
    german = "[data-facet='lang:de']"
    screen.wait(lambda: "German" in screen.text(german), "no facets")
    screen.find(german).click()
    _shows(screen, "Dingo Geschäft")
    assert screen.find("#query").get_attribute("value") == "dingo lang:de"
    screen.press("b")
    screen.wait(lambda: "in German" in screen.text(".builder__words"), "no builder")
    assert screen.find("#build-words").get_attribute("value") == "dingo"
    screen.find("#build-language").clear()
    screen.find("#build-language").send_keys("en", Keys.ENTER)
    _shows(screen, "Dingo deal")
    screen.driver.back()
    screen.wait(lambda: "Sheep deal" in screen.headlines(), "not back at the wire")


def test_open_facets_are_remembered_on_every_machine_of_a_person(
    house: House, open_browser: Callable[[], Screen], subscriber: Callable[..., dict[str, Any]]
) -> None:
    person, other = subscriber(), subscriber()
    first, second, elsewhere = open_browser(), open_browser(), open_browser()
    first.sign_in(person)
    first.wait_for_state("Live")
    first.press("f")
    first.wait(lambda: first.find("#facets").is_displayed(), "the facets do not open")
    for screen, whose in ((second, person), (elsewhere, other)):
        screen.sign_in(whose)
        screen.wait_for_state("Live")
    second.wait(lambda: second.find("#facets").is_displayed(), "not remembered")
    assert not elsewhere.find("#facets").is_displayed()


def test_markup_in_queries_and_stories_stays_text(house: House, screen: Screen) -> None:
    house.release(headline=f"Echidna {HOSTILE}", body=_body(HOSTILE), slugline=HOSTILE)
    _search(screen, "echidna")
    _shows(screen, f"Echidna {HOSTILE}")
    screen.press(Keys.ENTER, Keys.ENTER)
    screen.wait(lambda: screen.text(".story h1 mark") == "Echidna", "no story")
    screen.driver.get(f"{screen.base}/terminal/?q=%3Cimg src%3Dx onerror%3Dalert(1)%3E (")
    assert screen.driver.title != "owned"
    assert screen.complaints() == []


def test_a_headline_reader_finds_nothing_by_a_word_of_the_body(
    house: House, subscriber: Callable[..., dict[str, Any]], open_browser: Callable[[], Screen]
) -> None:
    screen = open_browser()
    screen.sign_in(subscriber(level="headline"))
    screen.wait_for_state("Live")
    house.release(headline="Gas price", body=_body("thylacine"))
    screen.wait_for_line("Gas price")
    _search(screen, "thylacine")
    screen.wait(lambda: "No story says this" in screen.text("[data-list-target=empty]"), "found")
    house.release(headline="Gas price again", body=_body("thylacine"))
    house.release(headline="A thylacine")
    _shows(screen, "A thylacine")
