"""The ticker in a real browser, fed by a stream that does as it is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.wait import WebDriverWait

from tests.factories.stories import make_correction, make_guid, make_kill, make_story
from tests.public.stub_stream import StubStream
from wireroom.customers import services as customers
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import NewsItem
from wireroom.wire import services
from wireroom.wire.entries import Entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def put(item: NewsItem) -> Entry:
    with transaction.atomic():
        return services.append(item, now=utc_now())


def numbered(number: int, **over: Any) -> NewsItem:
    return make_story(**{"guid": make_guid(number), "headline": f"Story {number}"} | over)


class Front:
    """The front page as a person has it before their eyes."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def lines(self) -> list[str]:
        script = "return [...document.querySelectorAll('.line p')].map((p) => p.textContent)"
        return [" ".join(text.split()) for text in self.driver.execute_script(script)]

    def text(self, css: str) -> str:
        script = "return document.querySelector(arguments[0])?.innerText ?? ''"
        return " ".join(self.driver.execute_script(script, css).split())

    def until(self, seen: Callable[[], object], expected: object) -> None:
        wait = WebDriverWait(self.driver, 10, 0.05)
        wait.until(lambda _: seen() == expected, f"{seen()!r} is not {expected!r}")


@pytest.fixture
def stream(settings) -> Iterator[StubStream]:
    with StubStream().running() as stub:
        settings.WIREROOM_STREAM_URL = stub.url
        yield stub


@pytest.fixture
def front(live_server, stream: StubStream, tmp_path) -> Iterator[Front]:
    browser, driver_program = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not driver_program:
        pytest.skip("NO BROWSER: chromium and chromedriver are not installed.")
    customers.create_product(
        code="headlines", name="Headlines", public=True, level="headline", now=utc_now(), actor=None
    )
    put(numbered(1))
    options = Options()
    options.binary_location = browser
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(driver_program))
    try:
        driver.get(live_server.url)
        page = Front(driver)
        page.until(lambda: page.text(".live"), "Live")
        yield page
    finally:
        driver.quit()


def test_what_is_released_appears_at_the_top(front: Front, stream: StubStream) -> None:
    asked = stream.asked.get(timeout=5)
    assert asked["format"] == ["ticker"]
    assert asked["last-event-id"] != [""]
    stream.release(put(numbered(2, urgency=1)))
    front.until(front.lines, ["Flash Story 2", "Story 1"])
    assert front.text("[role=status]") == "Flash: Story 2"
    href = front.driver.execute_script("return document.querySelector('.line a').pathname")
    assert href == f"/story/{make_guid(2).removeprefix('urn:uuid:')}/"


def test_a_correction_and_a_kill_take_the_line_of_their_story(
    front: Front, stream: StubStream
) -> None:
    second = put(numbered(2))
    stream.release(second)
    corrected = put(make_correction(headline="Story 1, corrected"))
    stream.release(corrected)
    front.until(front.lines, ["Corrected Story 1, corrected", "Story 2"])
    stream.release(second)
    stream.release(put(make_kill(guid=make_guid(2))))
    front.until(front.lines, ["Killed BANK-RATE", "Corrected Story 1, corrected"])
    live = front.lines()
    front.driver.refresh()
    front.until(front.lines, live)


def test_a_kill_also_takes_back_what_was_said_to_screen_readers(
    front: Front, stream: StubStream
) -> None:
    stream.release(put(numbered(2, urgency=1)))
    front.until(lambda: front.text("[role=status]"), "Flash: Story 2")
    stream.release(put(make_kill(guid=make_guid(2))))
    front.until(front.lines, ["Killed BANK-RATE", "Story 1"])
    assert "Story 2" not in front.driver.execute_script("return document.body.textContent")


def test_a_version_killed_in_the_meantime_draws_no_line(front: Front, stream: StubStream) -> None:
    stream.release_killed(put(numbered(2)))
    stream.release(put(numbered(3)))
    front.until(front.lines, ["Story 3", "Story 1"])


def test_after_a_break_it_goes_on_from_the_last_line(front: Front, stream: StubStream) -> None:
    stream.asked.get(timeout=5)
    stream.release(put(numbered(2)))
    front.until(front.lines, ["Story 2", "Story 1"])
    stream.hang_up()
    assert stream.asked.get(timeout=5)["header"] == ["at-2"]
    stream.release(put(numbered(3)))
    front.until(front.lines, ["Story 3", "Story 2", "Story 1"])
    assert front.text(".live") == "Live"


def test_a_hidden_tab_lets_go_and_catches_up_when_it_is_seen(
    front: Front, stream: StubStream
) -> None:
    stream.asked.get(timeout=5)
    stream.release(put(numbered(2)))
    front.until(front.lines, ["Story 2", "Story 1"])
    for hidden in ("true", "false"):
        front.driver.execute_script(
            f"Object.defineProperty(document, 'hidden', {{ value: {hidden}, configurable: true }});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
    assert stream.asked.get(timeout=5)["last-event-id"] == ["at-2"]
    stream.release(put(numbered(3)))
    front.until(front.lines, ["Story 3", "Story 2", "Story 1"])


def test_told_to_start_again_it_takes_the_list_anew(front: Front, stream: StubStream) -> None:
    put(numbered(2))
    stream.say("reset", reason="epoch", snapshot="/")
    front.until(front.lines, ["Story 2", "Story 1"])
    front.until(lambda: front.text(".live"), "Live")


def test_the_page_keeps_the_content_policy(front: Front, stream: StubStream) -> None:
    stream.release(put(numbered(2, urgency=1, headline="<img src=x onerror=alert(1)>")))
    front.until(front.lines, ["Flash <img src=x onerror=alert(1)>", "Story 1"])
    log = front.driver.get_log("browser")  # type: ignore[no-untyped-call]
    assert [entry["message"] for entry in log if entry["source"] != "network"] == []
