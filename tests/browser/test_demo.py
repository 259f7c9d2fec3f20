"""From the public page to live news in the terminal, by keyboard alone, in a real browser."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.house import House
from tests.browser.screen import Screen
from wireroom.public.demo.form_token import FILLED_IN_AFTER

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

_LINK = re.compile(r"http\S+/subscribe/proof/\S+")
_MOST_TABS = 60
NOBODY_IS_FASTER_S = FILLED_IN_AFTER.total_seconds() + 0.2


@pytest.fixture
def deliverer(house: House) -> Iterator[None]:
    """Somebody who carries letters out of the house."""
    house.start("deliver")
    yield
    house.stop("deliver")


def _tab_to(screen: Screen, css: str) -> None:
    """Press Tab until the focus is where a person wants it."""
    script = "return document.activeElement.matches(arguments[0])"
    for _ in range(_MOST_TABS):
        screen.press(Keys.TAB)
        if screen.driver.execute_script(script, css):
            return
    pytest.fail(f"{css} cannot be reached by keyboard")


def _write(screen: Screen, css: str, text: str) -> None:
    _tab_to(screen, css)
    screen.press(*text)


def _letter(folder: Path, to: str) -> str:
    for path in sorted(folder.glob("*"), reverse=True):
        for part in path.read_bytes().split(b"-" * 79):
            letter = message_from_bytes(part.lstrip(), policy=policy.default)
            if letter["to"] == to:
                body = letter.get_body(("plain",))
                return body.get_content() if body else ""
    return ""


def test_a_prospect_reads_live_news_without_a_mouse_or_a_colleague_of_ours(
    house: House, open_browser: Callable[[], Screen], deliverer: None
) -> None:
    house.order("offer", name="Markets")
    screen = open_browser()
    screen.driver.get(f"{house.base}/")
    _tab_to(screen, "a[href='/subscribe/']")
    screen.press(Keys.ENTER)
    screen.wait(lambda: "Subscription and demo" in screen.text("h1"), "no form")
    time.sleep(NOBODY_IS_FASTER_S)

    _write(screen, "#id_first_name", "Grace")
    _write(screen, "#id_last_name", "Prospect")
    _write(screen, "#id_company_name", "Quay Bank")
    _write(screen, "#id_email", "grace@quay.example")
    _write(screen, "#id_country", "France")
    _tab_to(screen, "#id_products_0")
    screen.press(" ")
    _tab_to(screen, "#new-digits")
    before = screen.find(".digits__picture").get_attribute("src")
    screen.press(Keys.ENTER)
    picture = "return document.querySelector('.digits__picture').src"
    screen.wait(lambda: screen.driver.execute_script(picture) != before, "the digits stayed")
    assert screen.text("#digits-said") == "There are new digits."
    assert screen.find("#id_first_name").get_attribute("value") == "Grace"
    key = screen.driver.execute_script(picture).rpartition("/")[2].removesuffix(".png")
    _write(screen, "#id_digits", house.order("digits", key=key)["digits"])
    screen.press(Keys.ENTER)
    screen.wait(lambda: "We have sent you" in screen.text("h1"), "the form was not taken")

    folder = Path(house.environment["WIREROOM_DATA_DIR"]) / "mail"
    screen.wait(lambda: _LINK.search(_letter(folder, "grace@quay.example")), "no letter came")
    link = _LINK.findall(_letter(folder, "grace@quay.example"))[0]
    screen.driver.get(link)
    _write(screen, "#id_password", "four quiet words here")
    screen.press(Keys.ENTER)
    screen.wait_for_state("Live")
    assert "13 days 23 hours left" in screen.text(".trial")
    house.release(headline="Harbour reopens for the demo")
    screen.wait_for_line("Harbour reopens for the demo")
    assert screen.complaints() == []


def test_the_form_says_what_is_wrong_and_leads_there(
    house: House, open_browser: Callable[[], Screen]
) -> None:
    screen = open_browser()
    screen.driver.get(f"{house.base}/subscribe/")
    time.sleep(NOBODY_IS_FASTER_S)
    _write(screen, "#id_first_name", "Grace")
    screen.press(Keys.ENTER)
    screen.wait(lambda: "Please check" in screen.text("#problems"), "nothing was said")
    assert screen.driver.switch_to.active_element.get_attribute("id") == "problems"
    assert screen.find("#id_first_name").get_attribute("value") == "Grace"
    _tab_to(screen, "#problems a[href='#id_email']")
    screen.press(Keys.ENTER)
    script = "return document.activeElement.id"
    screen.wait(lambda: screen.driver.execute_script(script) == "id_email", "the link led nowhere")
    assert screen.complaints() == []
