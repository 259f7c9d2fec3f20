"""What a person sees and does on the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

WITHIN_S = 40.0  # a terminal waits up to 15 s between two attempts


class Screen:
    """The terminal in one browser."""

    def __init__(self, driver: Chrome, base: str) -> None:
        """Look at the house at `base`."""
        self.driver = driver
        self.base = base

    def sign_in(self, person: dict[str, Any]) -> None:
        """Sign in and come to the terminal."""
        self.driver.get(f"{self.base}/login/")
        self.find("#email").send_keys(person["email"])
        self.find("#password").send_keys(person["password"])
        self.find("main form button").click()

    def find(self, css: str) -> Any:
        """Find the first element."""
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def text(self, css: str) -> str:
        """Read what the first element says, hidden or not; empty when there is none."""
        script = "return document.querySelector(arguments[0])?.textContent ?? ''"
        return " ".join(self.driver.execute_script(script, css).split())

    def headlines(self) -> list[str]:
        """Read the lines that are shown, labels included, newest first."""
        script = (
            "return [...document.querySelectorAll('.line')].filter((line) => !line.hidden)"
            ".map((line) => line.querySelector('a').textContent)"
        )
        return [" ".join(text.split()) for text in self.driver.execute_script(script)]

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, wherever the focus is."""
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def focused(self) -> str:
        """Read what has the focus."""
        return " ".join(self.driver.switch_to.active_element.text.split())

    def wait(self, condition: Callable[[], Any], what: str, within_s: float = WITHIN_S) -> None:
        """Wait until something is true."""
        patience = WebDriverWait(
            self.driver, within_s, 0.05, ignored_exceptions=[StaleElementReferenceException]
        )
        try:
            patience.until(lambda _: condition())
        except TimeoutException as error:
            raise AssertionError(f"{what}; state: {self.text('.state')}") from error

    def wait_for_state(self, words: str) -> None:
        """Wait until the bar says how the wire stands."""
        self.wait(lambda: words in self.text(".state"), f"the state never was {words!r}")

    def wait_for_line(self, headline: str) -> None:
        """Wait until the newest line says this."""
        self.wait(lambda: self.headlines()[:1] == [headline], f"{headline!r} never came")

    def complaints(self) -> list[str]:
        """Give the errors of scripts and the breaches of the content policy."""
        log = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [
            entry["message"]
            for entry in log
            if entry["source"] != "network" and entry["level"] == "SEVERE"
        ]
