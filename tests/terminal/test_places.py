"""What lies below the first hundred lines."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.factories.items import release
from wireroom.terminal import listing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "LINES", 2)


def _older(page: str) -> str:
    found = re.search(r'href="(/terminal/\?before=[^"]+)" rel="next"', page)
    return found[1] if found else ""


def test_older_lines_are_behind_a_link_and_the_last_page_has_none(subscriber: Any) -> None:
    for number in range(3):
        release(headline=f"Storm {number}")
    client = subscriber()
    page = client.get("/terminal/").content.decode()
    assert "Storm 0" not in page
    older = client.get(_older(page)).content.decode()
    assert "Storm 0" in older
    assert "Storm 1" not in older
    assert 'data-list-target="older" hidden' in older


def test_a_page_of_older_lines_is_not_live(subscriber: Any) -> None:
    for number in range(3):
        release(headline=f"Storm {number}")
    client = subscriber()
    page = client.get("/terminal/").content.decode()
    assert 'data-controller="query live stream ' in page
    assert " stream results" not in client.get(_older(page)).content.decode()


def test_a_place_that_is_none_of_ours_is_missing(subscriber: Any) -> None:
    assert subscriber().get("/terminal/?before=7").status_code == 404


def test_a_reader_of_another_product_is_not_told_of_older_lines(subscriber: Any) -> None:
    for number in range(3):
        release(headline=f"Storm {number}")
    assert ">Older<" not in subscriber(languages=["de"]).get("/terminal/").content.decode()
