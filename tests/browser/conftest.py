"""A running house and a real browser. Without chromium the tests say so and are skipped."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.house import House, running
from tests.browser.screen import Screen
from tests.support import templates

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1600,1000",
    "--disable-background-timer-throttling",  # a tab behind another would answer once a minute
)  # fmt: skip

_names = itertools.count(1)


def _program(*names: str) -> str:
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        pytest.skip(f"NO BROWSER: {names[0]} is not installed; what a person does was not tested.")
    return found


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The whole house, once for all tests of the browser."""
    _program("chromedriver")
    data_dir = tmp_path_factory.mktemp("house") / "data"
    templates.copy(templates.house(tmp_path_factory), data_dir)
    with running(data_dir) as house:
        yield house


@pytest.fixture(scope="session")
def browsers() -> Iterator[list[Chrome]]:
    """Browsers that know nobody, for one test after the other; starting one takes a second."""
    idle: list[Chrome] = []
    yield idle
    for driver in idle:
        driver.quit()


@pytest.fixture
def open_browser(browsers: list[Chrome], house: House) -> Iterator[Callable[[], Screen]]:
    """Open a browser that knows nobody; several make several people."""
    taken: list[Chrome] = []

    def open_() -> Screen:
        taken.append(browsers.pop() if browsers else _start_browser())
        return Screen(taken[-1], house.base)

    yield open_
    for driver in taken:
        _forget(driver, house.base)
        browsers.append(driver)


def _start_browser() -> Chrome:
    options = Options()
    options.binary_location = _program("chromium", "chromium-browser", "google-chrome")
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return Chrome(options=options, service=Service(_program("chromedriver")))


def _forget(driver: Chrome, origin: str) -> None:
    """Leave an empty window, and nothing of who was here: no page, cookie, storage or message."""
    used = driver.window_handles
    driver.switch_to.new_window("window")
    fresh = driver.current_window_handle
    for handle in used:
        driver.switch_to.window(handle)
        driver.close()
    driver.switch_to.window(fresh)
    everything = {"origin": origin, "storageTypes": "all"}
    driver.execute_cdp_cmd("Storage.clearDataForOrigin", everything)
    driver.execute_cdp_cmd("Network.clearBrowserCache", {})
    driver.get_log("browser")  # type: ignore[no-untyped-call]
    WebDriverWait(driver, 10, 0.1).until(_has_no_cookie)


def _has_no_cookie(driver: Chrome) -> bool:
    """Take the cookies away; one may still come, with the answer to a closed window's question."""
    left = driver.execute_cdp_cmd("Network.getAllCookies", {})["cookies"]
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    return not left


@pytest.fixture
def subscriber(house: House) -> Callable[..., dict[str, Any]]:
    """Make a person with a subscription; gives e-mail address, password and subscription."""

    def make(**terms: Any) -> dict[str, Any]:
        return house.order("subscriber", name=f"reader{next(_names)}", **terms)

    return make


@pytest.fixture
def screen(open_browser: Callable[[], Screen], subscriber: Callable[..., dict[str, Any]]) -> Screen:
    """The live terminal of a subscriber who has just signed in."""
    screen = open_browser()
    screen.sign_in(subscriber())
    screen.wait_for_state("Live")
    return screen
