"""A company's administrator at work, with the keyboard alone, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.request import Request, urlopen

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.house import House
from tests.browser.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

_MOST_STOPS = 80


@pytest.fixture
def boss(
    house: House, open_browser: Callable[[], Screen], subscriber: Callable[..., dict[str, Any]]
) -> Screen:
    """An administrator who has signed in."""
    person = subscriber()
    house.order("administrator", email=person["email"])
    screen = open_browser()
    screen.sign_in(person)
    screen.wait_for_state("Live")
    return screen


def focus(screen: Screen, css: str) -> None:
    """Press Tab until the focus, which must show, is on what `css` names."""
    script = (
        "const at = document.activeElement;"
        "return at.matches(arguments[0]) && getComputedStyle(at).outlineStyle !== 'none'"
    )
    for _ in range(_MOST_STOPS):
        if screen.driver.execute_script(script, css):
            return
        screen.press(Keys.TAB)
    pytest.fail(f"the keyboard does not reach {css}")


def go(screen: Screen, path: str) -> None:
    screen.driver.get(screen.base + path)


def test_a_colleague_is_invited_and_reads(
    house: House, boss: Screen, open_browser: Callable[[], Screen]
) -> None:
    go(boss, "/account/people/")
    focus(boss, "[name=emails]")
    boss.press("new@bank.example")
    focus(boss, "#invite button")
    boss.press(Keys.ENTER)
    boss.wait(lambda: "1 invitation sent." in boss.text(".account__messages"), "not invited")
    text = house.order("letter", to="new@bank.example")["text"]
    path = re.search(r"/account/invitation/[\w-]+/", text)
    assert path is not None

    guest = open_browser()
    go(guest, path.group())
    for name, typed in (
        ("first_name", "Nora"),
        ("last_name", "New"),
        ("password", "b4nk-n3ws-nora"),
    ):
        focus(guest, f"[name={name}]")
        guest.press(typed)
    if guest.text(".terms-box"):
        focus(guest, "[name=terms]")
        guest.press(Keys.SPACE)
    focus(guest, "main form .button")
    guest.press(Keys.ENTER)
    guest.wait_for_state("Live")

    go(boss, "/account/people/")
    assert "Nora New" in boss.text(".cards")
    go(guest, "/account/people/")
    assert "administrators" in guest.text("h1")


def test_a_token_opens_a_stream_that_ends_when_it_is_revoked(house: House, boss: Screen) -> None:
    go(boss, "/account/tokens/")
    focus(boss, "[name=name]")
    boss.press("newsroom system")
    focus(boss, "section form .button")
    boss.press(Keys.ENTER)
    boss.wait(lambda: boss.text(".secret"), "no secret is shown")
    secret = boss.text(".secret")

    asked = Request(
        f"http://127.0.0.1:{house.push_port}/stream", headers={"Authorization": f"Bearer {secret}"}
    )
    with urlopen(asked, timeout=30) as stream:  # noqa: S310 - our own address
        assert stream.status == 200
        go(boss, "/account/tokens/")
        assert secret not in boss.driver.page_source
        focus(boss, ".confirm summary")
        boss.press(Keys.SPACE)
        focus(boss, ".confirm__body .button")
        boss.press(Keys.ENTER)
        boss.wait(lambda: "is revoked" in boss.text(".account__messages"), "not revoked")
        assert b"rights_changed" in stream.read()


def test_a_refused_form_takes_the_focus(boss: Screen) -> None:
    go(boss, "/account/people/")
    assert boss.driver.execute_script("return document.activeElement.tagName") == "BODY"
    focus(boss, "#invite button")
    boss.press(Keys.ENTER)
    boss.wait(lambda: boss.text("#problems"), "nothing is said")
    assert boss.driver.execute_script("return document.activeElement.id") == "problems"
    assert boss.driver.title.startswith("Please check: ")


def test_nothing_is_wider_than_a_narrow_screen(boss: Screen) -> None:
    boss.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 320, "height": 800, "deviceScaleFactor": 1, "mobile": False},
    )
    wide = "return document.documentElement.scrollWidth - innerWidth"
    pages = (
        "", "profile/", "reading/", "sessions/", "terms/", "people/", "tokens/",
        "subscriptions/", "usage/", "company/",
    )  # fmt: skip
    try:
        for page in pages:
            go(boss, f"/account/{page}")
            assert boss.driver.execute_script(wide) <= 0, page
            assert boss.text("h1"), page
    finally:
        boss.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
