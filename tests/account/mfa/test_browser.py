"""Passkeys in a real browser, with a made-up device, and no mouse."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions
from selenium.webdriver.support.wait import WebDriverWait

from tests.factories.customers import PASSWORD, StaffFactory
from wireroom.customers.models import SignIn

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(180),
    pytest.mark.django_db(transaction=True),
]
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking")


class Screen:
    """A browser whose person has a device and a keyboard."""

    def __init__(self, driver: webdriver.Chrome, base: str) -> None:
        self.driver, self.base = driver, base

    def go(self, path: str) -> None:
        self.driver.get(self.base + path)

    def tab_to(self, words: str) -> None:
        """Press the tab key until what has the focus says this."""
        for _ in range(40):
            ActionChains(self.driver).send_keys(Keys.TAB).perform()
            if self.driver.switch_to.active_element.text.strip() == words:
                return
        raise AssertionError(f"no way to {words!r} by keyboard")

    def press(self, *keys: str) -> None:
        ActionChains(self.driver).send_keys(*keys).perform()

    def wait_for(self, heading: str) -> None:
        WebDriverWait(self.driver, 20, 0.1).until(lambda d: self.heading() == heading, heading)

    def heading(self) -> str:
        script = "return document.querySelector('h1')?.textContent ?? ''"
        return " ".join(self.driver.execute_script(script).split())

    def complaints(self) -> list[Any]:
        log = self.driver.get_log("browser")
        return [entry for entry in log if entry["source"] != "network"]


@pytest.fixture
def screen(live_server: Any, settings: Any) -> Iterator[Screen]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("NO BROWSER: passkeys were not tested.")
    settings.WIREROOM_STAFF_MFA = True
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in _FLAGS:
        options.add_argument(flag)
    opened = webdriver.Chrome(options=options, service=Service(driver))
    device = VirtualAuthenticatorOptions(
        transport="internal",
        has_resident_key=True,
        has_user_verification=True,
        is_user_verified=True,
    )
    opened.add_virtual_authenticator(device)
    yield Screen(opened, live_server.url.replace("127.0.0.1", "localhost"))
    opened.quit()


def _sign_in(screen: Screen, email: str) -> None:
    screen.go("/login/")
    screen.wait_for("Sign in")
    screen.press(email, Keys.TAB, PASSWORD, Keys.ENTER)


def _make_passkey(screen: Screen) -> None:
    screen.wait_for("Security")
    screen.tab_to("Add a passkey")
    screen.press(Keys.ENTER)
    screen.wait_for("Add a passkey")
    screen.tab_to("Make the passkey")
    screen.press(Keys.ENTER)
    screen.wait_for("Recovery codes")


def test_a_member_of_staff_makes_a_passkey_and_comes_in_with_it_alone(screen: Screen) -> None:
    person = StaffFactory()
    _sign_in(screen, person.email)
    _make_passkey(screen)
    screen.tab_to("Sign out")
    screen.press(Keys.ENTER)
    screen.wait_for("Sign in")
    screen.tab_to("Sign in with a passkey")
    screen.press(Keys.ENTER)
    WebDriverWait(screen.driver, 20, 0.1).until(lambda d: "/terminal/" in d.current_url)
    assert SignIn.objects.latest("pk").method == "passkey"
    assert screen.complaints() == []


def test_after_the_password_the_passkey_is_the_second_step(screen: Screen) -> None:
    person = StaffFactory()
    _sign_in(screen, person.email)
    _make_passkey(screen)
    screen.driver.delete_all_cookies()
    _sign_in(screen, person.email)
    screen.wait_for("One more step")
    screen.tab_to("Use a passkey")
    screen.press(Keys.ENTER)
    WebDriverWait(screen.driver, 20, 0.1).until(lambda d: "/terminal/" in d.current_url)


def test_without_the_device_a_passkey_signs_nobody_in_and_says_so(screen: Screen) -> None:
    screen.driver.remove_virtual_authenticator()
    screen.driver.add_virtual_authenticator(
        VirtualAuthenticatorOptions(
            transport="internal",
            has_resident_key=True,
            has_user_verification=True,
            is_user_verified=False,
        )
    )
    screen.go("/login/")
    screen.tab_to("Sign in with a passkey")
    screen.press(Keys.ENTER)
    problem = (By.CSS_SELECTOR, "[data-passkey-target=problem]")
    WebDriverWait(screen.driver, 20, 0.1).until(
        lambda d: "No passkey was used" in d.find_element(*problem).text
    )
