"""The public page and the real push server: what falls between them is nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from urllib.request import Request, urlopen

import httpx
import pytest
from httpx_sse import connect_sse

from tests.browser.house import ROOT, House, running
from tests.support import templates
from wireroom.kernel.ids import new_guid

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

OFFER = """
import django; django.setup()
from wireroom.customers import services
from wireroom.kernel.clock import utc_now
services.create_product(
    code="headlines", name="Headlines", public=True, level="headline", now=utc_now(), actor=None)
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data_dir = tmp_path_factory.mktemp("house") / "data"
    templates.copy(templates.house(tmp_path_factory), data_dir)
    with running(data_dir) as house:
        argv = [sys.executable, "-c", OFFER]
        subprocess.run(argv, env=house.environment, check=True, cwd=ROOT, timeout=60)
        yield house


def page(house: House) -> str:
    with urlopen(Request(house.base + "/"), timeout=10) as response:  # noqa: S310 - our own address
        text: str = response.read().decode()
    return text


def attribute(name: str, text: str) -> str:
    found = re.search(f'data-ticker-{name}-value="([^"]+)"', text)
    assert found is not None
    return found[1]


def test_the_stream_goes_on_exactly_where_the_page_ends(house: House) -> None:
    house.release(headline="On the page")
    seen = page(house)
    assert "On the page" in seen
    guid = new_guid()
    house.release(guid=guid, headline="Between page and stream", standfirst="CANARY")
    house.release(guid=guid, version=2, update_type="kill", pub_status="canceled",
                  headline="KILL: HARBOUR", body=[])  # fmt: skip
    asked = {"format": "ticker", "last-event-id": attribute("cursor", seen)}
    with (
        httpx.Client(timeout=20) as client,
        connect_sse(client, "GET", attribute("url", seen), params=asked) as source,
    ):
        events = (event for event in source.iter_sse() if event.event == "message")
        got = [next(events).json() for _ in range(2)]
    assert [(event["guid"], event["version"]) for event in got] == [(guid, 1), (guid, 2)]
    assert [event["headline"] for event in got] == ["", "KILL: HARBOUR"]
    assert "CANARY" not in str(got)
    assert "Between" not in str(got), "killed by now: its text goes to nobody any more"


def test_a_release_is_on_the_page_when_its_release_is_acknowledged(house: House) -> None:
    house.stop("worker")
    house.release(headline="Without a worker")
    assert "Without a worker" in page(house)
