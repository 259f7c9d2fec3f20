"""The flash line in a real browser: the keys that an editor presses."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.factories.desk import chief_editor, draft
from wireroom.desk.models import Story
from wireroom.wire import queries as wire

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]

_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking")


@pytest.fixture
def browser(live_server: Any, settings: Any) -> Iterator[webdriver.Chrome]:
    """A browser in which a chief editor has signed in."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("NO BROWSER: the keys of the desk were not tested.")
    client = Client()
    client.force_login(chief_editor())
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in _FLAGS:
        options.add_argument(flag)
    opened = webdriver.Chrome(options=options, service=Service(driver))
    opened.get(f"{live_server.url}/static/desk/desk.css")
    name = settings.SESSION_COOKIE_NAME
    opened.add_cookie({"name": name, "value": client.cookies[name].value})
    yield opened
    opened.quit()


@pytest.mark.django_db(transaction=True)
def test_f_a_line_and_two_enters_are_one_flash(browser: webdriver.Chrome, live_server: Any) -> None:
    gone = draft(headline="Soon deleted")
    browser.get(f"{live_server.url}/desk/")
    ActionChains(browser).send_keys("f").perform()
    line = browser.switch_to.active_element
    line.send_keys("Central bank cuts rate")
    gone.delete()

    WebDriverWait(browser, 15).until(lambda b: "Soon deleted" not in b.page_source)
    assert line.get_attribute("value") == "Central bank cuts rate"  # refreshing disturbs nobody
    counter = browser.find_element(By.CSS_SELECTOR, "[data-desk-count] output").text
    line.send_keys(Keys.ENTER, Keys.ENTER)
    WebDriverWait(browser, 20).until(lambda b: "/edit/" in b.current_url)

    assert counter == "22 of 76"
    assert "Flash released: number 1 on the wire" in browser.page_source
    assert wire.head() == 1
    assert Story.objects.get().headline == "Central bank cuts rate"
