"""A running house and a real browser. Without chromium the tests say so and are skipped."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from tests.browser.house import House, running
from tests.browser.screen import Screen

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1600,1000",
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
    with running(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def open_browser(tmp_path: Path, house: House) -> Iterator[Callable[[], Screen]]:
    """Open a browser with a profile of its own; several make several people."""
    drivers: list[webdriver.Chrome] = []

    def open_() -> Screen:
        options = Options()
        options.binary_location = _program("chromium", "chromium-browser", "google-chrome")
        profile = tmp_path / f"profile-{len(drivers)}"
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(_program("chromedriver")))
        drivers.append(driver)
        return Screen(driver, house.base)

    yield open_
    for driver in drivers:
        driver.quit()


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
