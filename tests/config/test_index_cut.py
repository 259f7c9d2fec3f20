"""Index files that somebody cuts under running processes: the kernel kills who had them mapped."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.config.conftest import wait_for
from wireroom.config.demo import marker

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

READER = "newsdesk@courier.example"


@contextmanager
def signed_in(house) -> Iterator[httpx.Client]:
    accounts = json.loads(marker(house.data_dir).read_text())["accounts"]
    password = next(each["password"] for each in accounts if each["email"] == READER)
    with httpx.Client(base_url=f"http://127.0.0.1:{house.web_port}", timeout=10) as client:
        client.get("/login/")
        facts = {"login": READER, "password": password}
        client.post("/login/", data=facts | {"csrfmiddlewaretoken": client.cookies["csrftoken"]})
        yield client


def found(client: httpx.Client) -> str | None:
    """Give what the whole index finds of one story, None while there is no such answer."""
    try:
        answer = client.get("/terminal/search/", params={"q": "headline:furnace"})
    except httpx.HTTPError:
        return None
    if answer.status_code != 200 or "is being built" in answer.text:
        return None
    return re.search(r"results__count.*?</p>", answer.text)[0]


def test_a_cut_index_kills_whom_it_must_and_is_made_anew_by_itself(demo_house):
    house = demo_house
    house.serve()
    wait_for(lambda: house.get("/healthz") == 200, "a healthy house")
    with signed_in(house) as client:
        before = wait_for(lambda: found(client), "an answer of the index")
        assert "<b>1</b> story" in before
        for file in (house.data_dir / "index").glob("*/*.*"):
            if file.suffix in {".term", ".idx", ".pos", ".fast", ".store"}:
                os.truncate(file, min(10, file.stat().st_size))
        assert wait_for(lambda: found(client), "the same answer again") == before
        wait_for(lambda: house.get("/healthz") == 200, "a healthy house again")
